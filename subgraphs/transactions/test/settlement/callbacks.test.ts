import { createSignature } from '@setrum/iak'
import type { Viewer } from '@setrum/identity'
import { waitUntil } from '@setrum/testing'
import { ObjectId } from 'mongodb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ADMIN } from '../support/fixtures.js'
import { buy } from '../support/operations.js'
import { startTestTransactions, type TestTransactions } from '../support/start-test-transactions.js'

const ACCOUNT = { username: '081200001111', apiKey: 'demo-key-123' }
const GATEWAY: Viewer = { role: 'ANONYMOUS', address: '203.0.113.9' }

let subgraph: TestTransactions
beforeAll(async () => {
  // A long time-out, so that a busy machine misses no response.
  subgraph = await startTestTransactions({ timeoutMs: 20_000 })
  subgraph.sandbox.state.settings.lateCallbackMs = 1_000
})
beforeEach(() => subgraph.biller.delay(30))
afterEach(() => subgraph.expectLedgersToReconcile())
afterAll(() => subgraph?.stop())

const sendCallback = (fields: object, contentType?: string) =>
  subgraph.forward(GATEWAY, 'POST', '/callbacks/iak', JSON.stringify({ data: fields }), contentType)
const refIdOf = (sale: { invoice: string }) => sale.invoice.replace('-', '')
const claim = (refId: string, more: object = {}) => ({
  ref_id: refId,
  status: '1',
  rc: '00',
  message: 'SUCCESS',
  price: '20500',
  sn: '9999-9999-9999-9999-9999/X/R1/900/1',
  sign: createSignature(ACCOUNT, refId),
  ...more,
})
const rowOf = (id: string) => subgraph.collection('transaction').findOne({ _id: new ObjectId(id) })

describe('with each fault of a callback:', () => {
  test.each([
    ['4001', 'the same one six times', 7],
    ['4002', 'before the response to the top-up', 1],
    ['4003', 'long after it was settled', 1],
    ['4004', 'failed after success', 2],
    ['4005', 'success after failed', 2],
    ['4006', 'forged', 3],
    ['4007', 'correctly signed, with false claims', 1],
    ['4008', 'for an unknown ref id', 2],
    ['4009', 'never', 0],
    ['4010', 'without a serial number', 1],
    ['4011', 'under the old names', 1],
    ['4012', 'as XML', 1],
    ['4013', 'with numbers in place of text', 1],
    ['4014', 'broken, empty and huge', 3],
    ['4015', 'under a borrowed address', 2],
    ['4018', 'with status 0', 2],
  ])('%s, %s: the sale ends as in the biller’s ledger', async (suffix, _how, calls) => {
    const before = subgraph.callbackProxy.statuses.length
    const sale = await buy(subgraph, { meterNumber: `1400000${suffix}` })
    await subgraph.settled(sale.id)
    // All callbacks have come, and the status queries that they caused are over.
    await waitUntil(() => subgraph.callbackProxy.statuses.length >= before + calls)
    await waitUntil(async () => !(await rowOf(sale.id))?.nextCheckAt)
    const row = await subgraph.settled(sale.id)
    expect(row.needsAttention).toBe(false)
    expect(row.events.some(({ type }: { type: string }) => type === 'CONTRADICTION')).toBe(false)
    // In the biller's ledger this purchase failed; its second callback falsely claims success.
    const state = suffix === '4005' ? 'FAILED' : 'SUCCESS'
    expect(row.state).toBe(state)
    if (state === 'SUCCESS') expect(row.costIdr).toBe(20_500)
    expect(row.token).not.toBe('99999999999999999999')
    expect(row.events.filter(({ to }: { to: string }) => to === state)).toHaveLength(1)
  })
})

test('a hundred equal callbacks cause one event and at most two status queries', async () => {
  await subgraph.biller.delay(null)
  const sale = await buy(subgraph)
  const polls = () => subgraph.sandbox.state.ledger.find(refIdOf(sale))?.polls ?? 0
  // The next scheduled query is far away, so that only the callback causes queries.
  await subgraph
    .collection('transaction')
    .updateOne({ _id: new ObjectId(sale.id) }, { $set: { nextCheckAt: new Date(Date.now() + 600_000) } })
  await waitUntil(async () => (await rowOf(sale.id))?.lease.until.getTime() === 0)
  subgraph.sandbox.state.settings.callbacks = false
  await subgraph.biller.settle(refIdOf(sale))
  const before = polls()
  const responses = await Promise.all(Array.from({ length: 100 }, () => sendCallback(claim(refIdOf(sale)))))
  subgraph.sandbox.state.settings.callbacks = true
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]))
  const row = await subgraph.settled(sale.id)
  expect(row.state).toBe('SUCCESS')
  expect(polls() - before).toBeLessThanOrEqual(2)
  expect(row.events.filter(({ type }: { type: string }) => type === 'CALLBACK')).toHaveLength(1)
})

