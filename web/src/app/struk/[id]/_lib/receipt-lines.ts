import type { ReceiptFragment } from '@/gen/graphql'
import { type Format, groupsOfFour, makeFormat, meterReading } from '../../../../lib/format'
import { transliterate } from './transliterate'

/** Characters per line of a 58 mm printer. */
export const COLUMNS = 32

/** One line of a receipt. A large line is printed twice as wide, with half as many characters. */
export interface ReceiptLine {
  text: string
  align: 'left' | 'center'
  isBold: boolean
  isLarge: boolean
}

/** The name at the head of a receipt. */
export const SHOP = 'KONTER SETRUM'

export const TITLES = {
  PREPAID: 'STRUK PEMBELIAN LISTRIK PRABAYAR',
  POSTPAID: 'STRUK PEMBAYARAN TAGIHAN LISTRIK',
  NON_TAGLIS: 'STRUK PEMBAYARAN NON TAGLIS',
} as const

/** PLN requires this text on every receipt. */
export const FOOTER = ['PLN menyatakan struk ini sebagai bukti pembayaran yang sah.', 'Info: Call Center PLN 123']

/**
 * A receipt as lines of 32 characters, for paper, PDF and ESC/POS printers.
 * @param reprint the number of the reprint, 0 for the first print
 * @param timeZone the time zone of the counter
 */
export function receiptLines(sale: ReceiptFragment, reprint: number, timeZone: string): ReceiptLine[] {
  const { head, customer, amounts, remaining } = receiptContent(sale, timeZone)
  return [
    ...center(SHOP, { isBold: true }),
    ...center(TITLES[sale.productType], { isBold: true }),
    ...(reprint > 0 ? center(`CETAK ULANG ke-${reprint}`, { isBold: true }) : []),
    rule,
    ...head.flatMap(pair),
    rule,
    ...customer.flatMap(pair),
    ...amounts.flatMap(pair),
    ...(remaining ? center(remaining) : []),
    ...(sale.productType === 'PREPAID' ? tokenLines(sale) : []),
    rule,
    ...FOOTER.flatMap((text) => center(text)),
  ]
}

/** A name with its values. On paper each value starts on a line of its own. */
export interface ReceiptEntry {
  name: string
  values: readonly string[]
  isBold?: boolean
}

/** The content of a receipt, in Indonesian: it is for the customer. Entries without a value are left out. */
export function receiptContent(sale: ReceiptFragment, timeZone: string) {
  const format = makeFormat('id', timeZone)
  const isPresent = ({ values }: ReceiptEntry) => values.length > 0
  return {
    head: [
      entry('Waktu', format.dateTime(sale.completedAt ?? sale.createdAt)),
      entry('Invoice', sale.invoice),
      entry('Kasir', sale.employeeName),
    ].filter(isPresent),
    customer: customerEntries(sale, format).filter(isPresent),
    amounts: (sale.productType === 'PREPAID' ? tokenEntries : billEntries)(sale, format).filter(isPresent),
    remaining: sale.remainingBills ? `Masih ada ${sale.remainingBills} lembar tagihan` : null,
  }
}

function entry(name: string, value: string | null | undefined, isBold = false): ReceiptEntry {
  return { name, values: value ? [value] : [], isBold }
}

function customerEntries({ customer, productType, reference }: ReceiptFragment, format: Format): ReceiptEntry[] {
  const power = customer.power == null ? null : `${format.number(customer.power)} VA`
  return [
    entry(productType === 'PREPAID' ? 'No. meter' : 'ID pel.', customer.meterNumber ?? customer.number),
    entry('ID pel.', productType === 'PREPAID' ? customer.subscriberId : null),
    entry('Nama', customer.name),
    entry('Tarif/daya', [customer.tariff, power].filter(Boolean).join('/')),
    entry('Ref', reference),
  ]
}

function tokenEntries({ nominal, price, kwh }: ReceiptFragment, format: Format): ReceiptEntry[] {
  return [
    entry('Nominal', nominal == null ? null : format.rupiah(nominal)),
    entry('Jml kWh', kwh == null ? null : format.number(kwh)),
    entry('Total bayar', format.rupiah(price), true),
  ]
}

function billEntries({ bills, price }: ReceiptFragment, format: Format): ReceiptEntry[] {
  const sum = (key: 'amount' | 'penalty' | 'adminFee') => bills.reduce((total, bill) => total + bill[key], 0)
  return [
    { name: 'Periode', values: bills.map(({ period }) => format.month(period)).filter(Boolean) },
    { name: 'Stand meter', values: bills.flatMap((bill) => meterReading(bill) ?? []) },
    entry('Tagihan', format.rupiah(sum('amount'))),
    entry('Denda', sum('penalty') > 0 ? format.rupiah(sum('penalty')) : null),
    entry('Biaya admin', format.rupiah(sum('adminFee'))),
    entry('Total bayar', format.rupiah(price), true),
  ]
}

function tokenLines({ token }: ReceiptFragment): ReceiptLine[] {
  const groups = groupsOfFour(token ?? '')
  return [
    rule,
    ...center('TOKEN', { isBold: true }),
    ...[groups.slice(0, 3), groups.slice(3)].flatMap((part) => center(part.join(' '), { isBold: true, isLarge: true })),
  ]
}

const rule: ReceiptLine = { text: '-'.repeat(COLUMNS), align: 'left', isBold: false, isLarge: false }

/** A name on the left and its values on the right, each wrapped onto further lines if needed. */
function pair({ name, values, isBold = false }: ReceiptEntry): ReceiptLine[] {
  const [first = '', ...more] = values.flatMap((value) => wrapped(value, COLUMNS - name.length - 1))
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

/** Breaks between words, and within a word that is longer than a line. In the letters that printers have. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of transliterate(text)
    .split(' ')
    .flatMap((it) => it.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [])) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line ? `${line} ${word}` : word
  }
  return line ? [...lines, line] : lines
}
