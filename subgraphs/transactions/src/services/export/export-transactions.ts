import { finished, pipeline, Readable } from 'node:stream'
import { zoned } from '@setrum/units'
import { type Options, stringify } from 'csv-stringify'
import type { Deps } from '../../context.js'
import { statusOf } from '../../domain/settlement/phase.js'
import type { Transaction } from '../../domain/transaction.js'
import type { Conditions } from '../../models/transaction-filter.js'
import { type Cell, xlsxOf } from './xlsx.js'

/**
 * How numbers and columns are written. Excel with Indonesian settings reads a comma as the decimal sign, and separates
 * columns by semicolons; programs read the international form.
 */
export const EXPORT_FORMATS = ['INTERNATIONAL', 'INDONESIAN'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** The columns: the name for programs, and the heading for a reader with its width in characters. */
const COLUMNS = [
  ['invoice', 'Invoice', 22],
  ['waktu', 'Waktu', 19],
  ['jenis', 'Jenis', 16],
  ['produk', 'Kode produk', 14],
  ['nomor_pelanggan', 'Nomor pelanggan', 17],
  ['nama_pelanggan', 'Nama pelanggan', 28],
  ['status', 'Status', 15],
  ['nominal', 'Nominal (Rp)', 13],
  ['biaya_admin', 'Biaya admin (Rp)', 16],
  ['harga', 'Harga jual (Rp)', 15],
  ['modal', 'Modal (Rp)', 12],
  ['laba', 'Laba (Rp)', 11],
  ['kwh', 'kWh', 8],
  ['kode_biller', 'Kode biller', 11],
  ['karyawan', 'Karyawan', 22],
  ['jam_kerja', 'Jam kerja', 18],
  ['selesai', 'Selesai', 19],
] as const

/** The words of the screens, for a reader. */
const INDONESIAN: Readonly<Record<string, string>> = {
  PREPAID: 'Token listrik',
  POSTPAID: 'Tagihan listrik',
  NON_TAGLIS: 'PLN Non-taglis',
  SUCCESS: 'Berhasil',
  PROCESSING: 'Diproses',
  FAILED: 'Gagal',
  AWAITING_PAYMENT: 'Menunggu bayar',
  EXPIRED: 'Kedaluwarsa',
}

/**
 * Transactions as CSV, streamed from a database cursor with back-pressure: a million rows need no more memory than a
 * hundred. Times are wall-clock times of the counter; tokens are left out.
 */
export function exportTransactions(conditions: Conditions, format: ExportFormat, deps: Deps): Readable {
  const csv = stringify({ ...csvOptions(format), header: true, record_delimiter: 'windows', bom: true })
  const inWords = format === 'INDONESIAN' ? inIndonesian : String
  const rows = rowsOf(conditions, deps, (sale, employeeName) =>
    csvRowOf(sale, { employeeName, timeZone: deps.timeZone, inWords }),
  )
  pipeline(Readable.from(rows, { objectMode: true, highWaterMark: 100 }), csv, (err) => reportFailure(err, deps))
  return csv
}

/** The same as XLSX, for a reader: texts without apostrophes, times as dates. */
export function exportTransactionsAsXlsx(conditions: Conditions, deps: Deps): Readable {
  const columns = COLUMNS.map(([, heading, width]) => ({ heading, width }))
  const rows = rowsOf(conditions, deps, (sale, employeeName) => xlsxRowOf(sale, employeeName, deps.timeZone))
  const xlsx = Readable.from(xlsxOf('Transaksi', columns, rows), { objectMode: false })
  finished(xlsx, (err) => reportFailure(err, deps))
  return xlsx
}

async function* rowsOf<Row>(
  conditions: Conditions,
  { lists, replicas }: Pick<Deps, 'lists' | 'replicas'>,
  rowOf: (sale: Transaction, employeeName: string) => Row,
): AsyncGenerator<Row> {
  for await (const sale of lists.stream(conditions)) {
    yield rowOf(sale, sale.employeeName ?? replicas.users.get(sale.employeeId)?.name ?? '-')
  }
}

function reportFailure(err: NodeJS.ErrnoException | null | undefined, { logger }: Pick<Deps, 'logger'>): void {
  // The client closed the download: not an error.
  if (err && err.code !== 'ERR_STREAM_PREMATURE_CLOSE') {
    logger.warn({ event: 'export.failed', err }, 'an export ended with an error')
  }
}

/** The form of a format, for `csv-stringify`. */
export function csvOptions(format: ExportFormat): Options {
  if (format === 'INTERNATIONAL') return { columns: COLUMNS.map(([name]) => name), quoted_string: true }
  return {
    columns: COLUMNS.map(([, heading]) => heading),
    delimiter: ';',
    quoted_string: true,
    // Not quoted: a spreadsheet reads it as a number.
    cast: { number: (value) => ({ value: String(value).replace('.', ','), quoted_string: false }) },
  }
}

function inIndonesian(code: string): string {
  return INDONESIAN[code] ?? code
}

interface RowContext {
  employeeName: string
  timeZone: string
  inWords: (code: string) => string
}

function csvRowOf(sale: Transaction, { employeeName, timeZone, inWords }: RowContext): (string | number | null)[] {
  return [
    sale.invoice,
    wallClock(sale.createdAt, timeZone),
    inWords(sale.productType),
    asText(sale.productCode),
    asNumberText(sale.customerNumber),
    asText(sale.customer.name ?? ''),
    inWords(statusOf(sale)),
    ...amountsOf(sale),
    asText(sale.responseCode ?? ''),
    asText(employeeName),
    asText(sale.shift?.name ?? ''),
    sale.completedAt ? wallClock(sale.completedAt, timeZone) : '',
  ]
}

function xlsxRowOf(sale: Transaction, employeeName: string, timeZone: string): Cell[] {
  return [
    sale.invoice,
    wallClockDate(sale.createdAt, timeZone),
    inIndonesian(sale.productType),
    sale.productCode,
    sale.customerNumber,
    sale.customer.name,
    inIndonesian(statusOf(sale)),
    ...amountsOf(sale),
    sale.responseCode,
    employeeName,
    sale.shift?.name ?? null,
    sale.completedAt && wallClockDate(sale.completedAt, timeZone),
  ]
}

function amountsOf(sale: Transaction): (number | null)[] {
  const { nominalIdr, adminFeeIdr, priceIdr, costIdr, profitIdr, energyKwh } = sale
  return [nominalIdr, adminFeeIdr, priceIdr, costIdr, profitIdr, energyKwh === null ? null : Number(energyKwh)]
}

/**
 * A spreadsheet runs text that begins like a formula, such as a customer's name: an apostrophe prevents that. Programs
 * drop invisible characters in front and read full-width signs as their ASCII forms, so both are guarded too.
 */
export function asText(value: string): string {
  const visible = value.normalize('NFKC').replace(/^[\p{C}\p{Z}\s]+/u, '')
  return /^[=+\-@|%]/.test(visible) || /^\p{C}/u.test(value) ? `'${value}` : value
}

/** Keeps a spreadsheet from dropping leading zeros and rounding the last digits. */
function asNumberText(digits: string): string {
  return `'${digits}`
}

/** Wall-clock time in the fields of UTC, to the second. */
function wallClockDate(instant: Date, timeZone: string): Date {
  return new Date(`${wallClock(instant, timeZone).replace(' ', 'T')}Z`)
}

function wallClock(instant: Date, timeZone: string): string {
  return zoned(instant, timeZone).toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ')
}
