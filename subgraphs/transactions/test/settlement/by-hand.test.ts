import { codeOf, waitUntil } from '@setrum/testing'
import { ObjectId } from 'mongodb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { aTokenSale, BUY, buy, CHECK, inquire, PAY, RESOLVE, see } from '../support/operations.js'
import { startTestTransactions, type TestTransactions } from '../support/start-test-transactions.js'
import { ADMIN, ANONYMOUS, BUDI, SITI } from '../support/world.js'

const TOKEN = '12345678901234567890'

let subgraph: TestTransactions
beforeAll(async () => {
  // Patient: what is asked here is answered, however busy the machine is.
  subgraph = await startTestTransactions({ timeoutMs: 20_000 })
  subgraph.sandbox.world.settings.callbacks = false
})
beforeEach(() => subgraph.biller.delay(null))
afterEach(() => subgraph.expectLedgersToReconcile())
/** Processes that wait for a call to end before they stop. */
const leaving: Promise<void>[] = []
afterAll(async () => {
  await Promise.all(leaving)
  await subgraph?.stop()
})

const refIdOf = (sale: { invoice: string }) => sale.invoice.replace('-', '')
const resolve = (id: string, r: string, more: object = {}, viewer = SITI) =>
  subgraph.ask(viewer, RESOLVE, { id, r, note: 'sudah dicek ke biller', ...more })
/** So that only people ask. */
const leaveAlone = (id: string) =>
  waitUntil(async () => {
    const { matchedCount } = await subgraph
      .collection('transaction')
      .updateOne(
        { _id: new ObjectId(id), 'lease.until': new Date(0) },
        { $set: { nextCheckAt: new Date(Date.now() + 600_000) } },
      )
    return matchedCount === 1
  })

describe('checkTransactionStatus', () => {
  test('asks the biller and records the answer, with who asked', async () => {
    const sale = await buy(subgraph)
    await leaveAlone(sale.id)
    const still = await subgraph.ask(SITI, CHECK, { id: sale.id })
    expect(still.data.checkTransactionStatus.status).toBe('PROCESSING')
    // The other way round the reconciler may be the one that hears of it.
    await leaveAlone(sale.id)
    await subgraph.biller.settle(refIdOf(sale))
    const { data } = await subgraph.ask(SITI, CHECK, { id: sale.id })
    expect(data.checkTransactionStatus).toMatchObject({ status: 'SUCCESS', token: expect.stringMatching(/^\d{20}$/) })
    expect(data.checkTransactionStatus.events.at(-1)).toMatchObject({
      type: 'STATUS_CHECK',
      actor: '664000000000000000000002',
      from: 'PROCESSING',
      to: 'SUCCESS',
    })
  })

  test('twenty at once ask one after another and change it once', async () => {
    const sale = await buy(subgraph)
    await subgraph.biller.settle(refIdOf(sale))
    const answers = await Promise.all(Array.from({ length: 20 }, () => subgraph.ask(SITI, CHECK, { id: sale.id })))
    expect(answers.every(({ data }) => data.checkTransactionStatus.status === 'SUCCESS')).toBe(true)
    const { events } = await see(subgraph, sale.id)
    expect(events.filter(({ to }: { to: string }) => to === 'SUCCESS')).toHaveLength(1)
  })

  test('is for one’s own sales, and for the owner; somebody else’s and a missing one are told apart by nothing', async () => {
    const sale = await buy(subgraph)
    const others = await subgraph.ask(BUDI, CHECK, { id: sale.id })
    const missing = await subgraph.ask(BUDI, CHECK, { id: '66500000000000000000dead' })
    expect(others.errors).toEqual(missing.errors)
    expect(codeOf(others)).toBe('NOT_FOUND')
    expect(codeOf(await subgraph.ask(ANONYMOUS, CHECK, { id: sale.id }))).toBe('UNAUTHENTICATED')
    expect((await subgraph.ask(ADMIN, CHECK, { id: sale.id })).data.checkTransactionStatus.status).toBe('PROCESSING')
    await subgraph.biller.settle(refIdOf(sale))
  })

  test('of a bill that was only looked up asks nothing', async () => {
    const bill = await inquire(subgraph)
    expect((await subgraph.ask(SITI, CHECK, { id: bill.id })).data.checkTransactionStatus.status).toBe(
      'AWAITING_PAYMENT',
    )
  })
})

