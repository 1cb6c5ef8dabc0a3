// Sends the web app's persisted operations. A response with GraphQL errors counts as an error.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { randomUUID } = require('node:crypto')

const manifest = JSON.parse(readFileSync(join(__dirname, '../../web/src/gen/persisted-documents.json'), 'utf8'))
/** @returns the operation's id and the names of its variables */
const operationOf = (name) => {
  for (const [id, text] of Object.entries(manifest)) {
    const [head, variables = ''] = new RegExp(`(?:query|mutation) ${name}\\b(?:\\(([^)]*)\\))?`).exec(text) ?? []
    if (head) return { id, names: [...variables.matchAll(/\$(\w+)/g)].map(([, variable]) => variable) }
  }
  throw new Error(`the web app has no operation ${name}`)
}
const { ADMIN_TOKEN, EMPLOYEE_TOKEN, METER = '12345678901', PRODUCT = 'hpln20000' } = process.env
/** The date so many days ago, in the counter's time zone. */
const day = (ago) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta' }).format(Date.now() - ago * 86_400_000)
/** A range of thirty days that ends so many days ago. */
const monthBefore = (days) => ({ from: day(days + 29), to: day(days) })
/** Filter of the employee's page before it knows the hours of the shift. */
const soldToday = (productType) => ({ from: day(0), to: day(0), productType })

const send = (operationName, token, variablesOf) => {
  const { id, names } = operationOf(operationName)
  const sent = Object.keys(variablesOf({}))
  // GraphQL ignores unknown variables and treats missing ones as null, so a mismatch would go unnoticed.
  if (sent.toSorted().join() !== names.toSorted().join())
    throw new Error(`${operationName} has the variables ${names.join()}, not ${sent.join()}`)
  return (request, context, _events, next) => {
    request.headers = { ...request.headers, authorization: `Bearer ${token}` }
    request.json = {
      operationName,
      variables: variablesOf(context.vars),
      extensions: { persistedQuery: { version: 1, sha256Hash: id } },
    }
    next()
  }
}

module.exports = {
  dashboard: send('Dashboard', ADMIN_TOKEN, () => ({
    filter: monthBefore(0),
    before: monthBefore(30),
  })),
  employees: send('EmployeeList', ADMIN_TOKEN, () => ({ filter: null, first: 25, page: 1 })),
  shifts: send('ShiftList', ADMIN_TOKEN, () => ({})),
  myShift: send('MyShift', EMPLOYEE_TOKEN, () => ({
    prepaid: soldToday('PREPAID'),
    postpaid: soldToday('POSTPAID'),
    nonTaglis: soldToday('NON_TAGLIS'),
  })),
  products: send('TokenProducts', EMPLOYEE_TOKEN, () => ({})),
  inquiry: send('PrepaidCustomer', EMPLOYEE_TOKEN, () => ({ meterNumber: METER })),
  // All purchases are for one meter, so the duplicate warning is confirmed in advance.
  buy: send('BuyToken', EMPLOYEE_TOKEN, () => ({
    input: { meterNumber: METER, productCode: PRODUCT, idempotencyKey: randomUUID(), confirmDuplicate: true },
  })),
  poll: send('SaleOutcomeById', EMPLOYEE_TOKEN, ({ saleId }) => ({ id: saleId })),
  isWaiting: (context, next) => next(context.vars.status === 'PROCESSING'),
  check(_request, response, context, events, next) {
    const result = JSON.parse(response.body)
    if (result.errors) {
      events.emit('counter', `graphql.errors.${result.errors[0].extensions?.code}`, 1)
      return next(new Error(`GraphQL ${result.errors[0].extensions?.code}`))
    }
    const sale = result.data.buyToken ?? result.data.transaction
    if (sale) Object.assign(context.vars, { saleId: sale.id, status: sale.status })
    next()
  },
}
