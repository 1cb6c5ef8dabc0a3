import { setTimeout as sleep } from 'node:timers/promises'
import type { ProcessName } from '@setrum/dev-stack'
import { startProgressBar } from '@setrum/subgraph-kit/progress-bar'
import { fetchAllSales, type ListedSale, type RunningStack, waitUntil } from '@setrum/testing'
import { MongoClient } from 'mongodb'
import { BILLS, type ReceivedSales, sellAtTill, TILL_TIMEOUT_MS } from './till.js'

/** After the last kill every token must be settled within this time. */
const SETTLE_MS = 60_000
/** A bill payment that never arrived is sent again only after 2.5 minutes of "not paid", the biller's rule. */
const SETTLE_BILLS_MS = 4 * 60_000

export interface CrashPlan {
  running: RunningStack
  employee: { email: string; password: string }
  /** The process killed repeatedly with `kill -9` while the tills sell. */
  victim: ProcessName
  /** The run ends after both numbers of kills and sales. */
  kills: number
  sales: number
  /** Random number from 0 up to 1, injected so that a run can be repeated. */
  random: () => number
}

/** Comparison of the biller's ledger with our transactions after the run. All but the first three must be empty. */
export interface CrashReport {
  sales: number
  /** Number of bills among the sales. */
  bills: number
  kills: number
  /** Keys debited more than once, or under more than one reference. */
  boughtTwice: string[]
  /** Debits of the biller without a transaction of ours. */
  debitsWithoutTransaction: string[]
  /** Purchases sent to the biller more often than recorded. */
  unrecordedSends: string[]
  /** Sales confirmed to a till and missing from our transactions. */
  confirmedAndMissing: string[]
  /** Still PROCESSING one minute after the last kill, bills four minutes. */
  leftProcessing: string[]
  /** Debited but not SUCCESS, or SUCCESS but not debited. */
  wrongStatus: string[]
}

/** Sells at one till for each of `BILLS` while one process is killed at random, then reconciles with the biller's ledger. */
export async function runCrash(plan: CrashPlan): Promise<CrashReport> {
  let kills = 0
  const progress = startProgressBar(`${plan.victim}: kills`, plan.kills)
  const received: ReceivedSales = { invoices: new Map(), bills: 0, changed: [] }
  const isOver = () => kills >= plan.kills && received.invoices.size >= plan.sales
  const selling = Promise.all(
    BILLS.map((bill, index) => sellAtTill({ ...plan, bill, name: `${plan.victim}-till-${index}`, received, isOver })),
  )
  // A till that gives up ends the run: without sales, further kills show nothing.
  let isSelling = true
  selling
    .catch(() => undefined)
    .finally(() => {
      isSelling = false
    })
  for (; isSelling && kills < plan.kills; kills += 1) {
    // Kill only after every till could sell again, so that each kill hits work in progress.
    const sold = received.invoices.size
    await waitUntil(() => !isSelling || received.invoices.size >= sold + BILLS.length, {
      within: TILL_TIMEOUT_MS,
      what: 'the tills to sell again',
    })
    await sleep(plan.random() * 700)
    await plan.running.stack.kill(plan.victim)
    await plan.running.stack.startOne(plan.victim)
    progress.update(kills + 1)
  }
  progress.stop()
  await selling

  const { statuses, leftProcessing } = await waitUntilSettled(plan)
  const { transactions } = await plan.running.biller.ledger()
  const debits = new Set(transactions.filter(({ debited, credited }) => debited > credited).map(({ ref_id }) => ref_id))
  const twice = transactions.filter(({ debited, price }) => price > 0 && debited > price).map(({ ref_id }) => ref_id)
  const sends = await fetchRecordedSends(plan)
  return {
    sales: received.invoices.size,
    bills: received.bills,
    kills,
    boughtTwice: [...received.changed, ...twice],
    debitsWithoutTransaction: [...debits].filter((refId) => !statuses.has(refId)),
    unrecordedSends: transactions
      .filter(({ ref_id, calls }) => calls > (sends.get(ref_id) ?? 0))
      .map(({ ref_id, calls }) => `${ref_id}: sent ${calls} times, recorded ${sends.get(ref_id) ?? 0}`),
    confirmedAndMissing: [...received.invoices.values()].map(refIdOf).filter((refId) => !statuses.has(refId)),
    leftProcessing,
    wrongStatus: [...statuses]
      .filter(([refId, status]) => (status === 'SUCCESS') !== debits.has(refId) && status !== 'PROCESSING')
      .map(([refId, status]) => `${refId}: ${status}`),
  }
}

/** Waits until no sale is PROCESSING or the time is over. @returns status by refId, and the invoices still PROCESSING */
async function waitUntilSettled(
  plan: CrashPlan,
): Promise<{ statuses: ReadonlyMap<string, string>; leftProcessing: string[] }> {
  const adminToken = await waitUntil(() => plan.running.asAdmin().catch(() => null), { what: 'the owner to sign in' })
  let sales: ListedSale[] = []
  const untilSettled = async (within: number, isIncluded: (sale: ListedSale) => boolean): Promise<string[]> => {
    const open = () => sales.filter((sale) => sale.status === 'PROCESSING' && isIncluded(sale))
    await waitUntil(
      async () => {
        // A read may fail shortly after the last kill.
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
    statuses: new Map(sales.map(({ invoice, status }) => [refIdOf(invoice), status])),
    leftProcessing: [...new Set([...tokens, ...bills])],
  }
}

/** Recorded number of sends by refId. */
async function fetchRecordedSends({ running }: CrashPlan): Promise<Map<string, number>> {
  const client = await MongoClient.connect(
    process.env.MONGODB_URI || `mongodb://127.0.0.1:${running.stack.port('mongodb')}/?directConnection=true`,
  )
  const rows = await client.db(`${running.databasePrefix}transactions`).collection('transaction').find().toArray()
  await client.close()
  return new Map(
    rows.map(({ invoice, events }) => [
      refIdOf(invoice),
      events.filter(({ type }: { type: string }) => type === 'SENT').length,
    ]),
  )
}

function refIdOf(invoice: string): string {
  return invoice.replace('-', '')
}