test('a callback with the serial number after one without it is recorded too', async () => {
  await subgraph.biller.delay(null)
  const sale = await buy(subgraph)
  const deliveries = async () => ((await rowOf(sale.id))?.callbacks ?? []).length
  await sendCallback(claim(refIdOf(sale), { sn: undefined }))
  expect(await deliveries()).toBe(1)
  await sendCallback(claim(refIdOf(sale)))
  await sendCallback(claim(refIdOf(sale)))
  expect(await deliveries()).toBe(2)
  expect(JSON.stringify(await rowOf(sale.id))).not.toMatch(/9999-9999|9{20}/)
  await subgraph.biller.settle(refIdOf(sale))
  expect((await subgraph.settled(sale.id)).state).toBe('SUCCESS')
})

test('a callback during a status query: its response is recorded, and the sale is queried again at once', async () => {
  // A lease that is not released would hold the sale for a minute.
  const { biller, ...patient } = await startTestTransactions({
    timeoutMs: 5_000,
    reconcile: { tickMs: 20, leaseMs: 60_000, perMinute: 60_000, concurrency: 8 },
  })
  try {
    patient.sandbox.state.settings.callbacks = false
    await biller.delay(null)
    const sale = await buy(patient as TestTransactions)
    const row = () => patient.collection('transaction').findOne({ _id: new ObjectId(sale.id) })
    const polls = () => patient.sandbox.state.ledger.find(refIdOf(sale))?.polls ?? 0
    patient.sandbox.state.settings.slowResponseMs = 500
    await biller.faults('check-status', '3010', 1)
    await patient
      .collection('transaction')
      .updateOne({ _id: new ObjectId(sale.id) }, { $set: { nextCheckAt: new Date() } })
    const before = polls()
    await waitUntil(() => polls() > before)
    await biller.settle(refIdOf(sale))
    const body = JSON.stringify({ data: claim(refIdOf(sale)) })
    expect((await patient.forward(GATEWAY, 'POST', '/callbacks/iak', body)).status).toBe(200)
    expect((await patient.settled(sale.id)).state).toBe('SUCCESS')
    expect((await row())?.lease.until.getTime()).toBe(0)
  } finally {
    await patient.stop()
  }
})

test('the claim of a callback is not trusted: a pending sale stays pending', async () => {
  await subgraph.biller.delay(null)
  const sale = await buy(subgraph)
  await sendCallback(claim(refIdOf(sale)))
  await sendCallback(claim(refIdOf(sale), { status: '2', rc: '07' }))
  const row = await waitUntil(async () => {
    const found = await rowOf(sale.id)
    return (found?.callbacks ?? []).length === 2 ? found : null
  })
  expect(row.state).toBe('PROCESSING')
  await subgraph.biller.settle(refIdOf(sale))
  expect((await subgraph.settled(sale.id)).state).toBe('SUCCESS')
})

test('a claim against a final status is checked, and changes nothing when it is false', async () => {
  const sale = await buy(subgraph)
  await subgraph.settled(sale.id)
  const polls = () => subgraph.sandbox.state.ledger.find(refIdOf(sale))?.polls ?? 0
  const before = polls()
  expect((await sendCallback(claim(refIdOf(sale), { status: '2', rc: '07' }))).status).toBe(200)
  await waitUntil(() => polls() > before)
  expect(await rowOf(sale.id)).toMatchObject({ state: 'SUCCESS', needsAttention: false })
})

test('a claim against a final status is checked until a response comes, and needs a review when it is true', async () => {
  const sale = await buy(subgraph)
  const { completedAt } = await subgraph.settled(sale.id)
  // The biller reverses a sale that was settled two days ago; the first status queries get no usable response.
  const entry = subgraph.sandbox.state.ledger.find(refIdOf(sale))
  if (!entry) throw new Error('the biller does not know it')
  const { status, rc } = entry
  Object.assign(entry, { status: 2, rc: '07' })
  await subgraph.biller.faults('check-status', '3005', 3)
  await subgraph
    .collection('transaction')
    .updateOne({ _id: new ObjectId(sale.id) }, { $set: { completedAt: new Date(completedAt - 172_800_000) } })
  await sendCallback(claim(refIdOf(sale), { status: '2', rc: '07', sn: undefined, price: '20500', tr_id: '4711' }))
  const row = await waitUntil(async () => {
    const found = await rowOf(sale.id)
    return found?.needsAttention ? found : null
  })
  expect(row.state).toBe('SUCCESS')
  const noteOf = (type: string) => row.events.find((event: { type: string }) => event.type === type)?.note
  expect(noteOf('CONTRADICTION')).toContain('07')
  // The biller's own callback of the purchase may have come before it or after it.
  const claimed = row.events.find(({ note }: { note?: string }) => note?.startsWith('claims status 2'))
  expect(claimed).toMatchObject({ type: 'CALLBACK', note: 'claims status 2 07 (price 20500, tr_id 4711)' })
  Object.assign(entry, { status, rc })
})

