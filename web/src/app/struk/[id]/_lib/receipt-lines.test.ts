import { expect, test } from 'vitest'
import type { ReceiptFragment } from '@/gen/graphql'
import { COLUMNS, receiptLines, receiptText } from './receipt-lines'

const TOKEN_SALE: ReceiptFragment = {
  __typename: 'Transaction',
  id: 't1',
  invoice: 'INV-1763900000000000',
  productType: 'PREPAID',
  productCode: 'hpln50000',
  product: null,
  customer: {
    __typename: 'Customer',
    number: '14123456789',
    meterNumber: '14123456789',
    subscriberId: '532110123456',
    name: 'PT SUMBER MAKMUR ABADI SENTOSA JAYA',
    tariff: 'R1M',
    power: 900,
  },
  status: 'SUCCESS',
  nominal: 50000,
  adminFee: null,
  price: 51500,
  token: '12345678901234567890',
  kwh: 33.4,
  reference: null,
  remainingBills: null,
  employeeName: 'Siti',
  printCount: 0,
  createdAt: '2026-11-24T02:00:00.000Z',
  completedAt: '2026-11-24T02:00:05.000Z',
  bills: [],
}

const text = (sale: Partial<ReceiptFragment>, reprint = 0) =>
  receiptText(receiptLines({ ...TOKEN_SALE, ...sale }, reprint, 'Asia/Jakarta'))

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
  const bill = {
    __typename: 'Bill',
    period: '202610',
    amount: 150000,
    adminFee: 2750,
    penalty: 3000,
    total: 155750,
  } as const
  const receipt = text({ productType: 'POSTPAID', token: null, bills: [bill], price: 155750, remainingBills: 2 })
  expect(receipt).toMatch(/Denda +Rp 3\.000/)
  expect(receipt).toMatch(/Biaya admin +Rp 2\.750/)
  expect(receipt).toContain('Masih ada 2 lembar tagihan')
})
