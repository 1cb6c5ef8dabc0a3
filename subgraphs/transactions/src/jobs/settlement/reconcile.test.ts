import type { Outcome } from '@setrum/iak'
import { createLogger } from '@setrum/service-runtime'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { aPhase } from '../../../test/support/a-sale.js'
import type { Deps } from '../../context.js'
import { RECOVERY_RULES } from '../../domain/settlement/recovery-rules.js'
import type { Transaction } from '../../domain/transaction.js'
import { type Reconciler, reconcile } from './reconcile.js'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const OPTIONS = { tickMs: 500, leaseMs: 12_000, perMinute: 60, concurrency: 8 }

let isDue: boolean
let outcome: Outcome
/** The times of the status queries. */
let queries: number[]
let running: Reconciler

beforeEach(() => {
  vi.useFakeTimers()
  isDue = true
  outcome = outcomeOf('PENDING', '39')
  queries = []
})
afterEach(async () => {
  isDue = false
  await running.stop()
  vi.useRealTimers()
})

function outcomeOf(kind: 'PENDING' | 'INCONCLUSIVE', code: string): Outcome {
  const common = { code, message: null, trId: null, cause: null, alarm: false }
  return kind === 'PENDING' ? { kind, reason: 'PROCESS', ...common } : { kind, ...common }
}

/** Starts the reconciler over an unlimited number of sales, all due while `isDue`. */
function start(options: Partial<typeof OPTIONS> = {}) {
  const sale = {
    id: 'sale',
    refId: 'INV1',
    productType: 'PREPAID',
    createdAt: new Date(),
    phase: aPhase('SUBMITTED', { firstAt: new Date(), lastAt: new Date() }),
    reviewReasons: [],
    trId: null,
    productCode: 'hpln20000',
    customerNumber: '12345678901',
    customer: { meterNumber: null, subscriberId: null },
    businessDate: '2026-03-31',
    events: [],
  } as unknown as Transaction
  let claims = 0
  let nextAt = 0
  running = reconcile(
    {
      transactions: {
        claimDue: async () => (isDue ? { ...sale, id: `sale-${claims++}` } : null),
        change: async () => sale,
        renewLeases: async () => undefined,
        release: async () => undefined,
      },
      billerAccount: {
        takeStatusQuery: async (at: Date, intervalMs: number) => {
          if (at.getTime() < nextAt) return false
          nextAt = at.getTime() + intervalMs
          return true
        },
      },
      biller: {
        checkPrepaidStatus: async () => {
          queries.push(performance.now())
          return outcome
        },
      },
      rules: RECOVERY_RULES,
      now: () => new Date(),
      timeZone: 'Asia/Jakarta',
      owner: 'test',
      logger: createLogger('test', 'silent'),
      countOutcome: () => undefined,
      alert: () => undefined,
    } as unknown as Deps,
    { ...OPTIONS, ...options },
  )
}

const maxInAMinute = () =>
  Math.max(...queries.map((from) => queries.filter((at) => at >= from && at < from + MINUTE).length))

test.each([1, 7, 120])(
  'with a cap of %i queries a minute no minute has more, also after an idle time',
  async (perMinute) => {
    isDue = false
    start({ perMinute })
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    isDue = true
    await vi.advanceTimersByTimeAsync(3 * MINUTE)
    expect(maxInAMinute()).toBeLessThanOrEqual(perMinute)
    // The cap is used up.
    expect(queries.length).toBeGreaterThanOrEqual(2 * perMinute)
  },
)

test('while the biller is under maintenance it is queried rarely, and as before when it is back', async () => {
  outcome = outcomeOf('INCONCLUSIVE', '110')
  start({ perMinute: 1_200 })
  await vi.advanceTimersByTimeAsync(2 * MINUTE)
  expect(queries.length).toBeGreaterThan(8)
  expect(queries.length).toBeLessThan(30)
  outcome = outcomeOf('PENDING', '39')
  const before = queries.length
  await vi.advanceTimersByTimeAsync(MINUTE / 2)
  expect(queries.length - before).toBeGreaterThan(100)
})