describe('resolveTransaction', () => {
  test('FAILED by hand, with the note, the person and the biller’s last answer on record', async () => {
    const sale = await buy(subgraph)
    await leaveAlone(sale.id)
    const { data } = await resolve(sale.id, 'FAILED')
    expect(data.resolveTransaction).toMatchObject({ status: 'FAILED', responseCode: '39' })
    const [check, decision] = data.resolveTransaction.events.slice(-2)
    expect(check).toMatchObject({ type: 'STATUS_CHECK', note: expect.stringContaining('39') })
    expect(decision).toMatchObject({
      type: 'MANUAL_RESOLUTION',
      actor: '664000000000000000000002',
      from: 'PROCESSING',
      to: 'FAILED',
      note: 'sudah dicek ke biller',
    })
    await subgraph.biller.settle(refIdOf(sale), '07')
  })

  test('SUCCESS of a token sale asks for the token when the biller gives none', async () => {
    const sale = await buy(subgraph)
    const without = await resolve(sale.id, 'SUCCESS')
    expect(without.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'token' })
    const wrong = await resolve(sale.id, 'SUCCESS', { token: '123' })
    expect(codeOf(wrong)).toBe('BAD_USER_INPUT')
    const { data } = await resolve(sale.id, 'SUCCESS', { token: '1234 5678 9012 3456 7890' })
    expect(data.resolveTransaction).toMatchObject({ status: 'SUCCESS', token: TOKEN })
    // The biller sold another token than the one that was typed in: somebody must look.
    await subgraph.biller.settle(refIdOf(sale))
    const row = await waitUntil(async () => {
      const found = await subgraph.collection('transaction').findOne({ _id: new ObjectId(sale.id) })
      return found?.needsAttention ? found : null
    })
    expect(row).toMatchObject({ state: 'SUCCESS', token: TOKEN, costIdr: 20_500, profitIdr: 1_500 })
  })

  test('follows what the biller says now of a sale that it had called paid, and then failed', async () => {
    await subgraph.biller.delay(0)
    subgraph.sandbox.world.settings.serialNumberAfterPolls = 1_000
    const sale = await buy(subgraph)
    await waitUntil(async () => (await see(subgraph, sale.id)).status === 'PROCESSING')
    const entry = subgraph.sandbox.world.ledger.find(refIdOf(sale))
    if (!entry) throw new Error('the biller does not know it')
    const isPaid = async () =>
      (await subgraph.collection('transaction').findOne({ _id: new ObjectId(sale.id) }))?.isPaid === true
    await waitUntil(isPaid)
    // While it says "paid", a person may not call it failed.
    await leaveAlone(sale.id)
    expect(codeOf(await resolve(sale.id, 'FAILED'))).toBe('BILLER_CONTRADICTS')
    Object.assign(entry, { status: 2, rc: '07' })
    subgraph.sandbox.world.ledger.credit(entry)
    await leaveAlone(sale.id)
    expect(codeOf(await resolve(sale.id, 'SUCCESS', { token: TOKEN }))).toBe('BILLER_CONTRADICTS')
    await leaveAlone(sale.id)
    expect((await resolve(sale.id, 'FAILED')).data.resolveTransaction.status).toBe('FAILED')
    subgraph.sandbox.world.settings.serialNumberAfterPolls = 0
  })

  test('SUCCESS of a bill needs no token', async () => {
    const bill = await inquire(subgraph, { customerNumber: '530000007002' })
    await subgraph.ask(SITI, PAY, { id: bill.id })
    expect((await resolve(bill.id, 'SUCCESS', {}, ADMIN)).data.resolveTransaction.status).toBe('SUCCESS')
    await subgraph.biller.settle(refIdOf(bill))
  })

  test.each([
    ['FAILED', '00', 'SUCCESS'],
    ['SUCCESS', '07', 'FAILED'],
  ])('%s is refused when the biller says %s, and what the biller says holds', async (resolution, rc, state) => {
    const sale = await buy(subgraph)
    await leaveAlone(sale.id)
    await subgraph.biller.settle(refIdOf(sale), rc)
    expect(codeOf(await resolve(sale.id, resolution, { token: TOKEN }))).toBe('BILLER_CONTRADICTS')
    expect((await see(subgraph, sale.id)).status).toBe(state)
  })

  test('what the biller agrees to takes its token, and keeps the note', async () => {
    const sale = await buy(subgraph)
    await leaveAlone(sale.id)
    await subgraph.biller.settle(refIdOf(sale))
    const { data } = await resolve(sale.id, 'SUCCESS')
    expect(data.resolveTransaction).toMatchObject({ status: 'SUCCESS', token: expect.stringMatching(/^\d{20}$/) })
    expect(data.resolveTransaction.events.at(-1)).toMatchObject({ type: 'MANUAL_RESOLUTION', note: expect.any(String) })
  })

  test('only from PROCESSING, only with a note, only one’s own', async () => {
    const sale = await buy(subgraph)
    expect(codeOf(await resolve(sale.id, 'FAILED', { note: '  ' }))).toBe('BAD_USER_INPUT')
    expect(codeOf(await resolve(sale.id, 'FAILED', { note: 'x'.repeat(501) }))).toBe('BAD_USER_INPUT')
    expect(codeOf(await resolve(sale.id, 'FAILED', {}, BUDI))).toBe('NOT_FOUND')
    expect((await resolve(sale.id, 'FAILED', { note: ' x ' }, ADMIN)).data.resolveTransaction.status).toBe('FAILED')
    expect(codeOf(await resolve(sale.id, 'SUCCESS', { token: TOKEN }))).toBe('INVALID_TRANSITION')
    await subgraph.biller.settle(refIdOf(sale), '07')
    const bill = await inquire(subgraph)
    expect(codeOf(await resolve(bill.id, 'FAILED'))).toBe('INVALID_TRANSITION')
  })

  test('FAILED is refused while the purchase may still be on its way to the biller', async () => {
    const patient = await subgraph.startAnother({
      biller: { ...subgraph.billerOptions, timeoutMs: 20_000 },
      answerMs: 50,
      rules: { ...subgraph.rules, callMs: 20_000, resendAfterMs: 20_000 },
    })
    try {
      // The biller hears nothing, our call hangs, and questions are cut off.
      await subgraph.biller.faults('top-up', '3002', 1)
      await subgraph.biller.faults('check-status', '3004', 1_000)
      const { data } = await subgraph.ask(SITI, BUY, { input: aTokenSale() }, undefined, patient.port)
      const { id } = data.buyToken
      const answer = await subgraph.ask(
        SITI,
        RESOLVE,
        { id, r: 'FAILED', note: 'tidak sabar' },
        undefined,
        patient.port,
      )
      expect(codeOf(answer)).toBe('INVALID_TRANSITION')
      subgraph.sandbox.world.faults.clear()
      await subgraph.biller.delay(0)
      expect((await subgraph.settled(id)).state).toBe('SUCCESS')
    } finally {
      subgraph.sandbox.world.faults.clear()
      leaving.push(patient.stop())
    }
  })
})

