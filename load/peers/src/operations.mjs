// The measured operations, minified as clients send them.

export const minify = (text) => text.replace(/\s+/g, ' ').trim()

export const operations = {
  dashboard: {
    title: 'Dashboard: joined over three subgraphs',
    operationName: 'Dashboard',
    query: minify(`query Dashboard($f: SalesFilter, $t: TransactionFilter) {
      salesSummary(filter: $f) {
        success { count amount share } processing { count amount } failed { count amount }
        daily { date success { amount } }
      }
      transactions(filter: $t, first: 10) {
        totalCount nodes {
          invoice status price employeeName employee { name shift { name startAt endAt } } product { name }
        }
      }
      users(first: 50) { nodes { id name sales(filter: $f) { success { amount } } } }
      shifts { id name open sales(filter: $f) { success { amount } } }
    }`),
    variables: { f: { from: '2024-07-01', to: '2024-07-31' }, t: {} },
  },
  poll: {
    title: 'Status poll: one transaction',
    operationName: 'Poll',
    query: minify('query Poll($id: ID!) { transaction(id: $id) { id invoice status token kwh message updatedAt } }'),
    variables: { id: 'transaction-7' },
  },
  list: {
    title: 'List: 100 rows, two joins',
    operationName: 'List',
    query: minify(`query List($first: Int) { transactions(first: $first) { totalCount nodes {
      id invoice status price createdAt employee { name } product { name } } } }`),
    variables: { first: 100 },
  },
  mutation: {
    title: 'Mutation: buy a token',
    operationName: 'Buy',
    query: minify('mutation Buy($input: BuyTokenInput!) { buyToken(input: $input) { id invoice status price } }'),
    variables: { input: { meterNumber: '14100000001', productCode: 'pln20', idempotencyKey: 'k-12345678' } },
  },
}

export const bodyOf = ({ query, variables, operationName }) => JSON.stringify({ query, variables, operationName })
