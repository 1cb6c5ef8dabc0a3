import { waitUntil } from '@setrum/testing'
import { ObjectId } from 'mongodb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { aBill, buy as buyToken, CHECK, INQUIRE, lookUp, meet, PAY } from '../support/operations.js'
import { startTestTransactions, type TestTransactions } from '../support/start-test-transactions.js'
import { ADMIN, SITI } from '../support/world.js'

let subgraph: TestTransactions
beforeAll(async () => {
  subgraph = await startTestTransactions()
})
beforeEach(() => subgraph.biller.delay(30))
afterEach(async () => {
  subgraph.clock.now = null
  await subgraph.expectLedgersToReconcile()
})
afterAll(() => subgraph?.stop())

const buy = async (meterNumber = '12345678901') => {
  await meet(subgraph, meterNumber)
  return buyToken(subgraph, { meterNumber })
}
const entryOf = async (invoice: string) => {
  const { transactions } = await subgraph.biller.ledger()
  return transactions.find(({ ref_id }) => ref_id === invoice.replace('-', ''))
}

describe('a fault of the network while a token is bought', () => {
  // The number of the fault, what it is, and what becomes of the sale when the fault is over.
  test.each([
    ['3001', 'no answer although the work was done'],
    ['3002', 'no answer, and the work was not done'],
    ['3003', 'the connection is cut after the work'],
    ['3004', 'the connection is cut before the work'],
    ['3005', 'a 502 after the work'],
    ['3006', 'a 502 before the work'],
    ['3007', 'half a JSON'],
    ['3008', 'an empty body'],
    ['3009', 'a maintenance page'],
    ['3010', 'an answer after 25 s'],
    ['3011', 'an answer after 45 s'],
    ['3015', 'a 500 with an answer in it'],
  ])('%s, %s: the sale is never FAILED, ends SUCCESS, and is debited once', async (fault) => {
    await subgraph.biller.faults('top-up', fault, 1)
    const sale = await buy()
    expect(sale.status).not.toBe('FAILED')
    expect((await subgraph.settled(sale.id)).state).toBe('SUCCESS')
    expect(await entryOf(sale.invoice)).toMatchObject({ debited: 20_500, credited: 0 })
  })

  test('3012, "not found" for three questions although it is done: SUCCESS, debited once', async () => {
    const sale = await buy('14000003012')
    expect((await subgraph.settled(sale.id)).state).toBe('SUCCESS')
    expect(await entryOf(sale.invoice)).toMatchObject({ debited: 20_500 })
  })

  test('3012 and a lost answer: sent again under the same number, debited once', async () => {
    await subgraph.biller.faults('top-up', '3003', 1)
    const sale = await buy('14000003012')
    expect((await subgraph.settled(sale.id)).state).toBe('SUCCESS')
    expect(await entryOf(sale.invoice)).toMatchObject({ debited: 20_500 })
  })

  test('3013, questions that are not answered: SUCCESS once they are', async () => {
    const sale = await buy('14000003013')
    expect((await subgraph.settled(sale.id)).state).toBe('SUCCESS')
  })

  test('3014, the first call never arrives: the second, under the same number, buys', async () => {
    const sale = await buy('14000003014')
    expect((await subgraph.settled(sale.id)).state).toBe('SUCCESS')
    const row = await subgraph.settled(sale.id)
    expect(row.sends).toBeGreaterThan(1)
    expect(await entryOf(sale.invoice)).toMatchObject({ debited: 20_500 })
  })

  test('3004 for ever: given up after its grace, never bought', async () => {
    const sale = await buy('14000003004')
    expect((await subgraph.settled(sale.id)).state).toBe('FAILED')
    expect(await entryOf(sale.invoice)).toBeUndefined()
    expect((await subgraph.settled(sale.id)).sends).toBe(5)
  })
})

