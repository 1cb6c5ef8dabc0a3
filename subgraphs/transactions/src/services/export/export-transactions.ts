import { pipeline, Readable } from 'node:stream'
import { zoned } from '@setrum/units'
import { stringify } from 'csv-stringify'
import type { Deps } from '../../context.js'
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
 * Transactions as CSV, row by row from the database's cursor as fast as they are taken: a million need no more memory
 * than a hundred. Times are the counter's wall clock; tokens are not in it.
 */
export function exportTransactions(conditions: Conditions, { lists, copies, timeZone, logger }: Deps): Readable {
  const csv = stringify({ header: true, columns: HEADER, quoted_string: true, record_delimiter: 'windows', bom: true })
  const rows = async function* () {
    for await (const sale of lists.stream(conditions)) {
      yield rowOf(sale, sale.employeeName ?? copies.people.get(sale.employeeId)?.name ?? '-', timeZone)
    }
  }
  pipeline(Readable.from(rows(), { objectMode: true, highWaterMark: 100 }), csv, (err) => {
    // A person who closes the download is no fault of ours.
    if (err && (err as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') {
      logger.warn({ err }, 'an export broke off')
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
    sale.state,
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

/** Spreadsheets run what begins like a formula, whatever a customer is called: an apostrophe makes it text. */
export function asText(value: string): string {
  return /^[=+\-@\t\r\n|%]/.test(value.trimStart()) || /^[\t\r\n]/.test(value) ? `'${value}` : value
}

/** Digits that are no number: a spreadsheet would drop leading zeros and round the last digits. */
function asNumberText(digits: string): string {
  return `'${digits}`
}

function wallClock(instant: Date, timeZone: string): string {
  return zoned(instant, timeZone).toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ')
}
