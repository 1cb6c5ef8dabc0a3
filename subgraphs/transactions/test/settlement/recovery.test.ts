import { waitUntil } from '@setrum/testing'
import { ObjectId } from 'mongodb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ADMIN, SITI } from '../support/fixtures.js'
import {
  aBill,
  attemptsOfRow,
  buy as buyToken,
  CHECK,
  cacheMeterOwner,
  INQUIRE,
  inquireWithRetries,
  PAY,
} from '../support/operations.js'
import { startTestTransactions, type TestTransactions } from '../support/start-test-transactions.js'

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
  await cacheMeterOwner(subgraph, meterNumber)
  return buyToken(subgraph, { meterNumber })
}
const entryOf = async (invoice: string) => {
  const { transactions } = await subgraph.biller.ledger()
  return transactions.find(({ ref_id }) => ref_id === invoice.replace('-', ''))
}

describe('a fault of the network while a token is bought', () => {
  test.each([
    ['3001', 'no response although the work was done'],
    ['3002', 'no response, and the work was not done'],
    ['3003', 'the connection is cut after the work'],
    ['3004', 'the connection is cut before the work'],
    ['3005', 'a 502 after the work'],
    ['3006', 'a 502 before the work'],
    ['3007', 'half a JSON'],
    ['3008', 'an empty body'],
    ['3009', 'a maintenance page'],
    ['3010', 'a response after 25 s'],
    ['3011', 'a response after 45 s'],
    ['3015', 'a 500 with a usable body'],
  ])('%s, %s: the sale is never FAILED, ends SUCCESS, and is debited once', async (fault) => {
    await subgraph.biller.faults('top-up', fault, 1)
    const sale = await buy()
    expect(sale.status).not.toBe('FAILED')
    expect((await subgraph.settled(sale.id)).state).toBe('SUCCESS')
    expect(await entryOf(sale.invoice)).toMatchObject({ debited: 20_500, credited: 0 })
  })

  test('3012, three status queries say "not found" although the work was done: SUCCESS, debited once', async () => {
    const sale = await buy('14000003012')
    expect((await subgraph.settled(sale.id)).state).toBe('SUCCESS')
    expect(await entryOf(sale.invoice)).toMatchObject({ debited: 20_500 })
  })

  test('3012 and a lost response: sent again under the same ref id, debited once', async () => {
    await subgraph.biller.faults('top-up', '3003', 1)
    const sale = await buy('14000003012')
    expect((await subgraph.settled(sale.id)).state).toBe('SUCCESS')
    expect(await entryOf(sale.invoice)).toMatchObject({ debited: 20_500 })
  })

  test('3013, status queries without a response at first: SUCCESS in the end', async () => {
    const sale = await buy('14000003013')
    expect((await subgraph.settled(sale.id)).state).toBe('SUCCESS')
  })

  test('3014, the first call never arrives: the second, under the same ref id, buys', async () => {
    const sale = await buy('14000003014')
    expect((await subgraph.settled(sale.id)).state).toBe('SUCCESS')
    const row = await subgraph.settled(sale.id)
    expect(attemptsOfRow(row)).toBeGreaterThan(1)
    expect(await entryOf(sale.invoice)).toMatchObject({ debited: 20_500 })
  })

  test('3004 for ever: given up after its grace, never bought', async () => {
    const sale = await buy('14000003004')
    expect((await subgraph.settled(sale.id)).state).toBe('FAILED')
    expect(await entryOf(sale.invoice)).toBeUndefined()
    expect(attemptsOfRow(await subgraph.settled(sale.id))).toBe(5)
  })
})

describe('an ambiguous response', () => {
  test.each(['005', '091', '092', '103', '105', '201'])('%s is settled by a status query', async (code) => {
    const good = await buy(`14000005${code}`)
    const bad = await buy(`14000006${code}`)
    expect((await subgraph.settled(good.id)).state).toBe('SUCCESS')
    expect((await subgraph.settled(bad.id)).state).toBe('FAILED')
  })

  test('with contradictory status and code keeps the sale open and gives it a review reason', async () => {
    await subgraph.biller.delay(null)
    await subgraph.biller.faults('check-status', 'contradiction', 3)
    const sale = await buy()
    const row = await waitForRow(sale.id, (found) => found.needsAttention === true)
    expect(row).toMatchObject({ state: 'PROCESSING', reviewReasons: ['CONTRADICTORY_RESPONSE'] })
    await subgraph.biller.settle(sale.invoice.replace('-', ''))
    const settled = await subgraph.settled(sale.id)
    expect(settled).toMatchObject({ state: 'SUCCESS', reviewReasons: ['CONTRADICTORY_RESPONSE'] })
  })
})

