import { codeOf, waitUntil } from '@setrum/testing'
import { ObjectId } from 'mongodb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ADMIN, ANONYMOUS, BUDI, SITI } from '../support/fixtures.js'
import { aTokenSale, BUY, buy, CHECK, inquire, PAY, RESOLVE, readTransaction } from '../support/operations.js'
import { startTestTransactions, type TestTransactions } from '../support/start-test-transactions.js'

const TOKEN = '12345678901234567890'

let subgraph: TestTransactions
beforeAll(async () => {
  // A long time-out, so that a busy machine misses no response.
  subgraph = await startTestTransactions({ timeoutMs: 20_000 })
  subgraph.sandbox.state.settings.callbacks = false
})
beforeEach(() => subgraph.biller.delay(null))
afterEach(() => subgraph.expectLedgersToReconcile())
/** Instances that stop once a call has ended. */
const stopping: Promise<void>[] = []
afterAll(async () => {
  await Promise.all(stopping)
  await subgraph?.stop()
})

const refIdOf = (sale: { invoice: string }) => sale.invoice.replace('-', '')
const resolve = (id: string, r: string, more: object = {}, viewer = SITI) =>
  subgraph.execute(viewer, RESOLVE, { id, r, note: 'sudah dicek ke biller', ...more })
/** Moves the next scheduled query away, so that only users query the status. */
const postponeChecks = (id: string) =>
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
  test('queries the biller and records the response with the user', async () => {
    const sale = await buy(subgraph)
    await postponeChecks(sale.id)
    const still = await subgraph.execute(SITI, CHECK, { id: sale.id })
    expect(still.data.checkTransactionStatus.status).toBe('PROCESSING')
    // Before the biller settles, so that the reconciler does not record it first.
    await postponeChecks(sale.id)
    await subgraph.biller.settle(refIdOf(sale))
    const { data } = await subgraph.execute(SITI, CHECK, { id: sale.id })
    expect(data.checkTransactionStatus).toMatchObject({ status: 'SUCCESS', token: expect.stringMatching(/^\d{20}$/) })
    expect(data.checkTransactionStatus.events.at(-1)).toMatchObject({
      type: 'STATUS_CHECK',
      actor: '664000000000000000000002',
      from: 'PROCESSING',
      to: 'SUCCESS',
    })
  })

  test('twenty at once query one after another and change it once', async () => {
    const sale = await buy(subgraph)
    await subgraph.biller.settle(refIdOf(sale))
    const responses = await Promise.all(
      Array.from({ length: 20 }, () => subgraph.execute(SITI, CHECK, { id: sale.id })),
    )
    expect(responses.every(({ data }) => data.checkTransactionStatus.status === 'SUCCESS')).toBe(true)
    const { events } = await readTransaction(subgraph, sale.id)
    expect(events.filter(({ to }: { to: string }) => to === 'SUCCESS')).toHaveLength(1)
  })

  test('is for own sales and for admins; a sale of another employee and a missing one give the same error', async () => {
    const sale = await buy(subgraph)
    const others = await subgraph.execute(BUDI, CHECK, { id: sale.id })
    const missing = await subgraph.execute(BUDI, CHECK, { id: '66500000000000000000dead' })
    expect(others.errors).toEqual(missing.errors)
    expect(codeOf(others)).toBe('NOT_FOUND')
    expect(codeOf(await subgraph.execute(ANONYMOUS, CHECK, { id: sale.id }))).toBe('UNAUTHENTICATED')
    expect((await subgraph.execute(ADMIN, CHECK, { id: sale.id })).data.checkTransactionStatus.status).toBe(
      'PROCESSING',
    )
    await subgraph.biller.settle(refIdOf(sale))
  })

  test('of a bill that was only looked up queries nothing', async () => {
    const bill = await inquire(subgraph)
    expect((await subgraph.execute(SITI, CHECK, { id: bill.id })).data.checkTransactionStatus.status).toBe(
      'AWAITING_PAYMENT',
    )
  })
})

