import type { ReceiptFragment } from '@/gen/graphql'
import { groupsOfFour } from '../../../../lib/format'
import { FOOTER, type ReceiptEntry, receiptContent, SHOP, TITLES } from './receipt-lines'

/**
 * A receipt as a message in WhatsApp's format: a phone breaks lines itself, so nothing is aligned, and a message is no
 * reprint.
 */
export function receiptMessage(sale: ReceiptFragment, timeZone: string): string {
  const { head, customer, amounts, remaining } = receiptContent(sale, timeZone)
  const token = sale.productType === 'PREPAID' && sale.token ? `Token: *${groupsOfFour(sale.token).join(' ')}*` : null
  const parts = [
    [`*${TITLES[sale.productType]}*`, SHOP],
    head.map(line),
    [...customer, ...amounts].map(line),
    [token, remaining],
    FOOTER,
  ]
  return parts
    .map((part) => part.filter((text) => text !== null).join('\n'))
    .filter(Boolean)
    .join('\n\n')
}

function line({ name, values }: ReceiptEntry): string {
  return `${name}: ${values.map(plain).join(', ')}`
}

/** Without the characters that format a message, and without line breaks. */
function plain(text: string): string {
  return text
    .replace(/[*_~`]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
