import { expect, test } from 'vitest'
import { isOutcomeUnknown } from './purchase-outcome'

const refused = (code: string) => ({ kind: 'refused', code, message: '', details: {} }) as const

test.each(['PRICE_CHANGED', 'BILLER_UNAVAILABLE', 'DUPLICATE_SUSPECTED', 'OUTSIDE_SHIFT'])(
  'after %s the employee knows that nothing was bought, at the first time and after a lost answer',
  (code) => {
    expect(isOutcomeUnknown(refused(code), false)).toBe(false)
    expect(isOutcomeUnknown(refused(code), true)).toBe(false)
  },
)

test.each(['RATE_LIMITED', 'UNAUTHENTICATED', 'ACCOUNT_INACTIVE', 'FORBIDDEN'])(
  '%s says that nothing was bought as the first answer, and nothing at all after a lost one',
  (code) => {
    expect(isOutcomeUnknown(refused(code), false)).toBe(false)
    expect(isOutcomeUnknown(refused(code), true)).toBe(true)
  },
)

test('a lost answer, a dead part of the system and an unexpected fault leave the outcome unknown', () => {
  for (const isRepeat of [false, true]) {
    expect(isOutcomeUnknown({ kind: 'unreachable' }, isRepeat)).toBe(true)
    expect(isOutcomeUnknown({ kind: 'parts', parts: ['transactions'] }, isRepeat)).toBe(true)
    expect(isOutcomeUnknown(refused('INTERNAL_SERVER_ERROR'), isRepeat)).toBe(true)
    expect(isOutcomeUnknown(refused('SOMETHING_NEW'), isRepeat)).toBe(true)
  }
})
