import { SANDBOX_ACCOUNT, startIakSandbox } from '@setrum/sandbox-iak'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createIakClient, type IakClient } from '../src/index.js'

let sandbox: Awaited<ReturnType<typeof startIakSandbox>>
/** Its calls must get a response, however busy the machine is. */
let client: IakClient
/** For calls with a fault: a short time-out. */
let hasty: IakClient
let next = 0
const newRef = () => `INV${String(++next).padStart(16, '0')}`
const isBought = (refId: string) =>
  (sandbox.ledger().transactions.find((entry) => entry.ref_id === refId)?.debited ?? 0) > 0

beforeAll(async () => {
  sandbox = await startIakSandbox({ delay: null })
  const urls = { prepaidUrl: sandbox.url, postpaidUrl: `${sandbox.url}/` }
  client = createIakClient({ ...urls, ...SANDBOX_ACCOUNT, timeoutMs: 20_000 })
  hasty = createIakClient({ ...urls, ...SANDBOX_ACCOUNT, timeoutMs: 400 })
})
beforeEach(() => {
  sandbox.state.reset()
  sandbox.state.settings.callbacks = false
})
afterAll(async () => {
  await Promise.all([client.close(), hasty.close()])
  await sandbox.stop()
})

// Fault, whether the biller does the work, what the purchase is to us.
const FAULTS: [string, boolean, string][] = [
  ['3001', true, 'LOST'],
  ['3002', false, 'LOST'],
  ['3003', true, 'LOST'],
  ['3004', false, 'LOST'],
  ['3005', true, 'LOST'],
  ['3006', false, 'LOST'],
  ['3007', true, 'LOST'],
  ['3008', true, 'LOST'],
  ['3009', false, 'LOST'],
  ['3010', true, 'LOST'],
  ['3011', true, 'LOST'],
  ['3014', false, 'LOST'],
]

describe.each(FAULTS)('transport fault %s', (fault, isDone, reason) => {
  test('leaves a top-up pending, and the status query returns the outcome', async () => {
    const refId = newRef()
    const sale = { refId, customerId: `1400000${fault}`, productCode: 'hpln50000' }
    expect(await hasty.topUp(sale)).toMatchObject({ kind: 'PENDING', reason })
    expect(isBought(refId)).toBe(isDone)
    expect((await client.checkPrepaidStatus(refId)).kind).toBe(isDone ? 'PENDING' : 'NOT_FOUND')
    if (isDone) {
      await fetch(`${sandbox.url}/_admin/transactions/${refId}/result`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"rc":"00"}',
      })
      expect((await client.checkPrepaidStatus(refId)).kind).toBe('SUCCESS')
    }
  })

  test('leaves a payment pending, and the status query returns the outcome', async () => {
    const refId = newRef()
    const customerId = `53000000${fault}`
    const inquiry = await client.inquireBill({ refId, code: 'PLNPOSTPAID', customerId })
    if (inquiry.kind !== 'FOUND') throw new Error('no bill')
    expect(await hasty.payBill({ refId, trId: inquiry.value.trId })).toMatchObject({ kind: 'PENDING', reason })
    expect(isBought(refId)).toBe(isDone)
    expect((await client.checkBillStatus(refId)).kind).toBe(isDone ? 'SUCCESS' : 'NOT_PAID_YET')
  })

  test('makes a status query inconclusive', async () => {
    const refId = newRef()
    await client.topUp({ refId, customerId: '12345678901', productCode: 'hpln50000' })
    sandbox.state.faults.push({ operation: 'check-status', fault, times: 1 })
    expect((await hasty.checkPrepaidStatus(refId)).kind).toBe('INCONCLUSIVE')
    sandbox.state.faults.push({ operation: 'checkstatus', fault, times: 1 })
    expect((await hasty.checkBillStatus(refId)).kind).toBe('INCONCLUSIVE')
  })

  test('makes an inquiry unavailable', async () => {
    for (const operation of ['check-balance', 'pricelist', 'inquiry-pln', 'pricelist-pasca', 'inq-pasca'] as const) {
      sandbox.state.faults.push({ operation, fault, times: 1 })
    }
    const results = await Promise.all([
      hasty.checkBalance(),
      hasty.listPrepaid(),
      hasty.inquirePln('12345678901'),
      hasty.listPostpaid(),
      hasty.inquireBill({ refId: newRef(), code: 'PLNPOSTPAID', customerId: '530000000000' }),
    ])
    expect(results.map(({ kind }) => kind)).toEqual(Array.from({ length: 5 }, () => 'UNAVAILABLE'))
  })
})

test('3012: a purchase that cannot be seen yet is not found three times', async () => {
  const refId = newRef()
  await client.topUp({ refId, customerId: '14000003012', productCode: 'hpln50000' })
  const kinds = []
  for (let poll = 0; poll < 4; poll += 1) kinds.push((await client.checkPrepaidStatus(refId)).kind)
  expect(kinds).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'PENDING'])
})

test('3013: failed queries are inconclusive; a bad signature and maintenance do not decide the purchase', async () => {
  const refId = newRef()
  await client.topUp({ refId, customerId: '14000003013', productCode: 'hpln50000' })
  const outcomes = []
  for (let poll = 0; poll < 4; poll += 1) outcomes.push(await client.checkPrepaidStatus(refId))
  expect(outcomes.map(({ kind, alarm }) => [kind, alarm])).toEqual([
    ['INCONCLUSIVE', false],
    ['INCONCLUSIVE', true],
    ['INCONCLUSIVE', false],
    ['PENDING', false],
  ])
})

test('3015: a full response under HTTP 500 leaves a purchase pending', async () => {
  const refId = newRef()
  const sale = { refId, customerId: '14000003015', productCode: 'hpln50000' }
  expect(await client.topUp(sale)).toMatchObject({ kind: 'PENDING', reason: 'LOST', code: '39' })
})

test('an unreachable biller: a purchase was not sent, a query is inconclusive', async () => {
  const refId = newRef()
  const sale = { refId, customerId: '12345678901', productCode: 'hpln50000' }
  // Without connections from before: a connection that breaks during a call counts as lost.
  const fresh = createIakClient({ prepaidUrl: sandbox.url, postpaidUrl: sandbox.url, ...SANDBOX_ACCOUNT })
  sandbox.down()
  try {
    expect((await fresh.topUp(sale)).kind).toBe('NOT_SENT')
    expect((await fresh.payBill({ refId, trId: '700000' })).kind).toBe('NOT_SENT')
    expect((await fresh.checkPrepaidStatus(refId)).kind).toBe('INCONCLUSIVE')
    expect((await fresh.checkBalance()).kind).toBe('UNAVAILABLE')
  } finally {
    await sandbox.up()
  }
  expect((await fresh.topUp(sale)).kind).toBe('PENDING')
  await fresh.close()
})

test('a status query without a code, or one that contradicts itself, leaves the purchase open', async () => {
  const refId = newRef()
  await client.topUp({ refId, customerId: '12345678901', productCode: 'hpln50000' })
  sandbox.state.faults.push({ operation: 'check-status', fault: 'no-code', times: 1 })
  expect(await client.checkPrepaidStatus(refId)).toMatchObject({ kind: 'PENDING', reason: 'UNKNOWN_CODE' })
  sandbox.state.faults.push({ operation: 'check-status', fault: 'contradiction', times: 1 })
  expect(await client.checkPrepaidStatus(refId)).toMatchObject({
    kind: 'PENDING',
    reason: 'CONTRADICTION',
    alarm: true,
  })
})