describe('correctTransaction', () => {
  const CORRECT = `mutation($id: ID!, $r: Resolution!, $note: String!) {
    correctTransaction(id: $id, resolution: $r, note: $note) { status events { type actor from to note } } }`

  test('is the owner’s, leaves both states on record, and nobody else’s', async () => {
    await subgraph.biller.delay(0)
    const sale = await buy(subgraph, { meterNumber: '14000001007' })
    expect(sale.status).toBe('FAILED')
    const ask = (viewer: typeof SITI, r: string) =>
      subgraph.ask(viewer, CORRECT, { id: sale.id, r, note: 'laporan biller tanggal ini' })
    expect(codeOf(await ask(SITI, 'SUCCESS'))).toBe('FORBIDDEN')
    const { data } = await ask(ADMIN, 'SUCCESS')
    expect(data.correctTransaction.status).toBe('SUCCESS')
    expect(data.correctTransaction.events.at(-1)).toMatchObject({ type: 'CORRECTION', from: 'FAILED', to: 'SUCCESS' })
    expect((await ask(ADMIN, 'FAILED')).data.correctTransaction.status).toBe('FAILED')
    expect(codeOf(await ask(ADMIN, 'FAILED'))).toBe('BAD_USER_INPUT')
  })

  test('to SUCCESS of a token sale brings the token, once the biller has one', async () => {
    const sale = await buy(subgraph)
    await resolve(sale.id, 'FAILED')
    const { data } = await subgraph.ask(ADMIN, CORRECT, { id: sale.id, r: 'SUCCESS', note: 'biller: berhasil' })
    expect(data.correctTransaction.status).toBe('SUCCESS')
    await subgraph.biller.settle(refIdOf(sale))
    const row = await waitUntil(async () => {
      const found = await subgraph.collection('transaction').findOne({ _id: new ObjectId(sale.id) })
      return found?.token ? found : null
    })
    expect(row).toMatchObject({ state: 'SUCCESS', needsAttention: false, token: expect.stringMatching(/^\d{20}$/) })
  })

  test('to the status that it has takes the mark away, once, and leaves everything else', async () => {
    const sale = await buy(subgraph)
    await resolve(sale.id, 'SUCCESS', { token: TOKEN })
    await subgraph.biller.settle(refIdOf(sale))
    const id = new ObjectId(sale.id)
    const marked = await waitUntil(async () =>
      subgraph.collection('transaction').findOne({ _id: id, needsAttention: true }),
    )
    const confirm = () => subgraph.ask(ADMIN, CORRECT, { id: sale.id, r: 'SUCCESS', note: 'token pelanggan berfungsi' })
    const { data } = await confirm()
    const event = { type: 'CORRECTION', from: 'SUCCESS', to: 'SUCCESS' }
    expect(data.correctTransaction.events.at(-1)).toMatchObject({ ...event, note: 'token pelanggan berfungsi' })
    const row = await subgraph.collection('transaction').findOne({ _id: id })
    expect(row).toMatchObject({
      needsAttention: false,
      state: 'SUCCESS',
      token: TOKEN,
      completedAt: marked?.completedAt,
    })
    expect([row?.costIdr, row?.profitIdr]).toEqual([marked?.costIdr, marked?.profitIdr])
    expect(codeOf(await confirm())).toBe('BAD_USER_INPUT')
  })

  test('is not for what is open', async () => {
    const sale = await buy(subgraph)
    const answer = await subgraph.ask(ADMIN, CORRECT, { id: sale.id, r: 'FAILED', note: 'terlalu lama' })
    expect(codeOf(answer)).toBe('INVALID_TRANSITION')
    await subgraph.biller.settle(refIdOf(sale))
  })
})

