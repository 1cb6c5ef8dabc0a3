import { setTimeout as sleep } from 'node:timers/promises'
import type { ProcessName } from '@setrum/dev-stack'
import { fetchAllSales, type ListedSale, type RunningStack, waitUntil } from '@setrum/testing'
import { MongoClient } from 'mongodb'
import { BILLS, PATIENCE_MS, sellAtTill, type ToldSales } from './till.js'

/** After the last kill every token must be settled within this time. */
const SETTLE_MS = 60_000
/** A payment that never arrived is sent again only after 2.5 minutes of "not paid": the biller's own rule for bills. */
const SETTLE_BILLS_MS = 4 * 60_000

export interface CrashPlan {
  running: RunningStack
  employee: { email: string; password: string }
  /** Which process is killed with `kill -9`, again and again while the tills sell. */
  victim: ProcessName
  /** The run goes on until there were so many kills and so many sales. */
  kills: number
  sales: number
  /** Chance, handed in so that a run can be repeated: 0 up to 1. */
  random: () => number
}

/** What the biller's ledger and our books say after the run. All but the first three must be empty. */
export interface CrashReport {
  sales: number
  /** How many of them are bills. */
  bills: number
  kills: number
  /** Keys for which the biller took money more than once, or under more than one number. */
  boughtTwice: string[]
  /** What the biller took money for and we know nothing of. */
  debitsWithoutTransaction: string[]
  /** What the biller was asked to buy more often than we wrote down that we ask. */
  sentUnwritten: string[]
  /** Sales that a till was told of and that are not in our books. */
  answeredAndAbsent: string[]
  /** Still PROCESSING a minute after the last kill; bills, four minutes. */
  leftProcessing: string[]
  /** Paid there and FAILED here, or only looked up; or SUCCESS here and not paid there. */
  wrongStatus: string[]
}

/** Sells at a till for each of `BILLS` while one process is killed at random, then compares our books with the biller's. */
export async function runCrash(plan: CrashPlan): Promise<CrashReport> {
  let kills = 0
  const told: ToldSales = { invoices: new Map(), bills: 0, changed: [] }
  const isOver = () => kills >= plan.kills && told.invoices.size >= plan.sales
  const selling = Promise.all(
    BILLS.map((bill, index) => sellAtTill({ ...plan, bill, name: `till-${index}`, told, isOver })),
  )
  // A till that gives up ends the run: nobody is killed for a sale that cannot come.
  let isSelling = true
  selling
    .catch(() => undefined)
    .finally(() => {
      isSelling = false
    })
  for (; isSelling && kills < plan.kills; kills += 1) {
    // Killed in the middle of work, however slow the machine: only once every till had its turn again.
    const sold = told.invoices.size
    await waitUntil(() => !isSelling || told.invoices.size >= sold + BILLS.length, {
      within: PATIENCE_MS,
      what: 'the tills to sell again',
    })
    await sleep(plan.random() * 700)
    await plan.running.stack.kill(plan.victim)
    await plan.running.stack.startOne(plan.victim)
  }
  await selling

  const { books, leftProcessing } = await settledBooks(plan)
  const { transactions } = await plan.running.biller.ledger()
  const debits = new Set(transactions.filter(({ debited, credited }) => debited > credited).map(({ ref_id }) => ref_id))
  const twice = transactions.filter(({ debited, price }) => price > 0 && debited > price).map(({ ref_id }) => ref_id)
  const sends = await writtenSends(plan)
  return {
    sales: told.invoices.size,
    bills: told.bills,
    kills,
    boughtTwice: [...told.changed, ...twice],
    debitsWithoutTransaction: [...debits].filter((refId) => !books.has(refId)),
    sentUnwritten: transactions
      .filter(({ ref_id, calls }) => calls > (sends.get(ref_id) ?? 0))
      .map(({ ref_id, calls }) => `${ref_id}: asked ${calls} times, written ${sends.get(ref_id) ?? 0}`),
    answeredAndAbsent: [...told.invoices.values()].map(refIdOf).filter((refId) => !books.has(refId)),
    leftProcessing,
    wrongStatus: [...books]
      .filter(([refId, status]) => (status === 'SUCCESS') !== debits.has(refId) && status !== 'PROCESSING')
      .map(([refId, status]) => `${refId}: ${status}`),
  }
}

/** Our books, refId to status, once nothing is PROCESSING any more or the time is over, and what was left then. */
async function settledBooks(
  plan: CrashPlan,
): Promise<{ books: ReadonlyMap<string, string>; leftProcessing: string[] }> {
  const adminToken = await waitUntil(() => plan.running.asAdmin().catch(() => null), { what: 'the owner to sign in' })
  let sales: ListedSale[] = []
  const untilSettled = async (within: number, isMeant: (sale: ListedSale) => boolean): Promise<string[]> => {
    const open = () => sales.filter((sale) => sale.status === 'PROCESSING' && isMeant(sale))
    await waitUntil(
      async () => {
        // The last kill may still be felt: what cannot be read now is read again.
        const read = await fetchAllSales((query, variables) => plan.running.graph(query, variables, adminToken)).catch(
          () => null,
        )
        sales = read ?? sales
        return read !== null && read.length > 0 && open().length === 0
      },
      { within, what: 'every sale to settle' },
    ).catch(() => undefined)
    return open().map(({ invoice }) => invoice)
  }
  const tokens = await untilSettled(SETTLE_MS, ({ productType }) => productType === 'PREPAID')
  const bills = await untilSettled(SETTLE_BILLS_MS - SETTLE_MS, () => true)
  return {
    books: new Map(sales.map(({ invoice, status }) => [refIdOf(invoice), status])),
    leftProcessing: [...new Set([...tokens, ...bills])],
  }
}

/** How often each purchase was sent, by our own books: refId to number. */
async function writtenSends({ running }: CrashPlan): Promise<Map<string, number>> {
  const client = await MongoClient.connect(
    process.env.MONGODB_URI || `mongodb://127.0.0.1:${running.stack.port('mongodb')}/?directConnection=true`,
  )
  const rows = await client.db(`${running.databasePrefix}transactions`).collection('transaction').find().toArray()
  await client.close()
  return new Map(rows.map(({ invoice, sends }) => [refIdOf(invoice), Number(sends)]))
}

function refIdOf(invoice: string): string {
  return invoice.replace('-', '')
}
