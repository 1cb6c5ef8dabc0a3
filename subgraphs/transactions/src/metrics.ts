import type { Outcome } from '@setrum/iak'
import type { Logger } from '@setrum/service-runtime'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { Transactions } from './models/transaction.js'

const MINUTE_MS = 60_000
/** Ages of open sales: label and lower bound. */
const AGES = [
  ['up to 1m', 0],
  ['1m to 10m', MINUTE_MS],
  ['10m to 1h', 10 * MINUTE_MS],
  ['1h to 24h', 60 * MINUTE_MS],
  ['over 24h', 24 * 60 * MINUTE_MS],
] as const

export interface SalesMetrics {
  /** Counts a response of the biller, or its absence. */
  countOutcome: (call: 'PURCHASE' | 'STATUS', outcome: Outcome) => void
  countAlert: () => void
  addTo: (registry: Registry) => void
}

/** The metrics of sales: outcomes by request, open sales by age, alerts. */
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
    help: 'Responses of the biller by request (PURCHASE, STATUS) and outcome',
    labelNames: ['call', 'outcome'],
    registers: [],
  })
  const alerts = new Counter({
    name: 'transactions_alerts_total',
    help: 'Alerts, such as new review reasons of transactions',
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
        // No value is better than a stale one.
        this.reset()
        logger.warn({ event: 'metrics.count_failed', err }, 'the open sales could not be counted')
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
