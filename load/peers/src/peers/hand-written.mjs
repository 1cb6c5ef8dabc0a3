// A handler for these four operations only: the necessary calls, in parallel where possible, each user, product and shift
// fetched once. No parsing, planning or validation: the upper limit.
import { connectSubgraphs, serve } from '../hand-written-server.mjs'

const { users, master, transactions } = connectSubgraphs()

const ENTITIES = 'query($r:[_Any!]!){_entities(representations:$r)'
const SALES_OF = (type) =>
  `query($r:[_Any!]!,$f:SalesFilter){_entities(representations:$r){...on ${type}{sales(filter:$f){success{amount}}}}}`

/** Fetches each of the objects once, by key. */
async function join(call, query, type, key, objects, more) {
  const keys = [...new Set(objects.map((one) => one[key]))]
  const found = (await call(query, { r: keys.map((one) => ({ __typename: type, [key]: one })), ...more }))._entities
  return new Map(keys.map((one, index) => [one, found[index]]))
}

const dashboard = async ({ f, t }) => {
  const [salesAndPage, userNodes, shiftNodes] = await Promise.all([
    fetchSalesAndPage(f, t),
    users('{users(first:50){nodes{id name}}}').then(async ({ users: page }) => {
      const sales = await join(transactions, SALES_OF('User'), 'User', 'id', page.nodes, { f })
      return page.nodes.map(({ id, name }) => ({ id, name, sales: sales.get(id).sales }))
    }),
    master('{shifts{id name open}}').then(async ({ shifts }) => {
      const sales = await join(transactions, SALES_OF('Shift'), 'Shift', 'id', shifts, { f })
      return shifts.map(({ id, name, open }) => ({ id, name, open, sales: sales.get(id).sales }))
    }),
  ])
  return { ...salesAndPage, users: { nodes: userNodes }, shifts: shiftNodes }
}

async function fetchSalesAndPage(f, t) {
  const { salesSummary, transactions: page } = await transactions(
    'query($f:SalesFilter$t:TransactionFilter){salesSummary(filter:$f){success{count amount share}processing{count amount}failed{count amount}daily{date success{amount}}}transactions(filter:$t first:10){totalCount nodes{invoice status price employeeName employee{id}product{code}}}}',
    { f, t },
  )
  const { nodes, totalCount } = page
  const [userById, productByCode] = await Promise.all([
    join(
      users,
      `${ENTITIES}{...on User{name shift{id}}}}`,
      'User',
      'id',
      nodes.map((one) => one.employee),
    ).then(async (found) => {
      const shifts = [...found.values()].map(({ shift }) => shift)
      const shiftById = await join(master, `${ENTITIES}{...on Shift{name startAt endAt}}}`, 'Shift', 'id', shifts)
      return new Map([...found].map(([id, { name, shift }]) => [id, { name, shift: shiftById.get(shift.id) }]))
    }),
    join(
      master,
      `${ENTITIES}{...on Product{name}}}`,
      'Product',
      'code',
      nodes.map((one) => one.product),
    ),
  ])
  const rows = nodes.map(({ invoice, status, price, employeeName, employee, product }) => ({
    invoice,
    status,
    price,
    employeeName,
    employee: userById.get(employee.id),
    product: productByCode.get(product.code),
  }))
  return { salesSummary, transactions: { totalCount, nodes: rows } }
}

const list = async ({ first }) => {
  const { transactions: page } = await transactions(
    'query($first:Int){transactions(first:$first){totalCount nodes{id invoice status price createdAt employee{id}product{code}}}}',
    { first },
  )
  const [userById, productByCode] = await Promise.all([
    join(
      users,
      `${ENTITIES}{...on User{name}}}`,
      'User',
      'id',
      page.nodes.map((one) => one.employee),
    ),
    join(
      master,
      `${ENTITIES}{...on Product{name}}}`,
      'Product',
      'code',
      page.nodes.map((one) => one.product),
    ),
  ])
  const nodes = page.nodes.map(({ id, invoice, status, price, createdAt, employee, product }) => ({
    id,
    invoice,
    status,
    price,
    createdAt,
    employee: userById.get(employee.id),
    product: productByCode.get(product.code),
  }))
  return { transactions: { totalCount: page.totalCount, nodes } }
}

await serve({
  Dashboard: dashboard,
  Poll: (variables) =>
    transactions('query($id:ID!){transaction(id:$id){id invoice status token kwh message updatedAt}}', variables),
  List: list,
  Buy: (variables) =>
    transactions('mutation($input:BuyTokenInput!){buyToken(input:$input){id invoice status price}}', variables),
})
