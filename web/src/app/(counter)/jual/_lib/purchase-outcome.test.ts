import type { ErrorCode } from '@setrum/api-contract'
import { expect, test } from 'vitest'
import { isOutcomeUnknown } from './purchase-outcome'

const errorWith = (code: ErrorCode | null) => ({ kind: 'error', code, message: '', details: {} }) as const

test.each(['PRICE_CHANGED', 'BILLER_UNAVAILABLE', 'DUPLICATE_SUSPECTED', 'OUTSIDE_SHIFT'] as const)(
  '%s means that nothing was bought, as the first response and after a lost one',
  (code) => {
    expect(isOutcomeUnknown(errorWith(code), false)).toBe(false)
    expect(isOutcomeUnknown(errorWith(code), true)).toBe(false)
  },
)

test.each(['RATE_LIMITED', 'UNAUTHENTICATED', 'ACCOUNT_INACTIVE', 'FORBIDDEN'] as const)(
  '%s means that nothing was bought as the first response, and leaves the outcome unknown after a lost one',
  (code) => {
    expect(isOutcomeUnknown(errorWith(code), false)).toBe(false)
    expect(isOutcomeUnknown(errorWith(code), true)).toBe(true)
  },
)

test('a lost response, an unavailable subgraph and an unexpected error leave the outcome unknown', () => {
  for (const isRepeat of [false, true]) {
    expect(isOutcomeUnknown({ kind: 'unreachable' }, isRepeat)).toBe(true)
    expect(isOutcomeUnknown({ kind: 'unavailable', services: ['transactions'] }, isRepeat)).toBe(true)
    expect(isOutcomeUnknown(errorWith('INTERNAL_SERVER_ERROR'), isRepeat)).toBe(true)
    expect(isOutcomeUnknown(errorWith(null), isRepeat)).toBe(true)
  }
})
