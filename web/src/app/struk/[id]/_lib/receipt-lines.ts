import type { ReceiptFragment } from '@/gen/graphql'
import { type Format, groupsOfFour, makeFormat } from '../../../../lib/format'

/** Characters per line of a 58 mm printer. */
export const COLUMNS = 32

/** One line of a receipt. A large line is printed twice as wide, with half as many characters. */
export interface ReceiptLine {
  text: string
  align: 'left' | 'center'
  isBold: boolean
  isLarge: boolean
}

const TITLES = {
  PREPAID: 'STRUK PEMBELIAN LISTRIK PRABAYAR',
  POSTPAID: 'STRUK PEMBAYARAN TAGIHAN LISTRIK',
  NON_TAGLIS: 'STRUK PEMBAYARAN NON TAGLIS',
} as const

/** PLN requires this text on every receipt. */
const FOOTER = ['PLN menyatakan struk ini sebagai bukti pembayaran yang sah.', 'Info: Call Center PLN 123']

/**
 * A receipt as lines of 32 characters, for paper, WhatsApp, PDF and ESC/POS printers.
 * @param reprint the number of the reprint, 0 for the first print
 * @param timeZone the time zone of the counter
 */
export function receiptLines(sale: ReceiptFragment, reprint: number, timeZone: string): ReceiptLine[] {
  // The receipt is for the customer: always in Indonesian.
  const format = makeFormat('id', timeZone)
  return [
    ...center('LOKET SETRUM', { isBold: true }),
    ...center(TITLES[sale.productType], { isBold: true }),
    ...(reprint > 0 ? center(`CETAK ULANG ke-${reprint}`, { isBold: true }) : []),
    rule,
    ...pair('Waktu', format.dateTime(sale.completedAt ?? sale.createdAt)),
    ...pair('Invoice', sale.invoice),
    ...pair('Kasir', sale.employeeName),
    rule,
    ...customerLines(sale, format),
    ...(sale.productType === 'PREPAID' ? tokenLines(sale, format) : billLines(sale, format)),
    rule,
    ...FOOTER.flatMap((text) => center(text)),
  ]
}

/** The receipt as plain text, for a message. */
export function receiptText(lines: readonly ReceiptLine[]): string {
  return lines.map(({ text, align }) => (align === 'center' ? centered(text) : text)).join('\n')
}

function customerLines({ customer, productType, reference }: ReceiptFragment, format: Format): ReceiptLine[] {
  const power = customer.power == null ? null : `${format.number(customer.power)} VA`
  return [
    ...pair(productType === 'PREPAID' ? 'No. meter' : 'ID pel.', customer.meterNumber ?? customer.number),
    ...pair('ID pel.', productType === 'PREPAID' ? customer.subscriberId : null),
    ...pair('Nama', customer.name),
    ...pair('Tarif/daya', [customer.tariff, power].filter(Boolean).join('/') || null),
    ...pair('Ref', reference),
  ]
}

function tokenLines({ nominal, price, kwh, token }: ReceiptFragment, format: Format): ReceiptLine[] {
  const groups = groupsOfFour(token ?? '')
  return [
    ...pair('Nominal', nominal == null ? null : plain(format.rupiah(nominal))),
    ...pair('Jml kWh', kwh == null ? null : format.number(kwh)),
    ...pair('Total bayar', plain(format.rupiah(price)), true),
    rule,
    ...center('TOKEN', { isBold: true }),
    ...[groups.slice(0, 3), groups.slice(3)].flatMap((part) => center(part.join(' '), { isBold: true, isLarge: true })),
  ]
}

function billLines({ bills, price, remainingBills }: ReceiptFragment, format: Format): ReceiptLine[] {
  const sum = (key: 'amount' | 'penalty' | 'adminFee') => bills.reduce((total, bill) => total + bill[key], 0)
  return [
    ...pair('Periode', bills.map(({ period }) => format.month(period)).join(', ') || null),
    ...pair('Tagihan', plain(format.rupiah(sum('amount')))),
    ...(sum('penalty') > 0 ? pair('Denda', plain(format.rupiah(sum('penalty')))) : []),
    ...pair('Biaya admin', plain(format.rupiah(sum('adminFee')))),
    ...pair('Total bayar', plain(format.rupiah(price)), true),
    ...(remainingBills ? center(`Masih ada ${remainingBills} lembar tagihan`) : []),
  ]
}

const rule: ReceiptLine = { text: '-'.repeat(COLUMNS), align: 'left', isBold: false, isLarge: false }

/** A name on the left and its value on the right, wrapped onto further lines if needed. Without a value: no line. */
function pair(name: string, value: string | null | undefined, isBold = false): ReceiptLine[] {
  if (!value) return []
  const room = COLUMNS - name.length - 1
  const [first = '', ...more] = wrapped(plain(value), room)
  return [`${name}${first.padStart(COLUMNS - name.length)}`, ...more.map((text) => text.padStart(COLUMNS))].map(
    (text) => ({ text, align: 'left', isBold, isLarge: false }),
  )
}

function center(text: string, { isBold = false, isLarge = false } = {}): ReceiptLine[] {
  return wrapped(text, isLarge ? COLUMNS / 2 : COLUMNS).map((part) => ({
    text: part,
    align: 'center',
    isBold,
    isLarge,
  }))
}

function centered(text: string): string {
  return ' '.repeat(Math.max(0, Math.floor((COLUMNS - text.length) / 2))) + text
}

/** Breaks between words, and within a word that is longer than a line. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((it) => it.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [])) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line ? `${line} ${word}` : word
  }
  return line ? [...lines, line] : lines
}

/** Replaces non-breaking spaces, which printers cannot print. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ')
}