describe('an answer that can mean either', () => {
  test.each(['005', '091', '092', '103', '105', '201'])('%s is settled by what a status query says', async (code) => {
    const good = await buy(`14000005${code}`)
    const bad = await buy(`14000006${code}`)
    expect((await subgraph.settled(good.id)).state).toBe('SUCCESS')
    expect((await subgraph.settled(bad.id)).state).toBe('FAILED')
  })

  test('status and code that contradict each other keep it open and ask for a person', async () => {
    await subgraph.biller.delay(null)
    await subgraph.biller.faults('check-status', 'contradiction', 3)
    const sale = await buy()
    const row = await waitForRow(sale.id, (found) => found.needsAttention === true)
    expect(row.state).toBe('PROCESSING')
    await subgraph.biller.settle(sale.invoice.replace('-', ''))
    expect((await subgraph.settled(sale.id)).state).toBe('SUCCESS')
  })
})

describe('a success', () => {
  test('without a serial number at first stays open until the token is there', async () => {
    subgraph.sandbox.world.settings.serialNumberAfterPolls = 3
    // Paid in the answer to the purchase, so that it is heard before the third question, however slow the machine.
    await subgraph.biller.delay(0)
    const sale = await buy()
    const row = await subgraph.settled(sale.id)
    subgraph.sandbox.world.settings.serialNumberAfterPolls = 0
    expect(row).toMatchObject({ state: 'SUCCESS', isPaid: true, token: expect.stringMatching(/^\d{20}$/) })
  })

  test('whose serial number holds no token is SUCCESS, keeps the text as it came, and asks for a person', async () => {
    subgraph.sandbox.world.settings.serialNumber = 'short-token'
    const sale = await buy()
    const row = await subgraph.settled(sale.id)
    subgraph.sandbox.world.settings.serialNumber = 'usual'
    expect(row).toMatchObject({ state: 'SUCCESS', token: null, sn: expect.stringContaining('-'), needsAttention: true })
  })
})

describe('a sale that stays pending', () => {
  const OPEN = `{ transactions(filter: { status: [PROCESSING] }) {
    nodes { invoice needsAttention nextCheckAt } } }`
  const listed = async (invoice: string) => {
    const { data } = await subgraph.ask(ADMIN, OPEN)
    return data.transactions.nodes.find((sale: { invoice: string }) => sale.invoice === invoice)
  }
  /** How long after a question the next one is due. */
  const pauseOf = ({ nextCheckAt, updatedAt }: Record<string, unknown>) => Number(nextCheckAt) - Number(updatedAt)
  /** As if it had been bought so long ago; it is due at once. */
  const makeOlder = async (id: string, byMs: number) => {
    const sales = subgraph.collection('transaction')
    const row = await sales.findOne({ _id: new ObjectId(id) })
    const older = (instant: Date) => new Date(instant.getTime() - byMs)
    const events: { at: Date }[] = row?.events ?? []
    const times = Object.fromEntries(events.map(({ at }, index) => [`events.${index}.at`, older(at)]))
    await sales.updateOne(
      { _id: new ObjectId(id) },
      { $set: { ...times, createdAt: older(row?.createdAt), nextCheckAt: new Date(0) } },
    )
  }

  test('is listed, and asked for less and less: every two minutes, after an hour every quarter of one', async () => {
    const { slowCheckMs, slowUntilMs, rareCheckMs } = subgraph.rules
    const sale = await buy('14000007002')
    await waitForRow(sale.id, (found) => pauseOf(found) === slowCheckMs)
    await makeOlder(sale.id, slowUntilMs)
    await waitForRow(sale.id, (found) => pauseOf(found) === rareCheckMs)
    expect(await listed(sale.invoice)).toMatchObject({ needsAttention: false, nextCheckAt: expect.any(String) })

    await subgraph.biller.settle(sale.invoice.replace('-', ''), '07')
    expect((await subgraph.settled(sale.id)).state).toBe('FAILED')
  })

  test('for a day is asked for no more and listed for a person, who can still settle it', async () => {
    subgraph.sandbox.world.settings.callbacks = false
    const sale = await buy('14000007002')
    await makeOlder(sale.id, 24 * 3_600_000)
    await waitForRow(sale.id, (found) => found.needsAttention === true)
    expect(await listed(sale.invoice)).toEqual({ invoice: sale.invoice, needsAttention: true, nextCheckAt: null })

    await subgraph.biller.settle(sale.invoice.replace('-', ''))
    const checked = await subgraph.ask(ADMIN, CHECK, { id: sale.id })
    subgraph.sandbox.world.settings.callbacks = true
    expect(checked.data.checkTransactionStatus).toMatchObject({ status: 'SUCCESS', needsAttention: false })
  })
})

