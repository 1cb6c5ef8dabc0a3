import { expect, test } from 'vitest'
import { isPhone, unlessEqual } from './form-rules'

test('the page accepts the phone numbers that the API accepts', () => {
  for (const text of ['555123', '(021) 555.123', '+62 812-3456-7890', '\u202a0812 3456 7890\u202c']) {
    expect(isPhone(text)).toBe(true)
  }
  for (const text of ['', '12345', '0812x', '1234567890123456']) expect(isPhone(text)).toBe(false)
})

test('an untouched field is not checked, a changed one is', () => {
  const rule = unlessEqual('-', (text) => (isPhone(text) ? null : 'wrong'))
  expect(rule('-')).toBeNull()
  expect(rule('0812')).toBe('wrong')
  expect(rule('081234567890')).toBeNull()
})
