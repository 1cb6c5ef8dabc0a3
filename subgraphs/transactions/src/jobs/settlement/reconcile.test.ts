import type { Outcome } from '@setrum/iak'
import { createLogger } from '@setrum/service-runtime'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Deps } from '../../context.js'
import { RECOVERY_RULES } from '../../domain/settlement/recovery.js'
import type { Transaction } from '../../domain/transaction.js'
import { type Reconciler, reconcile } from './reconcile.js'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const OPTIONS = { tickMs: 500, leaseMs: 12_000, perMinute: 60, concurrency: 8 }

let isDue: boolean
let answer: Outcome
/** When the biller was asked. */
let asked: number[]
let running: Reconciler

beforeEach(() => {
  vi.useFakeTimers()
  isDue = true
  answer = said('PENDING', '39')
  asked = []
})
afterEach(async () => {
  isDue = false
  await running.stop()
  vi.useRealTimers()
})

function said(kind: 'PENDING' | 'INCONCLUSIVE', code: string): Outcome {
  const common = { code, message: null, trId: null, cause: null, alarm: false }
  return kind === 'PENDING' ? { kind, reason: 'PROCESS', ...common } : { kind, ...common }
}

/** As many sales as one could ask for, each due whenever `isDue`. */
function start(options: Partial<typeof OPTIONS> = {}) {
  const sale = {
    id: 'sale',
    refId: 'INV1',
    state: 'PROCESSING',
    productType: 'PREPAID',
    createdAt: new Date(),
    lastSentAt: new Date(),
    businessDate: '2026-03-31',
    events: [],
  } as unknown as Transaction
  let claims = 0
  running = reconcile(
    {
      transactions: {
        claimDue: async () => (isDue ? { ...sale, id: `sale-${claims++}` } : null),
        change: async () => sale,
        renewLeases: async () => undefined,
        release: async () => undefined,
      },
      biller: {
        checkPrepaidStatus: async () => {
          asked.push(performance.now())
          return answer
        },
      },
      rules: RECOVERY_RULES,
      now: () => new Date(),
      timeZone: 'Asia/Jakarta',
      owner: 'test',
      logger: createLogger('test', 'silent'),
      heard: () => undefined,
      alert: () => undefined,
    } as unknown as Deps,
    { ...OPTIONS, ...options },
  )
}

const mostInAMinute = () =>
  Math.max(...asked.map((from) => asked.filter((at) => at >= from && at < from + MINUTE).length))

test.each([1, 7, 120])(
  'with a cap of %i questions a minute no minute holds more, also after a quiet time',
  async (perMinute) => {
    isDue = false
    start({ perMinute })
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    isDue = true
    await vi.advanceTimersByTimeAsync(3 * MINUTE)
    expect(mostInAMinute()).toBeLessThanOrEqual(perMinute)
    // It holds back no more than it has to.
    expect(asked.length).toBeGreaterThanOrEqual(2 * perMinute)
  },
)

test('while the biller answers "under maintenance" it is asked once in a while, and as before when it is back', async () => {
  answer = said('INCONCLUSIVE', '110')
  start({ perMinute: 1_200 })
  await vi.advanceTimersByTimeAsync(2 * MINUTE)
  expect(asked.length).toBeGreaterThan(8)
  expect(asked.length).toBeLessThan(30)
  answer = said('PENDING', '39')
  const before = asked.length
  await vi.advanceTimersByTimeAsync(MINUTE / 2)
  expect(asked.length - before).toBeGreaterThan(100)
})