describe('a fault of the network while a bill is paid', () => {
  const number = (index: number) => `53000000${String(index).padStart(4, '0')}`
  test.each([
    ['3001', true],
    ['3003', true],
    ['3005', true],
    ['3007', true],
    ['3008', true],
    ['3010', true],
    ['3012', true],
    ['3013', true],
    ['3014', true],
    ['3015', true],
    ['3002', false],
    ['3004', false],
    ['3006', false],
    ['3009', false],
  ])(
    '%s: settled by status queries, never paid twice; paid in the end: %s',
    // Five payments that are each waited for, and then a wait of its own.
    { timeout: 60_000 },
    async (fault, isPaid) => {
      const bill = await lookUp(subgraph, { customerNumber: number(Number(fault)) })
      const paid = await subgraph.ask(SITI, PAY, { id: bill.id })
      expect(paid.data.payBill.status).not.toBe('FAILED')
      if (!isPaid) {
        // It is paid five times in all, then left to a person, or to the end of the day.
        const row = await waitForRow(bill.id, (found) => found.needsAttention === true)
        expect(row).toMatchObject({ state: 'PROCESSING', sends: 5 })
        subgraph.clock.now = new Date(Date.now() + 24 * 3_600_000)
      }
      const row = await subgraph.settled(bill.id)
      subgraph.clock.now = null
      expect(row).toMatchObject(isPaid ? { state: 'SUCCESS' } : { state: 'FAILED', sends: 5, needsAttention: false })
      const entry = await entryOf(bill.invoice)
      expect(entry?.debited).toBe(isPaid ? entry?.price : 0)
    },
  )

  test('that is over after one call: paid by the second call, once', async () => {
    const bill = await lookUp(subgraph)
    await subgraph.biller.faults('pay-pasca', '3004', 1)
    await subgraph.ask(SITI, PAY, { id: bill.id })
    expect((await subgraph.settled(bill.id)).state).toBe('SUCCESS')
    const entry = await entryOf(bill.invoice)
    expect(entry?.debited).toBe(entry?.price)
  })

  test.each(['005', '091', '092', '103', '105', '201'])('the answer %s is settled by a status query', async (code) => {
    const good = await lookUp(subgraph, { customerNumber: `530000005${code}` })
    const bad = await lookUp(subgraph, { customerNumber: `530000006${code}` })
    for (const { id } of [good, bad]) await subgraph.ask(SITI, PAY, { id })
    expect((await subgraph.settled(good.id)).state).toBe('SUCCESS')
    expect((await subgraph.settled(bad.id)).state).toBe('FAILED')
  })

  test.each(['001', '034', '040'])(
    '"already paid" (%s) that is not our own payment ends FAILED, unpaid by us',
    async (code) => {
      const bill = await lookUp(subgraph, { customerNumber: `530000001${code}` })
      const paid = await subgraph.ask(SITI, PAY, { id: bill.id })
      expect(paid.data.payBill.status).toBe('PROCESSING')
      expect((await subgraph.settled(bill.id)).state).toBe('FAILED')
    },
  )

  test('an inquiry whose answer is lost leaves nothing; the next one works', async () => {
    await subgraph.biller.faults('inq-pasca', '3004', 1)
    const input = aBill()
    const lost = await subgraph.ask(SITI, INQUIRE, { input })
    expect(lost.errors?.[0]?.extensions.code).toBe('BILLER_UNAVAILABLE')
    const again = await subgraph.ask(SITI, INQUIRE, { input })
    expect(again.data.inquireBill.status).toBe('AWAITING_PAYMENT')
  })
})

async function waitForRow(id: string, fits: (row: Record<string, unknown>) => boolean) {
  return waitUntil(async () => {
    const row = await subgraph.collection('transaction').findOne({ _id: new ObjectId(id) })
    return row && fits(row) ? row : null
  })
}
