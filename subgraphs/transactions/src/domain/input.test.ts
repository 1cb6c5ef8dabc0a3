import { expect, test } from 'vitest'
import { readCustomerNumber, readMeterNumber, readToken } from './input.js'

test('numbers are read as they are copied from receipts and chats', () => {
  expect(readMeterNumber('\u202aNo. Meter: 141.2345.6789\u202c')).toBe('14123456789')
  expect(readCustomerNumber('ID pel. 5321\u200b1012\u00a03456')).toBe('532110123456')
  expect(readToken('1234-5678 9012\u20113456.7890')).toBe('12345678901234567890')
})

test.each(['1412345678x', '14123456789\u0000', '14123456789 Siti', '1412345678', '1412345678901'])(
  'the meter number "%s" is refused',
  (text) => expect(() => readMeterNumber(text)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' })),
)
