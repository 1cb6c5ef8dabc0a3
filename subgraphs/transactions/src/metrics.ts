import type { Outcome } from '@setrum/iak'
import type { Logger } from '@setrum/service-runtime'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { Transactions } from './models/transaction.js'

const MINUTE_MS = 60_000
/** Ages of open sales: how they are called, and where they begin. */
const AGES = [
  ['up to 1m', 0],
  ['1m to 10m', MINUTE_MS],
  ['10m to 1h', 10 * MINUTE_MS],
  ['1h to 24h', 60 * MINUTE_MS],
  ['over 24h', 24 * 60 * MINUTE_MS],
] as const

export interface SalesMetrics {
  /** What the biller said of a purchase, or that it said nothing. */
  countOutcome: (call: 'PURCHASE' | 'STATUS', outcome: Outcome) => void
  countAlert: () => void
  addTo: (registry: Registry) => void
}

/** What `/metrics` says of sales: what the biller answers, what is still open and for how long, what somebody must see. */
export function createSalesMetrics({
  transactions,
  now,
  logger,
}: {
  transactions: Pick<Transactions, 'countProcessing'>
  now: () => Date
  logger: Logger
}): SalesMetrics {
  const outcomes = new Counter({
    name: 'biller_outcomes_total',
    help: 'Answers of the biller by what was asked (PURCHASE, STATUS) and by what they say of the sale',
    labelNames: ['call', 'outcome'],
    registers: [],
  })
  const alerts = new Counter({
    name: 'transactions_alerts_total',
    help: 'What somebody has to look at, such as answers of the biller that contradict each other',
    registers: [],
  })
  const open = new Gauge({
    name: 'transactions_processing',
    help: 'Sales that are PROCESSING, by age',
    labelNames: ['age'],
    registers: [],
    async collect() {
      try {
        const older = await Promise.all(
          AGES.map(([, ms]) => transactions.countProcessing(new Date(now().getTime() - ms))),
        )
        for (const [index, [age]] of AGES.entries()) this.set({ age }, (older[index] ?? 0) - (older[index + 1] ?? 0))
      } catch (err) {
        // No figure is better than an old one.
        this.reset()
        logger.warn({ err }, 'the open sales could not be counted')
      }
    },
  })
  return {
    countOutcome: (call, outcome) =>
      outcomes.inc({ call, outcome: outcome.kind === 'PENDING' ? `PENDING_${outcome.reason}` : outcome.kind }),
    countAlert: () => alerts.inc(),
    addTo: (registry) => {
      registry.registerMetric(outcomes)
      registry.registerMetric(alerts)
      registry.registerMetric(open)
    },
  }
}
