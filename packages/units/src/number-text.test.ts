import { expect, test } from 'vitest'
import { cleanNumber, digitsOf, readPhoneNumber } from './number-text.js'

test.each([
  ['direction marks of a chat', '\u202a14123456789\u202c'],
  ['isolates and a mark of order', '\u2066\ufeff14123456789\u2069'],
  ['zero width characters', '141\u200b2345\u200d6789'],
  ['a soft hyphen', '14123\u00ad456789'],
  ['dots', '14.123.456.789'],
  ['blanks, also the non-breaking and the narrow one', ' 141 2345\u00a06\u202f789 '],
  ['hyphens and dashes', '1412-3456\u20137\u2011 89'],
  ['the label of a receipt', 'No. Meter: 14123456789'],
  ['the label of a bill', 'ID pel.  : 14123456789'],
  ['a label without blanks', 'IDPEL14123456789'],
  ['a marked label', '\u202aNomor meter\u202c 14123456789'],
  ['full-width digits', '\uff11\uff14123456789'],
])('a number pasted with %s is the number', (_, text) => {
  expect(cleanNumber(text)).toBe('14123456789')
  expect(digitsOf(text)).toBe('14123456789')
})

test('other characters stay, so that they can be refused; a field for digits drops them', () => {
  expect(cleanNumber('1412345678x')).toBe('1412345678x')
  expect(cleanNumber('14123456789\u0000')).toBe('14123456789\u0000')
  expect(cleanNumber('Siti 14123456789')).toBe('Siti14123456789')
  expect(digitsOf('Siti 14123456789')).toBe('14123456789')
  expect(cleanNumber('')).toBe('')
})

test('a long text of label words is read in a moment', () => {
  const startedAt = performance.now()
  expect(cleanNumber(`${'idpel'.repeat(20_000)}x`)).toBe('x')
  expect(performance.now() - startedAt).toBeLessThan(2_000)
})

test.each([
  ['0812 3456 7890', '081234567890'],
  ['\u202a+62 812-3456-7890\u202c', '+6281234567890'],
  ['(021) 555.123', '021555123'],
  ['555123', '555123'],
])('the phone number %s is accepted', (text, phone) => expect(readPhoneNumber(text)).toBe(phone))

test.each(['', '12345', '1234567890123456', '0812x', '62+812345'])('the phone number "%s" is refused', (text) =>
  expect(readPhoneNumber(text)).toBeNull(),
)
