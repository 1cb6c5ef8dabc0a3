import { randomInt } from 'node:crypto'

const DIGITS = 8

/** A new invoice number: `INV-` and 16 random digits. That it is new, the database's unique index decides. */
export function newInvoice(): string {
  const half = () => String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0')
  return `INV-${half()}${half()}`
}

/** The number under which the biller knows an invoice: it takes letters and digits only. */
export const refIdOf = (invoice: string) => invoice.replace('-', '')

/** The invoice behind the biller's number. */
export const invoiceOf = (refId: string) => refId.replace(/^INV-?/, 'INV-')
