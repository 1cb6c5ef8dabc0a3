import { codeOf, type GraphQLResponse, type RunningStack, startStack, waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const DASHBOARD = `query Dashboard($f: SalesFilter, $t: TransactionFilter) {
  salesSummary(filter: $f) { success { count amount share } processing { count amount } failed { count amount } daily { date success { amount } } }
  transactions(filter: $t, first: 10) { totalCount nodes { invoice status price employeeName employee { name shift { name startAt endAt } } product { name } } }
  users(first: 50) { nodes { id name sales(filter: $f) { success { amount } } } }
  shifts { id name open sales(filter: $f) { success { amount } } }
}`

let running: RunningStack
let adminToken: string
let employee: Awaited<ReturnType<RunningStack['anEmployee']>>

beforeAll(async () => {
  running = await startStack()
  adminToken = await running.asAdmin()
  employee = await running.anEmployee(adminToken)
  const sale = await running.graph(
    `mutation { buyToken(input: { meterNumber: "12345678901", productCode: "hpln50000", idempotencyKey: "dashboard-1" }) { id } }`,
    {},
    employee.accessToken,
  )
  await waitUntil(
    async () => {
      const answer = await running.graph(`{ transaction(id: "${sale.data.buyToken.id}") { status } }`, {}, adminToken)
      return answer.data?.transaction?.status === 'SUCCESS'
    },
    { what: 'the sale to be SUCCESS' },
  )
})
afterAll(() => running?.stop())

const dashboard = () => running.graph(DASHBOARD, { f: {}, t: {} }, adminToken)

describe('the joined request of the dashboard', () => {
  test('joins transactions, people, shifts and products in one go', async () => {
    const { status, data, errors } = await dashboard()
    expect(errors).toBeUndefined()
    expect(status).toBe(200)
    expect(data.salesSummary.success).toMatchObject({ count: 1, share: 1 })
    expect(data.salesSummary.daily).toHaveLength(1)
    const sale = data.transactions.nodes[0]
    expect(sale).toMatchObject({ status: 'SUCCESS', employee: { shift: { startAt: '00:00', endAt: '23:59' } } })
    expect(sale.employee.name).toBe(sale.employeeName)
    expect(sale.product.name).toMatch(/\S/)
    expect(data.users.nodes.find(({ id }: { id: string }) => id === employee.id).sales.success.amount).toBe(sale.price)
    expect(data.shifts.find(({ id }: { id: string }) => id === employee.shiftId)).toMatchObject({
      open: true,
      sales: { success: { amount: sale.price } },
    })
  })

  test('with users dead still shows the sales, the shifts and the names at the time of sale', async () => {
    const { data } = await withDead('users')
    expect(data.users).toBeNull()
    expect(data.salesSummary.success.count).toBe(1)
    expect(data.transactions.nodes[0]).toMatchObject({ employee: null, employeeName: expect.stringMatching(/^Kasir /) })
    expect(data.shifts.length).toBeGreaterThan(3)
  })

  test('with master dead still shows the sales and the people', async () => {
    const { data } = await withDead('master')
    expect(data.salesSummary.success.count).toBe(1)
    expect(data.transactions.nodes[0].employee.name).toMatch(/^Kasir /)
    expect(data.users.nodes.length).toBeGreaterThan(1)
  })

  test('with transactions dead still shows the people and the shifts', async () => {
    const { data } = await withDead('transactions')
    expect(data.salesSummary).toBeNull()
    expect(data.transactions).toBeNull()
    expect(data.users.nodes[0]).toMatchObject({ name: expect.any(String), sales: null })
    expect(data.shifts[0]).toMatchObject({ name: expect.any(String), sales: null })
  })
})

/** Kills one subgraph, asks, checks what holds for each of them, and brings it back. */
async function withDead(name: 'users' | 'master' | 'transactions'): Promise<GraphQLResponse> {
  await running.stack.kill(name)
  try {
    const answer = await dashboard()
    expect(answer.status).toBe(200)
    expect(answer.errors?.length).toBeGreaterThan(0)
    for (const error of answer.errors ?? []) {
      expect(error.extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', service: name })
    }
    expect(JSON.stringify(answer)).not.toMatch(/127\.0\.0\.1|localhost|ECONN|at .*\.js:/)
    return answer
  } finally {
    await running.stack.startOne(name)
    await waitUntil(async () => codeOf(await dashboard()) === undefined, { what: `${name} to be back` })
  }
}
