// The web app's persisted operations by id. A response with errors counts as an error.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { randomUUID } = require('node:crypto')

const manifest = JSON.parse(readFileSync(join(__dirname, '../../web/src/gen/persisted-documents.json'), 'utf8'))
/** Id and variable names of an operation. */
const operationOf = (name) => {
  for (const [id, text] of Object.entries(manifest)) {
    const [head, variables = ''] = new RegExp(`(?:query|mutation) ${name}\\b(?:\\(([^)]*)\\))?`).exec(text) ?? []
    if (head) return { id, names: [...variables.matchAll(/\$(\w+)/g)].map(([, variable]) => variable) }
  }
  throw new Error(`the web app has no operation ${name}`)
}
const { ADMIN_TOKEN, EMPLOYEE_TOKEN, METER = '12345678901', PRODUCT = 'hpln20000' } = process.env
/** The business date some days ago. */
const day = (daysAgo) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta' }).format(Date.now() - daysAgo * 86_400_000)
/** Thirty days that end some days ago. */
const thirtyDaysUntil = (days) => ({ from: day(days + 29), to: day(days) })
/** Filter of the employee's page before it knows the shift hours. */
const soldToday = (productType) => ({ from: day(0), to: day(0), productType })

const send = (operationName, token, variablesOf) => {
  const { id, names } = operationOf(operationName)
  const sent = Object.keys(variablesOf({}))
  // GraphQL reports neither an unknown nor a missing variable: check here that both lists agree.
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
    filter: thirtyDaysUntil(0),
    before: thirtyDaysUntil(30),
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
  // All sales are for one meter: confirm the duplicates.
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
