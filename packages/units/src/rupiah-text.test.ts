import { expect, test } from 'vitest'
import { readRupiahText } from './rupiah.js'

test.each([
  ['1500', 1_500],
  ['1.500', 1_500],
  ['Rp 1.500', 1_500],
  ['Rp1.500,00', 1_500],
  ['1500,00', 1_500],
  ['\u202a1.000.000\u202c ', 1_000_000],
  ['0', 0],
])('"%s" is %d rupiah, typed or pasted', (text, amountIdr) => expect(readRupiahText(text)).toBe(amountIdr))

test.each([
  '1,500',
  '1500.00',
  '1,500.00',
  '1.50',
  '-500',
  '\u2212500',
  '1.500,50',
  '1e3',
  '',
  'seribu',
  '9'.repeat(17),
])('"%s" is unclear or no amount, and is refused', (text) => expect(readRupiahText(text)).toBeNull())
