import { expect, test } from 'vitest'
import { aSale } from '../../../test/support/a-sale.js'
import type { Deps } from '../../context.js'
import { RECOVERY_RULES } from '../../domain/settlement/recovery-rules.js'
import type { Transaction } from '../../domain/transaction.js'
import type { Change } from '../../models/transaction.js'
import { reviewTransaction } from './review-transaction.js'

test('a review reason that comes during a review is not removed by it', async () => {
  let sale = aSale('PREPAID', { phase: { name: 'SUCCESS' }, reviewReasons: ['UNREADABLE_TOKEN'] })
  const read: number[] = []
  const deps = {
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
  const admin = { role: 'ADMIN', userId: 'a1', sessionId: 's1' } as const

  const reviewed = await reviewTransaction({ id: sale.id, note: 'token dikirim lewat SMS' }, admin, deps)

  expect(read).toEqual([0, 1])
  expect(reviewed.reviewReasons).toEqual(['COST_MISMATCH'])
  expect(reviewed.events.at(-1)).toMatchObject({ type: 'REVIEW', actor: 'a1', reasons: ['UNREADABLE_TOKEN'] })
})
