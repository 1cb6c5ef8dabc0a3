import { codeOf, expectLedgersToReconcile, type RunningStack, startStack, waitUntil } from '@setrum/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

const BUY = `mutation Buy($input: BuyTokenInput!) {
  buyToken(input: $input) { id invoice status token kwh price customer { name tariff power } }
}`
const ONE = 'query One($id: ID!) { transaction(id: $id) { id invoice status token kwh events { type from to } } }'

let running: RunningStack
let adminToken: string
let employee: Awaited<ReturnType<RunningStack['anEmployee']>>

beforeAll(async () => {
  running = await startStack()
  adminToken = await running.asAdmin()
  employee = await running.anEmployee(adminToken)
})
afterEach(async () => {
  const sales = await running.graph(
    '{ transactions(first: 100) { nodes { invoice status createdAt } } }',
    {},
    adminToken,
  )
  await expectLedgersToReconcile(running.biller, sales.data.transactions.nodes)
})
afterAll(() => running?.stop())

const input = (more: object) => ({ meterNumber: '12345678901', productCode: 'hpln20000', ...more })

const settled = (id: string) =>
  waitUntil(
    async () => {
      const { data } = await running.graph(ONE, { id }, employee.accessToken)
      return data?.transaction?.status === 'PROCESSING' ? null : data?.transaction
    },
    { what: 'the sale to settle' },
  )

test('an employee sees the name of the meter’s owner, buys a token and gets twenty digits', async () => {
  const meter = await running.graph(
    '{ inquirePrepaidCustomer(meterNumber: "12345678901") { name tariff power } products(type: PREPAID, active: true) { code price } }',
    {},
    employee.accessToken,
  )
  expect(meter.errors).toBeUndefined()
  expect(meter.data.inquirePrepaidCustomer).toMatchObject({ name: expect.any(String), tariff: 'R1M', power: 900 })
  const { price } = meter.data.products.find(({ code }: { code: string }) => code === 'hpln20000')

  const bought = await running.graph(
    BUY,
    { input: input({ idempotencyKey: 'first-sale', expectedPrice: price }) },
    employee.accessToken,
  )
  expect(bought.errors).toBeUndefined()
  expect(bought.data.buyToken.invoice).toMatch(/^INV-\d{16}$/)
  const sale = await settled(bought.data.buyToken.id)
  expect(sale).toMatchObject({ status: 'SUCCESS', token: expect.stringMatching(/^\d{20}$/), kwh: expect.any(Number) })
})

test('fifty simultaneous requests with one key buy one token', async () => {
  const responses = await Promise.all(
    Array.from({ length: 50 }, () =>
      running.graph(
        BUY,
        { input: input({ productCode: 'hpln100000', idempotencyKey: 'fifty-at-once' }) },
        employee.accessToken,
      ),
    ),
  )
  const ids = new Set(responses.map(({ data, errors }) => data?.buyToken?.id ?? JSON.stringify(errors)))
  expect([...ids]).toHaveLength(1)
  const sale = await settled([...ids][0] ?? '')
  expect(sale.status).toBe('SUCCESS')

  const { transactions } = await running.biller.ledger()
  const debits = transactions.filter(({ product_code, debited }) => product_code === 'hpln100000' && debited > 0)
  expect(debits).toHaveLength(1)
})

test('a key reused for another purchase is refused, and nothing is bought', async () => {
  const before = await running.biller.ledger()
  const response = await running.graph(
    BUY,
    { input: input({ productCode: 'hpln500000', idempotencyKey: 'fifty-at-once' }) },
    employee.accessToken,
  )
  expect(codeOf(response)).toBe('IDEMPOTENCY_KEY_REUSED')
  expect((await running.biller.ledger()).transactions).toHaveLength(before.transactions.length)
})

test('an unknown meter is refused before anything is stored', async () => {
  const response = await running.graph(
    BUY,
    { input: input({ meterNumber: '14000000014', idempotencyKey: 'unknown-meter' }) },
    employee.accessToken,
  )
  expect(response.errors?.[0]?.extensions).toMatchObject({ code: 'BILLER_REJECTED', rc: '14' })
})

test('a purchase becomes FAILED when the biller refuses it, at once or later', async () => {
  for (const meterNumber of ['14000001007', '14000002007']) {
    const response = await running.graph(
      BUY,
      { input: input({ meterNumber, idempotencyKey: `failing-${meterNumber}` }) },
      employee.accessToken,
    )
    expect((await settled(response.data.buyToken.id)).status).toBe('FAILED')
  }
})

test('an admin and an anonymous caller cannot sell', async () => {
  const byAdmin = await running.graph(BUY, { input: input({ idempotencyKey: 'by-the-admin' }) }, adminToken)
  expect(codeOf(byAdmin)).toBe('FORBIDDEN')
  const byAnonymous = await running.graph(BUY, { input: input({ idempotencyKey: 'by-anonymous' }) })
  expect(codeOf(byAnonymous)).toBe('UNAUTHENTICATED')
})
