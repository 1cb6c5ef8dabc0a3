/** Whole rupiah: a safe integer. A month's sales pass 2^31, so GraphQL's Int is never used for it. */
export type Rupiah = number

/** Whether a value is a whole amount of rupiah that a JSON number carries exactly. */
export function isRupiah(value: unknown): value is Rupiah {
  return typeof value === 'number' && Number.isSafeInteger(value)
}

const format = new Intl.NumberFormat('id-ID', { style: 'currency', currency: 'IDR', maximumFractionDigits: 0 })

/** How an amount is shown: `Rp 52.000`. */
export function formatRupiah(amountIdr: Rupiah): string {
  return format.format(amountIdr)
}

/** The average of an amount over a count, rounded to whole rupiah; 0 for nothing. The one place where money is rounded. */
export function averageRupiah(sumIdr: Rupiah, count: number): Rupiah {
  return count === 0 ? 0 : Math.round(sumIdr / count)
}

/**
 * Whole rupiah as written in Indonesia: dots between thousands, and no cents but `,00`. Null for any other text: `1,500`
 * and `1500.00` mean one amount in Indonesia and another abroad.
 */
export function readRupiahText(text: string): Rupiah | null {
  const amount = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replace(/^Rp\.?\s*/i, '')
  if (!/^(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,00)?$/.test(amount)) return null
  const value = Number(amount.replace(/,00$/, '').replaceAll('.', ''))
  return isRupiah(value) ? value : null
}
