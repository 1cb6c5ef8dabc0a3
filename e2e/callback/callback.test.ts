import { expectLedgersToReconcile, fetchAllSales, type RunningStack, startStack, waitUntil } from '@setrum/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

// The whole way of the biller's callback: the sandbox rings at the gateway, the gateway passes it on, transactions asks
// the biller. Our own first question would come after most of an hour, so a broken way cannot hide behind it.
const FIRST_QUESTION = { RECOVERY_TIME_SCALE: '1000' }

let running: RunningStack
let adminToken: string
let token: string
beforeAll(async () => {
  running = await startStack({ env: FIRST_QUESTION })
  // It rings when it is told to, and never before the sale was answered.
  await running.biller.delay(null)
  adminToken = await running.asAdmin()
  token = (await running.anEmployee(adminToken)).accessToken
})
afterEach(async () => {
  const sales = await fetchAllSales((query, variables) => running.graph(query, variables, adminToken))
  await expectLedgersToReconcile(running.biller, sales)
})
afterAll(() => running?.stop())

const buy = async (idempotencyKey: string, meterNumber = '12345678901') => {
  const input = { meterNumber, productCode: 'hpln20000', idempotencyKey, confirmDuplicate: true }
  const { data, errors } = await running.graph(
    'mutation($input: BuyTokenInput!) { buyToken(input: $input) { id invoice status nextCheckAt } }',
    { input },
    token,
  )
  expect(errors).toBeUndefined()
  return data.buyToken
}
const settled = (id: string) =>
  waitUntil(
    async () => {
      const { data } = await running.graph(
        'query($id: ID!) { transaction(id: $id) { status token events { type to } } }',
        { id },
        token,
      )
      return data?.transaction?.status === 'PROCESSING' ? null : data?.transaction
    },
    { what: 'the callback to settle the sale' },
  )

test.each([
  ['is bought', '12345678901', '00', 'SUCCESS'],
  ['fails after a while', '14000002007', '07', 'FAILED'],
])(
  'a token that %s is settled because the biller rings, and by nothing else',
  async (_what, meterNumber, rc, status) => {
    const sale = await buy(`rings-${meterNumber}`, meterNumber)
    expect(sale.status).toBe('PROCESSING')
    expect(Date.parse(sale.nextCheckAt)).toBeGreaterThan(Date.now() + 30 * 60_000)
    await running.biller.settle(sale.invoice.replace('-', ''), rc)
    const after = await settled(sale.id)
    expect(after).toMatchObject({ status, token: status === 'SUCCESS' ? expect.stringMatching(/^\d{20}$/) : null })
    const kinds = after.events.map(({ type, to }: { type: string; to: string | null }) => `${type} ${to ?? ''}`.trim())
    expect(kinds.slice(-2)).toEqual(['CALLBACK', `STATUS_CHECK ${status}`])
  },
)