describe('resolveTransaction', () => {
  test('FAILED by hand, with the note, the user and the last response of the biller on record', async () => {
    const sale = await buy(subgraph)
    await postponeChecks(sale.id)
    const { data } = await resolve(sale.id, 'FAILED')
    expect(data.resolveTransaction).toMatchObject({ status: 'FAILED', responseCode: '39' })
    // The owner has to look at it, and sees the name of the employee.
    expect(data.resolveTransaction.reviewReasons).toEqual(['MANUAL_RESOLUTION'])
    const NAMES = 'query($id: ID!) { transaction(id: $id) { events { type actorName } } }'
    const { transaction } = (await subgraph.execute(ADMIN, NAMES, { id: sale.id })).data
    expect(transaction.events.at(-1)).toEqual({ type: 'MANUAL_RESOLUTION', actorName: 'Siti Aminah' })
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

  test('SUCCESS of a token sale requires the token when the biller gives none', async () => {
    const sale = await buy(subgraph)
    const without = await resolve(sale.id, 'SUCCESS')
    expect(without.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'token' })
    const wrong = await resolve(sale.id, 'SUCCESS', { token: '123' })
    expect(codeOf(wrong)).toBe('BAD_USER_INPUT')
    const { data } = await resolve(sale.id, 'SUCCESS', { token: '1234 5678 9012 3456 7890' })
    expect(data.resolveTransaction).toMatchObject({ status: 'SUCCESS', token: TOKEN })
    // The biller sold another token than the one that was entered: a review is needed.
    await subgraph.biller.settle(refIdOf(sale))
    const row = await waitUntil(async () => {
      const found = await subgraph.collection('transaction').findOne({ _id: new ObjectId(sale.id) })
      return found?.needsAttention ? found : null
    })
    expect(row).toMatchObject({ state: 'SUCCESS', token: TOKEN, costIdr: 20_500, profitIdr: 1_500 })
    expect(row.reviewReasons).toEqual(['TOKEN_MISMATCH'])
  })

  test('must agree with the latest response for a sale that was reported as paid, then as failed', async () => {
    await subgraph.biller.delay(0)
    subgraph.sandbox.state.settings.serialNumberAfterPolls = 1_000
    const sale = await buy(subgraph)
    await waitUntil(async () => (await readTransaction(subgraph, sale.id)).status === 'PROCESSING')
    const entry = subgraph.sandbox.state.ledger.find(refIdOf(sale))
    if (!entry) throw new Error('the biller does not know it')
    const isPaid = async () =>
      (await subgraph.collection('transaction').findOne({ _id: new ObjectId(sale.id) }))?.phase.name ===
      'PAID_WITHOUT_TOKEN'
    await waitUntil(isPaid)
    // While it is reported as paid it cannot be resolved as failed.
    await postponeChecks(sale.id)
    expect(codeOf(await resolve(sale.id, 'FAILED'))).toBe('BILLER_CONTRADICTS')
    Object.assign(entry, { status: 2, rc: '07' })
    subgraph.sandbox.state.ledger.credit(entry)
    await postponeChecks(sale.id)
    expect(codeOf(await resolve(sale.id, 'SUCCESS', { token: TOKEN }))).toBe('BILLER_CONTRADICTS')
    await postponeChecks(sale.id)
    expect((await resolve(sale.id, 'FAILED')).data.resolveTransaction.status).toBe('FAILED')
    subgraph.sandbox.state.settings.serialNumberAfterPolls = 0
  })

  test('SUCCESS of a bill needs no token', async () => {
    const bill = await inquire(subgraph, { customerNumber: '530000007002' })
    await subgraph.execute(SITI, PAY, { id: bill.id })
    expect((await resolve(bill.id, 'SUCCESS', {}, ADMIN)).data.resolveTransaction.status).toBe('SUCCESS')
    await subgraph.biller.settle(refIdOf(bill))
  })

  test.each([
    ['FAILED', '00', 'SUCCESS'],
    ['SUCCESS', '07', 'FAILED'],
  ])('%s is refused when the biller reports %s, and the status of the biller holds', async (resolution, rc, state) => {
    const sale = await buy(subgraph)
    await postponeChecks(sale.id)
    await subgraph.biller.settle(refIdOf(sale), rc)
    expect(codeOf(await resolve(sale.id, resolution, { token: TOKEN }))).toBe('BILLER_CONTRADICTS')
    expect((await readTransaction(subgraph, sale.id)).status).toBe(state)
  })

  test('when the biller agrees, the sale gets the token of the biller and the note', async () => {
    const sale = await buy(subgraph)
    await postponeChecks(sale.id)
    await subgraph.biller.settle(refIdOf(sale))
    const { data } = await resolve(sale.id, 'SUCCESS')
    expect(data.resolveTransaction).toMatchObject({ status: 'SUCCESS', token: expect.stringMatching(/^\d{20}$/) })
    expect(data.resolveTransaction.events.at(-1)).toMatchObject({ type: 'MANUAL_RESOLUTION', note: expect.any(String) })
  })

  test('when the biller agrees, removes the review reasons that an admin has seen, and only by an admin', async () => {
    const underReview = async () => {
      await subgraph.biller.faults('top-up', 'other-customer', 1)
      const sale = await buy(subgraph)
      expect(sale.reviewReasons).toEqual(['ABOUT_ANOTHER_SALE'])
      await postponeChecks(sale.id)
      // The query of the resolution brings a reason that no admin has seen.
      await subgraph.biller.faults('check-status', 'cost-21000', 1)
      await subgraph.biller.settle(refIdOf(sale))
      return sale
    }
    const byAdmin = await resolve((await underReview()).id, 'SUCCESS', {}, ADMIN)
    expect(byAdmin.data.resolveTransaction).toMatchObject({ status: 'SUCCESS', reviewReasons: ['COST_MISMATCH'] })
    expect(byAdmin.data.resolveTransaction.events.at(-1)).toMatchObject({ type: 'MANUAL_RESOLUTION' })
    const byEmployee = await resolve((await underReview()).id, 'SUCCESS')
    expect(byEmployee.data.resolveTransaction.reviewReasons).toEqual(['ABOUT_ANOTHER_SALE', 'COST_MISMATCH'])
  })

  test('only of a PROCESSING sale, with a note, by its employee or an admin', async () => {
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
      responseTimeoutMs: 50,
      rules: { ...subgraph.rules, callMs: 20_000, retryAfterMs: 20_000 },
    })
    try {
      // The purchase does not arrive, its call hangs, and status queries are cut off.
      await subgraph.biller.faults('top-up', '3002', 1)
      await subgraph.biller.faults('check-status', '3004', 1_000)
      const { data } = await subgraph.execute(SITI, BUY, { input: aTokenSale() }, undefined, patient.port)
      const { id } = data.buyToken
      const response = await subgraph.execute(
        SITI,
        RESOLVE,
        { id, r: 'FAILED', note: 'tidak sabar' },
        undefined,
        patient.port,
      )
      expect(codeOf(response)).toBe('INVALID_TRANSITION')
      subgraph.sandbox.state.faults.clear()
      await subgraph.biller.delay(0)
      expect((await subgraph.settled(id)).state).toBe('SUCCESS')
    } finally {
      subgraph.sandbox.state.faults.clear()
      stopping.push(patient.stop())
    }
  })
})

