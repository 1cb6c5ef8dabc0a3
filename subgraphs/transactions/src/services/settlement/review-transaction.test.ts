import { expect, test } from 'vitest'
import { aSale } from '../../../test/support/a-sale.js'
import type { Deps } from '../../context.js'
import { enter } from '../../domain/settlement/next-phase.js'
import { RECOVERY_RULES } from '../../domain/settlement/recovery-rules.js'
import type { Transaction } from '../../domain/transaction.js'
import type { Change } from '../../models/transaction.js'
import { correctTransaction } from './correct-transaction.js'
import { reviewTransaction } from './review-transaction.js'

const ADMIN = { role: 'ADMIN', userId: 'a1', sessionId: 's1' } as const
const NOTE = 'token dikirim lewat SMS'

test.each([
  ['a review', 'REVIEW', (id: string, deps: Deps) => reviewTransaction({ id, note: NOTE }, ADMIN, deps)],
  [
    'a confirmation',
    'CORRECTION',
    (id: string, deps: Deps) => correctTransaction({ id, note: NOTE, resolution: 'SUCCESS' }, ADMIN, deps),
  ],
  [
    'a correction',
    'CORRECTION',
    (id: string, deps: Deps) => correctTransaction({ id, note: NOTE, resolution: 'FAILED' }, ADMIN, deps),
  ],
])('a review reason that comes during %s is not removed by it', async (_name, type, act) => {
  let sale = aSale('PREPAID', { phase: { name: 'SUCCESS' }, reviewReasons: ['UNREADABLE_TOKEN'] })
  const read: number[] = []
  const deps = {
    alert: () => undefined,
    rules: RECOVERY_RULES,
    now: () => new Date(0),
    transactions: {
      byIdForChange: async () => {
        read.push(sale.revision)
        return sale
      },
      change: async (before: Transaction, { reviewReasons, events }: Change) => {
        // A response of the biller is recorded between the read and the first write.
        if (sale.revision === 0)
          sale = { ...sale, revision: 1, reviewReasons: [...sale.reviewReasons, 'COST_MISMATCH'] }
        if (before.revision !== sale.revision) return null
        sale = { ...sale, revision: 2, reviewReasons: [...reviewReasons], events: [...sale.events, ...events] }
        return sale
      },
    },
  } as unknown as Deps

  const reviewed = await act(sale.id, deps)

  expect(read).toEqual([0, 1])
  expect(reviewed.reviewReasons).toEqual(['COST_MISMATCH'])
  expect(reviewed.events.at(-1)).toMatchObject({ type, actor: 'a1', reasons: ['UNREADABLE_TOKEN'] })
})

test('a resolution by hand keeps the review reasons that its own status query brought', () => {
  const sale = aSale('PREPAID', { reviewReasons: ['COST_MISMATCH', 'CONTRADICTORY_RESPONSE'] })
  const entered = enter(sale, 'RESOLVED_FAILED', new Date(0), RECOVERY_RULES, ['COST_MISMATCH'])
  expect(entered?.reviewReasons).toEqual(['CONTRADICTORY_RESPONSE'])
})
