import type { IakClient, Outcome } from '@setrum/iak'
import type { Logger } from '@setrum/service-runtime'
import { businessDate, startOfDay } from '@setrum/units'
import { Counter, Gauge, type Registry } from 'prom-client'
import { TRANSACTION_STATUSES } from './domain/settlement/phase.js'
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
  /** Passes on the queries of the deposit and keeps the balance. */
  observeDeposit: (biller: Pick<IakClient, 'checkBalance'>) => Pick<IakClient, 'checkBalance'>
  addTo: (registry: Registry) => void
}

/** The metrics of sales: outcomes by request, sales of the day by status, open sales by age, deposit, alerts. */
export function createSalesMetrics({
  transactions,
  timeZone,
  now,
  logger,
}: {
  transactions: Pick<Transactions, 'countProcessing' | 'countSince'>
  timeZone: string
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
  const deposit = new Gauge({
    name: 'biller_deposit_idr',
    help: 'Our deposit with the biller when it was last queried, in rupiah',
    registers: [],
  })
  /** No value is better than a stale one. */
  const drop = (gauge: Gauge, err: unknown) => {
    gauge.reset()
    logger.warn({ event: 'metrics.count_failed', err }, 'the sales could not be counted')
  }
  const today = new Gauge({
    name: 'transactions_today',
    help: 'Transactions of the business day, by status',
    labelNames: ['status'],
    registers: [],
    async collect() {
      try {
        const since = startOfDay(businessDate(now(), timeZone), timeZone)
        const counts = await Promise.all(TRANSACTION_STATUSES.map((status) => transactions.countSince(since, status)))
        for (const [index, status] of TRANSACTION_STATUSES.entries()) this.set({ status }, counts[index] ?? 0)
      } catch (err) {
        drop(this, err)
      }
    },
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
        drop(this, err)
      }
    },
  })
  return {
    countOutcome: (call, outcome) =>
      outcomes.inc({ call, outcome: outcome.kind === 'PENDING' ? `PENDING_${outcome.reason}` : outcome.kind }),
    countAlert: () => alerts.inc(),
    observeDeposit: ({ checkBalance }) => ({
      checkBalance: async () => {
        const result = await checkBalance()
        if (result.kind === 'FOUND') deposit.set(result.value.balanceIdr)
        return result
      },
    }),
    addTo: (registry) => {
      registry.registerMetric(outcomes)
      registry.registerMetric(alerts)
      registry.registerMetric(today)
      registry.registerMetric(open)
      registry.registerMetric(deposit)
    },
  }
}
