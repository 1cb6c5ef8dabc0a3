import { expect, test } from 'vitest'
import { isOutcomeUnknown } from './purchase-outcome'

const refused = (code: string) => ({ kind: 'refused', code, message: '', details: {} }) as const

test.each(['PRICE_CHANGED', 'BILLER_UNAVAILABLE', 'DUPLICATE_SUSPECTED', 'OUTSIDE_SHIFT'])(
  'after %s the employee knows that nothing was bought',
  (code) => expect(isOutcomeUnknown(refused(code))).toBe(false),
)

test('a lost answer, a dead part of the system and an unexpected fault leave the outcome unknown', () => {
  expect(isOutcomeUnknown({ kind: 'unreachable' })).toBe(true)
  expect(isOutcomeUnknown({ kind: 'parts', parts: ['transactions'] })).toBe(true)
  expect(isOutcomeUnknown(refused('INTERNAL_SERVER_ERROR'))).toBe(true)
  expect(isOutcomeUnknown(refused('SOMETHING_NEW'))).toBe(true)
})