describe('correctTransaction', () => {
  const CORRECT = `mutation($id: ID!, $r: Resolution!, $note: String!, $token: String) {
    correctTransaction(id: $id, resolution: $r, note: $note, token: $token) {
      status token reviewReasons events { type actor from to note } } }`

  test('is for admins only, and leaves both statuses on record', async () => {
    await subgraph.biller.delay(0)
    const sale = await buy(subgraph, { meterNumber: '14000001007' })
    expect(sale.status).toBe('FAILED')
    const correct = (viewer: typeof SITI, r: string) =>
      subgraph.execute(viewer, CORRECT, { id: sale.id, r, note: 'laporan biller tanggal ini', token: TOKEN })
    expect(codeOf(await correct(SITI, 'SUCCESS'))).toBe('FORBIDDEN')
    const { data } = await correct(ADMIN, 'SUCCESS')
    expect(data.correctTransaction.status).toBe('SUCCESS')
    expect(data.correctTransaction.events.at(-1)).toMatchObject({ type: 'CORRECTION', from: 'FAILED', to: 'SUCCESS' })
    expect((await correct(ADMIN, 'FAILED')).data.correctTransaction.status).toBe('FAILED')
    expect(codeOf(await correct(ADMIN, 'FAILED'))).toBe('BAD_USER_INPUT')
  })

  test('to SUCCESS of a token sale asks for the token, and the biller is still queried for its own', async () => {
    const sale = await buy(subgraph)
    await resolve(sale.id, 'FAILED', {}, ADMIN)
    const input = { id: sale.id, r: 'SUCCESS', note: 'biller: berhasil' }
    const without = await subgraph.execute(ADMIN, CORRECT, input)
    expect(without.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'token' })
    const { data } = await subgraph.execute(ADMIN, CORRECT, { ...input, token: TOKEN })
    expect(data.correctTransaction).toMatchObject({ status: 'SUCCESS', token: TOKEN })
    await subgraph.biller.settle(refIdOf(sale))
    const row = await waitUntil(async () =>
      subgraph.collection('transaction').findOne({ _id: new ObjectId(sale.id), needsAttention: true }),
    )
    expect(row).toMatchObject({ state: 'SUCCESS', token: TOKEN, reviewReasons: ['TOKEN_MISMATCH'] })
  })

  test('adds the token of a sale whose own is unreadable; until then there is no receipt', async () => {
    await subgraph.biller.delay(0)
    subgraph.sandbox.state.settings.serialNumber = 'short-token'
    const sale = await buy(subgraph)
    await subgraph.settled(sale.id)
    subgraph.sandbox.state.settings.serialNumber = 'usual'
    const RAW = 'query($id: ID!) { transaction(id: $id) { token serialNumber reviewReasons } }'
    const seen = { token: null, reviewReasons: ['UNREADABLE_TOKEN'] }
    const raw = (viewer: typeof SITI) => subgraph.execute(viewer, RAW, { id: sale.id })
    expect((await raw(SITI)).data.transaction).toEqual({ ...seen, serialNumber: null })
    expect((await raw(ADMIN)).data.transaction).toEqual({ ...seen, serialNumber: expect.stringContaining('/') })
    const PRINT = 'mutation($id: ID!) { recordPrint(id: $id) { printCount } }'
    expect(codeOf(await subgraph.execute(SITI, PRINT, { id: sale.id }))).toBe('INVALID_TRANSITION')
    const input = { id: sale.id, r: 'SUCCESS', note: 'token dari biller' }
    const without = await subgraph.execute(ADMIN, CORRECT, input)
    expect(without.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'token' })
    const { data } = await subgraph.execute(ADMIN, CORRECT, { ...input, token: TOKEN })
    expect(data.correctTransaction).toMatchObject({ status: 'SUCCESS', token: TOKEN, reviewReasons: [] })
    expect((await subgraph.execute(SITI, PRINT, { id: sale.id })).data.recordPrint.printCount).toBe(1)
  })

  test('to the present status removes the review reasons, once, and leaves everything else', async () => {
    const sale = await buy(subgraph)
    await resolve(sale.id, 'SUCCESS', { token: TOKEN })
    await subgraph.biller.settle(refIdOf(sale))
    const id = new ObjectId(sale.id)
    const underReview = await waitUntil(async () =>
      subgraph.collection('transaction').findOne({ _id: id, needsAttention: true }),
    )
    const confirm = () =>
      subgraph.execute(ADMIN, CORRECT, { id: sale.id, r: 'SUCCESS', note: 'token pelanggan berfungsi' })
    const { data } = await confirm()
    const event = { type: 'CORRECTION', from: 'SUCCESS', to: 'SUCCESS' }
    expect(data.correctTransaction.events.at(-1)).toMatchObject({ ...event, note: 'token pelanggan berfungsi' })
    const row = await subgraph.collection('transaction').findOne({ _id: id })
    expect(row).toMatchObject({
      needsAttention: false,
      reviewReasons: [],
      state: 'SUCCESS',
      token: TOKEN,
      completedAt: underReview?.completedAt,
    })
    expect([row?.costIdr, row?.profitIdr]).toEqual([underReview?.costIdr, underReview?.profitIdr])
    expect(codeOf(await confirm())).toBe('BAD_USER_INPUT')
  })

  test('is refused for an open sale', async () => {
    const sale = await buy(subgraph)
    const response = await subgraph.execute(ADMIN, CORRECT, { id: sale.id, r: 'FAILED', note: 'terlalu lama' })
    expect(codeOf(response)).toBe('INVALID_TRANSITION')
    await subgraph.biller.settle(refIdOf(sale))
  })
})

