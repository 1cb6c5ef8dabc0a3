import { expect, test } from 'vitest'
import { TOKEN_SALE } from './receipt.fixture'
import { type ReceiptLine, receiptLines } from './receipt-lines'
import { receiptPdf } from './receipt-pdf'
import { receiptBytes } from './receipt-printer'

const [ESC, GS] = [0x1b, 0x1d]
const line = (text: string, more: Partial<ReceiptLine> = {}): ReceiptLine => ({
  text,
  align: 'left',
  isBold: false,
  isLarge: false,
  ...more,
})
const bytesOf = (...lines: ReceiptLine[]) => [...receiptBytes(lines)]
const textOf = (bytes: number[]) => Buffer.from(bytes).toString('latin1')
const has = (bytes: number[], ...sequence: number[]) => textOf(bytes).includes(textOf(sequence))

test('a print starts with a reset of the printer and ends with a cut', () => {
  const bytes = bytesOf(line('SETRUM'))
  expect(bytes.slice(0, 2)).toEqual([ESC, 0x40])
  // GS V, function B or 1: a partial cut.
  expect(textOf(bytes).lastIndexOf(textOf([GS, 0x56]))).toBeGreaterThan(textOf(bytes).lastIndexOf('SETRUM'))
})

test('each line is printed once, in order, and large lines in double size', () => {
  const bytes = bytesOf(
    line('Stroom', { align: 'center', isBold: true }),
    line('1234 5678 9012', { isLarge: true }),
    line('Total Rp 51.500'),
  )
  const text = textOf(bytes)
  expect(text.split('1234 5678 9012')).toHaveLength(2)
  expect(text.indexOf('Stroom')).toBeLessThan(text.indexOf('1234 5678 9012'))
  expect(text.indexOf('1234 5678 9012')).toBeLessThan(text.indexOf('Total Rp 51.500'))
  expect(has(bytes, GS, 0x21, 0x11)).toBe(true) // GS !: twice as wide, twice as high
  expect(has(bytes, ESC, 0x45, 1)).toBe(true) // ESC E: bold
  expect(text).toMatch(/ {8,}\S*Stroom/) // centred by blanks: the columns are known
})

test('a customer’s name cannot contain commands for the printer', () => {
  const bytes = bytesOf(line('Siti\u001b@\u001dV\u0000 Aminah'))
  expect(textOf(bytes).indexOf(textOf([ESC, 0x40]), 2)).toBe(-1)
  expect(textOf(bytes).split(textOf([GS, 0x56]))).toHaveLength(2)
})

test('a name with typographic characters is printed in the letters of the printer', async () => {
  const name = 'Ma\u2019ruf \u201cRen\u00e9\u201d \u2013 Jaya'
  const sale = { ...TOKEN_SALE, customer: { ...TOKEN_SALE.customer, name } }
  const lines = receiptLines(sale, 0, 'Asia/Jakarta')
  expect(textOf(bytesOf(...lines))).toContain('Ma\'ruf "Rene" - Jaya')
  for (const { text } of lines) expect(text).toMatch(/^[\x20-\x7e]*$/)
  expect((await receiptPdf(lines)).size).toBeGreaterThan(500)
})
