/** The words in front of a number on receipts, cards and in chats: `No. Meter:`, `ID pel.`, `IDPEL`. */
const LABEL =
  /^(?:(?:nomor|nomer|number|no|idpel|id|pelanggan|pel|customer|meteran|meter|registrasi|reg|token|stroom|pln)[\s.:#]*)+/i

/** Blanks, dots, hyphens and dashes between groups of digits. */
const SEPARATORS = /[\s.\p{Pd}]/gu

/** Invisible characters that a copied text brings along: direction marks, zero width, soft hyphens. */
const INVISIBLE = /\p{Cf}/gu

/**
 * A meter, customer, registration or token number as typed, pasted or scanned, without label, separators and invisible
 * characters; full-width digits become ASCII. Other characters stay, so that the caller can refuse them.
 */
export function cleanNumber(text: string): string {
  return text.normalize('NFKC').replace(INVISIBLE, '').trim().replace(LABEL, '').replace(SEPARATORS, '')
}

/** The digits of a number, for a field that holds nothing else. */
export function digitsOf(text: string): string {
  return cleanNumber(text).replace(/\D/g, '')
}

/** A phone number without separators: 6 to 15 digits, `+` allowed in front; null for any other text. */
export function readPhoneNumber(text: string): string | null {
  const phone = text.normalize('NFKC').replace(INVISIBLE, '').replace(SEPARATORS, '').replace(/[()]/g, '')
  return /^\+?\d{6,15}$/.test(phone) ? phone : null
}