describe('a success', () => {
  test('without a serial number at first stays open until the token is there', async () => {
    subgraph.sandbox.state.settings.serialNumberAfterPolls = 3
    // Paid at once, so that it is reported before the third status query even on a slow machine.
    await subgraph.biller.delay(0)
    const sale = await buy()
    const row = await subgraph.settled(sale.id)
    subgraph.sandbox.state.settings.serialNumberAfterPolls = 0
    expect(row).toMatchObject({ state: 'SUCCESS', token: expect.stringMatching(/^\d{20}$/) })
    const codes = row.events.map(({ code }: { code?: string }) => code)
    expect(codes.filter((code: string) => code === 'SUCCESS/00').length).toBeGreaterThan(1)
  })

  test('without a token in its serial number is SUCCESS, keeps the serial number, and needs a review', async () => {
    subgraph.sandbox.state.settings.serialNumber = 'short-token'
    const sale = await buy()
    const row = await subgraph.settled(sale.id)
    subgraph.sandbox.state.settings.serialNumber = 'usual'
    expect(row).toMatchObject({ state: 'SUCCESS', token: null, sn: expect.stringContaining('-') })
    expect(row).toMatchObject({ needsAttention: true, reviewReasons: ['UNREADABLE_TOKEN'] })
  })
})

