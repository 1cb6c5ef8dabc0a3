import { pipeline, Readable } from 'node:stream'
import { zoned } from '@setrum/units'
import { stringify } from 'csv-stringify'
import type { Deps } from '../../context.js'
import { statusOf } from '../../domain/settlement/phase.js'
import type { Transaction } from '../../domain/transaction.js'
import type { Conditions } from '../../models/transaction-filter.js'

const HEADER = [
  'invoice',
  'waktu',
  'jenis',
  'produk',
  'nomor_pelanggan',
  'nama_pelanggan',
  'status',
  'nominal',
  'biaya_admin',
  'harga',
  'modal',
  'laba',
  'kwh',
  'kode_biller',
  'karyawan',
  'jam_kerja',
  'selesai',
]

/**
 * Transactions as CSV, streamed from a database cursor with back-pressure: a million rows need no more memory than a
 * hundred. Times are wall-clock times of the counter; tokens are left out.
 */
export function exportTransactions(conditions: Conditions, { lists, replicas, timeZone, logger }: Deps): Readable {
  const csv = stringify({ header: true, columns: HEADER, quoted_string: true, record_delimiter: 'windows', bom: true })
  const rows = async function* () {
    for await (const sale of lists.stream(conditions)) {
      yield rowOf(sale, sale.employeeName ?? replicas.users.get(sale.employeeId)?.name ?? '-', timeZone)
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

function rowOf(sale: Transaction, employeeName: string, timeZone: string): (string | number | null)[] {
  return [
    sale.invoice,
    wallClock(sale.createdAt, timeZone),
    sale.productType,
    asText(sale.productCode),
    asNumberText(sale.customerNumber),
    asText(sale.customer.name ?? ''),
    statusOf(sale),
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