test('a contradiction by the biller of a final status needs a review and does not change the status', async () => {
  await subgraph.biller.delay(null)
  const sale = await buy(subgraph)
  const resolve =
    'mutation($id: ID!) { resolveTransaction(id: $id, resolution: FAILED, note: "uang dikembalikan") { status } }'
  expect((await subgraph.execute(ADMIN, resolve, { id: sale.id })).data.resolveTransaction.status).toBe('FAILED')
  await subgraph.biller.settle(refIdOf(sale))
  const row = await waitUntil(async () => {
    const found = await rowOf(sale.id)
    return found?.needsAttention ? found : null
  })
  expect(row).toMatchObject({ state: 'FAILED', reviewReasons: ['STATUS_CONTRADICTED'] })
  expect(row.events.some(({ type }: { type: string }) => type === 'CONTRADICTION')).toBe(true)
  // The ledgers do not reconcile until an admin corrects the sale.
  const correct =
    'mutation($id: ID!) { correctTransaction(id: $id, resolution: SUCCESS, note: "biller: berhasil", token: "12345678901234567890") { status } }'
  expect((await subgraph.execute(ADMIN, correct, { id: sale.id })).data.correctTransaction.status).toBe('SUCCESS')
})

describe('the callback endpoint', () => {
  test('refuses a request that the gateway did not sign', async () => {
    const body = JSON.stringify({ data: claim('INV0000000000000001') })
    const response = await fetch(`http://127.0.0.1:${subgraph.port}/callbacks/iak`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(response.status).toBe(401)
  })

  test.each([
    ['a wrong signature', { sign: 'f'.repeat(32) }],
    ['no signature', { sign: undefined }],
    ['a signature in upper case', { sign: createSignature(ACCOUNT, 'INV0000000000000001').toUpperCase() }],
    ['the signature of another ref id', { sign: createSignature(ACCOUNT, 'INV0000000000000002') }],
  ])('responds 401 to %s', async (_name, more) => {
    expect((await sendCallback(claim('INV0000000000000001', more))).status).toBe(401)
  })

  test('responds 400 to an invalid body, 413 to 9 KB, 400 to a body that is not JSON', async () => {
    expect((await subgraph.forward(GATEWAY, 'POST', '/callbacks/iak', 'not json')).status).toBe(400)
    expect((await subgraph.forward(GATEWAY, 'POST', '/callbacks/iak', '{"data":{}}')).status).toBe(400)
    expect((await subgraph.forward(GATEWAY, 'POST', '/callbacks/iak', `"${'x'.repeat(9_000)}"`)).status).toBe(413)
    expect((await sendCallback(claim('INV0000000000000001'), 'application/xml')).status).toBe(400)
  })

  test('responds 200 to an unknown ref id, and stores it once', async () => {
    for (let time = 0; time < 3; time += 1) expect((await sendCallback(claim('INV0000000000000009'))).status).toBe(200)
    const kept = await subgraph
      .collection('unknownCallback')
      .find({ _id: 'INV0000000000000009' as never })
      .toArray()
    expect(kept).toMatchObject([{ count: 3, claims: 'claims status 1 00 (price 20500)' }])
    expect(JSON.stringify(kept)).not.toContain('sign')
  })
})

test('with a list of addresses, callbacks from others are refused', async () => {
  const strict = await subgraph.startAnother({ callbackAddresses: ['203.0.113.9'] })
  try {
    const body = JSON.stringify({ data: claim('INV0000000000000008') })
    const from = (address: string) =>
      subgraph.forward({ role: 'ANONYMOUS', address }, 'POST', '/callbacks/iak', body, undefined, strict.port)
    expect((await from('203.0.113.9')).status).toBe(200)
    expect((await from('198.51.100.1')).status).toBe(403)
  } finally {
    await strict.stop()
  }
})