describe('a sale that stays pending', () => {
  const OPEN = `{ transactions(filter: { status: [PROCESSING] }) {
    nodes { invoice needsAttention nextCheckAt } } }`
  const listed = async (invoice: string) => {
    const { data } = await subgraph.execute(ADMIN, OPEN)
    return data.transactions.nodes.find((sale: { invoice: string }) => sale.invoice === invoice)
  }
  /** The delay between two status queries. */
  const pauseOf = ({ nextCheckAt, updatedAt }: Record<string, unknown>) => Number(nextCheckAt) - Number(updatedAt)
  /** Moves the sale into the past and makes it due. */
  const makeOlder = async (id: string, byMs: number) => {
    const sales = subgraph.collection('transaction')
    const row = await sales.findOne({ _id: new ObjectId(id) })
    const older = (instant: Date) => new Date(instant.getTime() - byMs)
    const events: { at: Date }[] = row?.events ?? []
    const times = Object.fromEntries(events.map(({ at }, index) => [`events.${index}.at`, older(at)]))
    await sales.updateOne(
      { _id: new ObjectId(id) },
      {
        $set: {
          ...times,
          createdAt: older(row?.createdAt),
          'phase.attempts.firstAt': older(row?.phase.attempts.firstAt),
          nextCheckAt: new Date(0),
        },
        // A query under way must not write its older phase over this.
        $inc: { revision: 1 },
      },
    )
  }

  test('is listed, and queried less and less often: every two minutes, after an hour every 15 minutes', async () => {
    const { slowCheckMs, slowUntilMs, rareCheckMs } = subgraph.rules
    const sale = await buy('14000007002')
    await waitForRow(sale.id, (found) => pauseOf(found) === slowCheckMs)
    await makeOlder(sale.id, slowUntilMs)
    await waitForRow(sale.id, (found) => pauseOf(found) === rareCheckMs)
    expect(await listed(sale.invoice)).toMatchObject({ needsAttention: false, nextCheckAt: expect.any(String) })

    await subgraph.biller.settle(sale.invoice.replace('-', ''), '07')
    expect((await subgraph.settled(sale.id)).state).toBe('FAILED')
  })

  test('for a day is not queried any more and needs a review, and can still be settled by hand', async () => {
    subgraph.sandbox.state.settings.callbacks = false
    const sale = await buy('14000007002')
    await makeOlder(sale.id, 24 * 3_600_000)
    await waitForRow(sale.id, (found) => found.needsAttention === true)
    expect(await listed(sale.invoice)).toEqual({ invoice: sale.invoice, needsAttention: true, nextCheckAt: null })

    await subgraph.biller.settle(sale.invoice.replace('-', ''))
    const checked = await subgraph.execute(ADMIN, CHECK, { id: sale.id })
    subgraph.sandbox.state.settings.callbacks = true
    // Settled, and still to be reviewed: only a review removes the reason.
    expect(checked.data.checkTransactionStatus).toMatchObject({
      status: 'SUCCESS',
      needsAttention: true,
      reviewReasons: ['NOT_SETTLED_IN_A_DAY'],
    })
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
    // Five payments, each with its grace, and then the wait for the review reason.
    { timeout: 60_000 },
    async (fault, isPaid) => {
      const bill = await inquireWithRetries(subgraph, { customerNumber: number(Number(fault)) })
      const paid = await subgraph.execute(SITI, PAY, { id: bill.id })
      expect(paid.data.payBill.status).not.toBe('FAILED')
      if (!isPaid) {
        // After five payments it waits for a review or the end of the day.
        const row = await waitForRow(bill.id, (found) => found.needsAttention === true)
        expect(row).toMatchObject({ state: 'PROCESSING', reviewReasons: ['BILL_NOT_SHOWN_AS_PAID'] })
        expect(attemptsOfRow(row)).toBe(5)
        subgraph.clock.now = new Date(Date.now() + 24 * 3_600_000)
      }
      const row = await subgraph.settled(bill.id)
      subgraph.clock.now = null
      expect(row.state).toBe(isPaid ? 'SUCCESS' : 'FAILED')
      if (!isPaid) {
        expect(attemptsOfRow(row)).toBe(5)
        expect(row.reviewReasons).toEqual(['BILL_NOT_SHOWN_AS_PAID'])
      }
      const entry = await entryOf(bill.invoice)
      expect(entry?.debited).toBe(isPaid ? entry?.price : 0)
    },
  )

  test('that ends after one call: paid once, by the second call', async () => {
    const bill = await inquireWithRetries(subgraph)
    await subgraph.biller.faults('pay-pasca', '3004', 1)
    await subgraph.execute(SITI, PAY, { id: bill.id })
    expect((await subgraph.settled(bill.id)).state).toBe('SUCCESS')
    const entry = await entryOf(bill.invoice)
    expect(entry?.debited).toBe(entry?.price)
  })

  test.each(['005', '091', '092', '103', '105', '201'])(
    'the response %s is settled by a status query',
    async (code) => {
      const good = await inquireWithRetries(subgraph, { customerNumber: `530000005${code}` })
      const bad = await inquireWithRetries(subgraph, { customerNumber: `530000006${code}` })
      for (const { id } of [good, bad]) await subgraph.execute(SITI, PAY, { id })
      expect((await subgraph.settled(good.id)).state).toBe('SUCCESS')
      expect((await subgraph.settled(bad.id)).state).toBe('FAILED')
    },
  )

  test.each(['001', '034', '040'])(
    '"already paid" (%s) that is not our own payment ends FAILED, unpaid by us',
    async (code) => {
      const bill = await inquireWithRetries(subgraph, { customerNumber: `530000001${code}` })
      const paid = await subgraph.execute(SITI, PAY, { id: bill.id })
      expect(paid.data.payBill.status).toBe('PROCESSING')
      expect((await subgraph.settled(bill.id)).state).toBe('FAILED')
    },
  )

  test('an inquiry with a lost response stores nothing; the next one succeeds', async () => {
    await subgraph.biller.faults('inq-pasca', '3004', 1)
    const input = aBill()
    const lost = await subgraph.execute(SITI, INQUIRE, { input })
    expect(lost.errors?.[0]?.extensions.code).toBe('BILLER_UNAVAILABLE')
    const again = await subgraph.execute(SITI, INQUIRE, { input })
    expect(again.data.inquireBill.status).toBe('AWAITING_PAYMENT')
  })
})

async function waitForRow(id: string, fits: (row: Record<string, unknown>) => boolean) {
  return waitUntil(async () => {
    const row = await subgraph.collection('transaction').findOne({ _id: new ObjectId(id) })
    return row && fits(row) ? row : null
  })
}