test('a receipt is counted each time it is printed, and only of what was sold', async () => {
  const PRINT = 'mutation($id: ID!) { recordPrint(id: $id) { printCount } }'
  await subgraph.biller.delay(0)
  const { data } = await subgraph.ask(SITI, BUY, { input: aTokenSale() })
  const print = (viewer = SITI) => subgraph.ask(viewer, PRINT, { id: data.buyToken.id })
  expect((await print()).data.recordPrint.printCount).toBe(1)
  expect((await print(ADMIN)).data.recordPrint.printCount).toBe(2)
  expect(codeOf(await print(BUDI))).toBe('NOT_FOUND')
  // Printed all day long, it is counted on, and the sale does not grow for ever.
  const one = { _id: new ObjectId(data.buyToken.id) }
  await subgraph.collection('transaction').updateOne(one, { $set: { printCount: 50 } })
  expect((await print()).data.recordPrint.printCount).toBe(51)
  const row = await subgraph.collection('transaction').findOne(one)
  expect(row?.events.filter(({ type }: { type: string }) => type === 'PRINTED')).toHaveLength(2)
  const failed = await buy(subgraph, { meterNumber: '14000001007' })
  expect(codeOf(await subgraph.ask(SITI, PRINT, { id: failed.id }))).toBe('INVALID_TRANSITION')
})
