import { badInput } from '@setrum/subgraph-kit'
import { cleanNumber, isLocalDate } from '@setrum/units'

/** A prepaid meter number: 11 or 12 digits, written as `cleanNumber` reads it. @throws BAD_USER_INPUT */
export function readMeterNumber(text: string): string {
  return readDigits('meterNumber', text, [11, 12], {
    id: 'Nomor meter harus 11 atau 12 angka.',
    en: 'A meter number must have 11 or 12 digits.',
  })
}

/** A customer number of a bill: 11 to 13 digits, written as `cleanNumber` reads it. @throws BAD_USER_INPUT */
export function readCustomerNumber(text: string): string {
  return readDigits('customerNumber', text, [11, 13], {
    id: 'ID pelanggan harus 11 sampai 13 angka.',
    en: 'A customer number must have 11 to 13 digits.',
  })
}

/** The reason of a decision by hand. @throws BAD_USER_INPUT */
export function readNote(note: string): string {
  const trimmed = note.trim()
  if (trimmed.length >= 1 && trimmed.length <= 500) return trimmed
  throw badInput('note', { id: 'Catatan harus 1 sampai 500 huruf.', en: 'A note must have 1 to 500 characters.' })
}

/** A token: 20 digits, written as `cleanNumber` reads it. @throws BAD_USER_INPUT */
export function readToken(text: string): string {
  return readDigits('token', text, [20, 20], { id: 'Token harus 20 angka.', en: 'A token must have 20 digits.' })
}

/** @throws BAD_USER_INPUT */
export function readPageSize(first: number, max: number): number {
  if (Number.isInteger(first) && first >= 1 && first <= max) return first
  throw badInput('first', { id: `Jumlah baris harus 1 sampai ${max}.`, en: `A page must have 1 to ${max} rows.` })
}

/** First and last day of a range. @throws BAD_USER_INPUT when the first is after the last */
export function checkDateRange(range: { from?: string | null | undefined; to?: string | null | undefined }): void {
  for (const [field, day] of Object.entries({ from: range.from, to: range.to })) {
    if (day != null && !isLocalDate(day)) {
      throw badInput(field, { id: 'Tanggal harus berbentuk YYYY-MM-DD.', en: 'A date must be written YYYY-MM-DD.' })
    }
  }
  if (range.from != null && range.to != null && range.from > range.to) {
    throw badInput('from', {
      id: 'Tanggal awal tidak boleh setelah tanggal akhir.',
      en: 'The first day must not be after the last day.',
    })
  }
}

function readDigits(
  field: string,
  text: string,
  [min, max]: [number, number],
  message: { id: string; en: string },
): string {
  const digits = cleanNumber(text)
  if (!/^\d+$/.test(digits) || digits.length < min || digits.length > max) throw badInput(field, message)
  return digits
}