describe('reviewTransaction', () => {
  const REVIEW = `mutation($id: ID!, $note: String!) {
    reviewTransaction(id: $id, note: $note) { status needsAttention reviewReasons events { type actor from to note } } }`
  const NEEDS_ATTENTION = '{ transactions(filter: { needsAttention: true }, first: 100) { nodes { id } } }'
  const review = (id: string, viewer = ADMIN, note = 'sudah dicek') => subgraph.execute(viewer, REVIEW, { id, note })
  const rowOf = (id: string) => subgraph.collection('transaction').findOne({ _id: new ObjectId(id) })
  const idsNeedingAttention = async () =>
    (await subgraph.execute(ADMIN, NEEDS_ATTENTION)).data.transactions.nodes.map(({ id }: { id: string }) => id)

  /** An open sale with the reason CONTRADICTORY_RESPONSE, which the biller settles without a readable token. */
  async function startContradictorySale() {
    await subgraph.biller.delay(null)
    // Not one only: an open sale of an earlier test may be queried first.
    await subgraph.biller.faults('check-status', 'contradiction', 100)
    subgraph.sandbox.state.settings.serialNumber = 'short-token'
    const sale = await buy(subgraph)
    await waitUntil(async () => (await rowOf(sale.id))?.needsAttention)
    subgraph.sandbox.state.faults.clear()
    return sale
  }
  afterEach(() => {
    subgraph.sandbox.state.settings.serialNumber = 'usual'
    subgraph.sandbox.state.faults.clear()
  })

  test('removes the reasons that settlement left, and records the admin, the note and the reasons', async () => {
    const sale = await startContradictorySale()
    await subgraph.biller.settle(refIdOf(sale))
    await subgraph.settled(sale.id)
    const reasons = ['CONTRADICTORY_RESPONSE', 'UNREADABLE_TOKEN']
    expect(await readTransaction(subgraph, sale.id)).toMatchObject({ needsAttention: true, reviewReasons: reasons })
    expect(await idsNeedingAttention()).toContain(sale.id)

    const { data } = await review(sale.id, ADMIN, '  token dikirim lewat SMS ')
    expect(data.reviewTransaction).toMatchObject({ status: 'SUCCESS', needsAttention: false, reviewReasons: [] })
    const event = { type: 'REVIEW', actor: '664000000000000000000001', from: null, to: null }
    expect(data.reviewTransaction.events.at(-1)).toEqual({ ...event, note: 'token dikirim lewat SMS' })
    expect((await rowOf(sale.id))?.events.at(-1)).toMatchObject({ ...event, reasons })
    expect(await idsNeedingAttention()).not.toContain(sale.id)
  })

  test('of an open sale leaves it open; settlement does not restore a reviewed reason and can add another', async () => {
    const sale = await startContradictorySale()
    expect((await review(sale.id)).data.reviewTransaction).toMatchObject({
      status: 'PROCESSING',
      needsAttention: false,
      reviewReasons: [],
    })
    await subgraph.biller.settle(refIdOf(sale))
    const settled = await subgraph.settled(sale.id)
    expect(settled).toMatchObject({ state: 'SUCCESS', needsAttention: true, reviewReasons: ['UNREADABLE_TOKEN'] })
  })

  test('is for admins only, with a note, for an existing transaction with a reason', async () => {
    const sale = await startContradictorySale()
    expect(codeOf(await review(sale.id, SITI))).toBe('FORBIDDEN')
    expect(codeOf(await review(sale.id, ANONYMOUS))).toBe('UNAUTHENTICATED')
    expect((await review(sale.id, ADMIN, '  ')).errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'note',
    })
    expect(codeOf(await review('66500000000000000000dead'))).toBe('NOT_FOUND')
    expect(codeOf(await review('no id at all'))).toBe('NOT_FOUND')
    const row = await rowOf(sale.id)
    expect(row).toMatchObject({ needsAttention: true, reviewReasons: ['CONTRADICTORY_RESPONSE'] })
    expect(row?.events.some(({ type }: { type: string }) => type === 'REVIEW')).toBe(false)

    await review(sale.id)
    expect((await review(sale.id)).errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'id' })
    await subgraph.biller.settle(refIdOf(sale))
    await subgraph.settled(sale.id)
  })
})
