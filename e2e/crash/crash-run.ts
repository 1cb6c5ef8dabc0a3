import { setTimeout as sleep } from 'node:timers/promises'
import type { ProcessName } from '@setrum/house'
import { allSales, type RunningHouse, waitUntil } from '@setrum/testing'

const BUY = 'mutation Buy($input: BuyTokenInput!) { buyToken(input: $input) { invoice status } }'
/** How long a till repeats one sale before the run counts as broken; a restart takes seconds. */
const PATIENCE_MS = 120_000
/** After the last kill every sale must be settled within this time. */
const SETTLE_MS = 60_000

export interface CrashPlan {
  running: RunningHouse
  accessToken: string
  adminToken: string
  /** Which process is killed with `kill -9`, again and again while the tills sell. */
  victim: ProcessName
  kills: number
  sales: number
  tills: number
  /** Chance, handed in so that a run can be repeated: 0 up to 1. */
  random: () => number
}

/** What the biller's ledger and our books say after the run. All but the first two must be empty. */
export interface CrashReport {
  sales: number
  kills: number
  /** Keys for which the biller took money more than once, or under more than one number. */
  boughtTwice: string[]
  /** What the biller took money for and we know nothing of. */
  debitsWithoutTransaction: string[]
  /** Sales that a till was told of and that are not in our books. */
  answeredAndAbsent: string[]
  /** Still PROCESSING a minute after the last kill. */
  leftProcessing: string[]
  /** FAILED here and paid there, or SUCCESS here and not paid there. */
  wrongStatus: string[]
}

/** Sells at several tills while one process is killed at random, then compares our books with the biller's. */
export async function runCrash(plan: CrashPlan): Promise<CrashReport> {
  const invoices = new Map<string, string>()
  const changed: string[] = []
  let next = 0
  const till = async () => {
    for (let sale = next++; sale < plan.sales; sale = next++) {
      const key = `crash-sale-${sale}`
      const invoice = await sell(plan, key)
      const before = invoices.get(key)
      if (before && before !== invoice) changed.push(key)
      invoices.set(key, invoice)
      // Now and then a till asks again although it was answered, as after a lost answer.
      if (plan.random() < 0.1 && (await sell(plan, key)) !== invoice) changed.push(key)
    }
  }
  const selling = Promise.all(Array.from({ length: plan.tills }, till))
  const kills = await killAtRandom(plan, () => next < plan.sales + plan.tills)
  await selling

  const books = await settledBooks(plan)
  const { transactions } = await plan.running.biller.ledger()
  const debits = new Set(transactions.filter(({ debited, credited }) => debited > credited).map(({ ref_id }) => ref_id))
  const twice = transactions.filter(({ debited, price }) => price > 0 && debited > price).map(({ ref_id }) => ref_id)
  return {
    sales: invoices.size,
    kills,
    boughtTwice: [...changed, ...twice],
    debitsWithoutTransaction: [...debits].filter((refId) => !books.has(refId)),
    answeredAndAbsent: [...invoices.values()].map(refIdOf).filter((refId) => !books.has(refId)),
    leftProcessing: [...books].filter(([, status]) => status === 'PROCESSING').map(([refId]) => refId),
    wrongStatus: [...books]
      .filter(
        ([refId, status]) => (status === 'SUCCESS' && !debits.has(refId)) || (status === 'FAILED' && debits.has(refId)),
      )
      .map(([refId]) => refId),
  }
}

/** A till repeats its key until it is told, exactly as the web app does. */
function sell({ running, accessToken }: CrashPlan, idempotencyKey: string): Promise<string> {
  const input = { meterNumber: '12345678901', productCode: 'hpln20000', idempotencyKey, confirmDuplicate: true }
  return waitUntil(
    async () => {
      const answer = await running.graph(BUY, { input }, accessToken).catch(() => null)
      return answer?.data?.buyToken?.invoice as string | undefined
    },
    { within: PATIENCE_MS, what: `an answer to ${idempotencyKey}` },
  )
}

async function killAtRandom({ running, victim, kills, random }: CrashPlan, isSelling: () => boolean): Promise<number> {
  let done = 0
  while (done < kills && isSelling()) {
    await sleep(50 + random() * 700)
    await running.house.kill(victim)
    await running.house.startOne(victim)
    done += 1
  }
  return done
}

/** Our books, refId to status, once nothing is PROCESSING any more, or as they are when the time is over. */
async function settledBooks(plan: CrashPlan): Promise<Map<string, string>> {
  let books = new Map<string, string>()
  await waitUntil(
    async () => {
      // The last kill may still be felt: what cannot be read now is read again.
      const read = await readBooks(plan).catch(() => null)
      books = read ?? books
      return read !== null && read.size > 0 && ![...read.values()].includes('PROCESSING')
    },
    { within: SETTLE_MS, what: 'every sale to settle' },
  ).catch(() => undefined)
  return books
}

async function readBooks({ running, adminToken }: CrashPlan): Promise<Map<string, string>> {
  const sales = await allSales((query, variables) => running.graph(query, variables, adminToken))
  return new Map(sales.map(({ invoice, status }) => [refIdOf(invoice), status]))
}

function refIdOf(invoice: string): string {
  return invoice.replace('-', '')
}
