import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestGateway } from '../support/start-test-gateway.js'

let running: Awaited<ReturnType<typeof startTestGateway>>
beforeAll(async () => {
  running = await startTestGateway()
})
afterAll(() => running?.stop())
beforeEach(() => {
  running.subgraphs.transactions.requests.length = 0
  running.subgraphs.transactions.fault = { delayMs: 3_000 }
})

const LIST = '{ transactions { totalCount } }'
const sent = () => running.subgraphs.transactions.requests
const repeat = (times: number, call: () => Promise<unknown>) => Array.from({ length: times }, call)

test('a caller has four queries in execution; others, and mutations, do not wait for them', async () => {
  const ofOwner = repeat(12, () => running.execute(LIST))
  await expect.poll(() => sent().length).toBe(4)
  const ofEmployee = running.execute(LIST, { as: 'EMPLOYEE' })
  const sale = running.execute('mutation { payBill(transactionId: "t1") { id } }')
  await expect.poll(() => sent().length).toBe(6)
  // The waiting queries get their responses at once.
  running.subgraphs.transactions.fault = null
  await Promise.all([...ofOwner, ofEmployee, sale])
})

test('waiting queries run after the first ones', async () => {
  running.subgraphs.transactions.fault = { delayMs: 20 }
  const responses = await Promise.all(repeat(12, () => running.execute(LIST)))
  expect(responses.map((response) => (response as { errors?: unknown }).errors)).toEqual(Array(12).fill(undefined))
  expect(sent()).toHaveLength(12)
})
