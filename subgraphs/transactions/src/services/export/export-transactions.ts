import { pipeline, Readable } from 'node:stream'
import { zoned } from '@setrum/units'
import { type Options, stringify } from 'csv-stringify'
import type { Deps } from '../../context.js'
import { statusOf } from '../../domain/settlement/phase.js'
import type { Transaction } from '../../domain/transaction.js'
import type { Conditions } from '../../models/transaction-filter.js'

/**
 * How numbers and columns are written. Excel with Indonesian settings reads a comma as the decimal sign, and separates
 * columns by semicolons; programs read the international form.
 */
export const EXPORT_FORMATS = ['INTERNATIONAL', 'INDONESIAN'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** The columns: the name for programs, and the heading for a reader. */
const COLUMNS = [
  ['invoice', 'Invoice'],
  ['waktu', 'Waktu'],
  ['jenis', 'Jenis'],
  ['produk', 'Kode produk'],
  ['nomor_pelanggan', 'Nomor pelanggan'],
  ['nama_pelanggan', 'Nama pelanggan'],
  ['status', 'Status'],
  ['nominal', 'Nominal (Rp)'],
  ['biaya_admin', 'Biaya admin (Rp)'],
  ['harga', 'Harga jual (Rp)'],
  ['modal', 'Modal (Rp)'],
  ['laba', 'Laba (Rp)'],
  ['kwh', 'kWh'],
  ['kode_biller', 'Kode biller'],
  ['karyawan', 'Kasir'],
  ['jam_kerja', 'Jam kerja'],
  ['selesai', 'Selesai'],
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
export function exportTransactions(
  conditions: Conditions,
  format: ExportFormat,
  { lists, replicas, timeZone, logger }: Deps,
): Readable {
  const csv = stringify({ ...csvOptions(format), header: true, record_delimiter: 'windows', bom: true })
  const rows = async function* () {
    for await (const sale of lists.stream(conditions)) {
      const employeeName = sale.employeeName ?? replicas.users.get(sale.employeeId)?.name ?? '-'
      yield rowOf(sale, { employeeName, timeZone, inWords: format === 'INDONESIAN' ? inIndonesian : String })
    }
  }
  pipeline(Readable.from(rows(), { objectMode: true, highWaterMark: 100 }), csv, (err) => {
    // The client closed the download: not an error.
    if (err && (err as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') {
      logger.warn({ event: 'export.failed', err }, 'an export ended with an error')
    }
  })
  return csv
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

function rowOf(sale: Transaction, { employeeName, timeZone, inWords }: RowContext): (string | number | null)[] {
  return [
    sale.invoice,
    wallClock(sale.createdAt, timeZone),
    inWords(sale.productType),
    asText(sale.productCode),
    asNumberText(sale.customerNumber),
    asText(sale.customer.name ?? ''),
    inWords(statusOf(sale)),
    sale.nominalIdr,
    sale.adminFeeIdr,
    sale.priceIdr,
    sale.costIdr,
    sale.profitIdr,
    sale.energyKwh === null ? null : Number(sale.energyKwh),
    asText(sale.responseCode ?? ''),
    asText(employeeName),
    asText(sale.shift?.name ?? ''),
    sale.completedAt ? wallClock(sale.completedAt, timeZone) : '',
  ]
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

function wallClock(instant: Date, timeZone: string): string {
  return zoned(instant, timeZone).toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ')
}
