import { expect, test } from 'vitest'
import type { ReceiptFragment } from '@/gen/graphql'
import { TOKEN_SALE } from './receipt.fixture'
import { COLUMNS, receiptLines } from './receipt-lines'
import { receiptMessage } from './receipt-message'

const BILL = {
  __typename: 'Bill',
  period: '202610',
  amount: 150000,
  adminFee: 2750,
  penalty: 3000,
  total: 155750,
  meterStart: '00012000',
  meterEnd: '00012110',
} as const
const BILL_SALE: ReceiptFragment = {
  ...TOKEN_SALE,
  productType: 'POSTPAID',
  token: null,
  bills: [BILL],
  price: 155750,
  remainingBills: 2,
}

const text = (sale: Partial<ReceiptFragment>, reprint = 0) =>
  receiptLines({ ...TOKEN_SALE, ...sale }, reprint, 'Asia/Jakarta')
    .map((line) => line.text)
    .join('\n')

test('no line is wider than the paper, even with a long name', () => {
  const lines = receiptLines({ ...TOKEN_SALE, employeeName: 'X'.repeat(90) }, 12, 'Asia/Jakarta')
  for (const { text, isLarge } of lines) expect(text.length).toBeLessThanOrEqual(isLarge ? COLUMNS / 2 : COLUMNS)
})

test('a receipt shows the token in five groups of four, the total, and the text that PLN requires', () => {
  expect(text({})).toContain('1234 5678 9012')
  expect(text({})).toContain('3456 7890')
  expect(text({})).toMatch(/Total bayar +Rp 51\.500/)
  expect(text({}).replace(/\s+/g, ' ')).toContain('PLN menyatakan struk ini sebagai bukti pembayaran yang sah.')
})

test('only a reprint is marked as one, with its number', () => {
  expect(text({})).not.toContain('CETAK ULANG')
  expect(text({}, 2)).toContain('CETAK ULANG ke-2')
})

test('the receipt of a bill shows its amounts and the number of remaining bills', () => {
  const receipt = text(BILL_SALE)
  expect(receipt).toMatch(/Denda +Rp 3\.000/)
  expect(receipt).toMatch(/Biaya admin +Rp 2\.750/)
  expect(receipt).toMatch(/Stand meter +00012000-00012110/)
  expect(receipt).toContain('Masih ada 2 lembar tagihan')
})

test('several months are listed one below the other, never broken', () => {
  const bills = ['202609', '202610', '202611'].map((period) => ({ ...BILL, period }))
  const lines = text({ ...BILL_SALE, bills }).split('\n')
  const first = lines.findIndex((line) => line.startsWith('Periode'))
  expect(lines.slice(first, first + 3).map((line) => line.replace('Periode', '').trim())).toEqual([
    'September 2026',
    'Oktober 2026',
    'November 2026',
  ])
})

test('a message has its own format: no columns, no mark of a reprint, the token in one line', () => {
  const message = receiptMessage({ ...TOKEN_SALE, printCount: 3 }, 'Asia/Jakarta')
  expect(message).not.toContain('CETAK ULANG')
  expect(message).not.toMatch(/ {2}|--/)
  expect(message).toContain('Token: *1234 5678 9012 3456 7890*')
  expect(message).toContain('Total bayar: Rp 51.500')
  expect(message).toContain('Nama: PT SUMBER MAKMUR ABADI SENTOSA JAYA')
  expect(message).toContain('PLN menyatakan struk ini sebagai bukti pembayaran yang sah.')
})

test('a message of a bill lists the months and the bills still owed', () => {
  const bills = ['202610', '202611'].map((period) => ({ ...BILL, period }))
  const message = receiptMessage({ ...BILL_SALE, bills }, 'Asia/Jakarta')
  expect(message).toContain('Periode: Oktober 2026, November 2026')
  expect(message).toContain('Masih ada 2 lembar tagihan')
})

test('a name in a message cannot change its format', () => {
  const customer = { ...TOKEN_SALE.customer, name: '*SITI*\n_AMINAH_ ```x' }
  expect(receiptMessage({ ...TOKEN_SALE, customer }, 'Asia/Jakarta')).toContain('Nama: SITI AMINAH x')
})
