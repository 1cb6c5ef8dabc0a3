import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoRows } from '../../src/seed/seed.js'
import { SITI } from '../support/fixtures.js'
import { buy, inquire } from '../support/operations.js'
import { startTestTransactions, type TestTransactions } from '../support/start-test-transactions.js'

const INQUIRY = `query($m: String!) { inquirePrepaidCustomer(meterNumber: $m) { meterNumber subscriberId name tariff power } }`
const BILLS = ['POSTPAID', 'NON_TAGLIS'] as const

const rows = demoRows(new Date(), 'Asia/Jakarta')
/** The customers of a product type, each once: the demo has them by their numbers. */
const customersOf = (type: string) => [
  ...new Map(rows.filter(({ productType }) => productType === type).map((row) => [row.customer_id, row])).values(),
]

let subgraph: TestTransactions
beforeAll(async () => {
  subgraph = await startTestTransactions({ timeoutMs: 10_000 })
})
afterAll(() => subgraph?.stop())

test('the biller’s sandbox has the meters of the demo sales under the same numbers and names', async () => {
  const tokens = customersOf('PREPAID').filter((_, index) => index % 10 === 0)
  expect(tokens.length).toBeGreaterThan(20)
  for (const { customer_id: m, customer } of tokens) {
    const { data } = await subgraph.execute(SITI, INQUIRY, { m })
    const { meterNumber, subscriberId, name, tariff, powerVa } = customer ?? {}
    expect(data.inquirePrepaidCustomer).toEqual({ meterNumber, subscriberId, name, tariff, power: powerVa })
  }
})

test('a customer of a demo sale can buy a token again, by meter number or subscriber id', async () => {
  const [row] = customersOf('PREPAID')
  for (const meterNumber of [row?.customer_id, row?.customer?.subscriberId]) {
    const { id } = await buy(subgraph, { meterNumber })
    expect(await subgraph.settled(id)).toMatchObject({ state: 'SUCCESS', customer: { name: row?.customer?.name } })
  }
})

test.each(BILLS)('the demo customers of %s have a bill under the same name', async (productType) => {
  for (const row of customersOf(productType).slice(0, 8)) {
    const bill = await inquire(subgraph, { customerNumber: row.customer_id, productType })
    expect(bill).toMatchObject({ status: 'AWAITING_PAYMENT', customer: { name: row.customer?.name } })
  }
})
