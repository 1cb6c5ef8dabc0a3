/** What the sandbox sells. Prices as seen in the biller's own sandbox. */
export interface PrepaidRow {
  code: string
  nominal: number
  price: number
  active: boolean
}

const ROWS: readonly PrepaidRow[] = [
  { code: 'hpln20000', nominal: 20_000, price: 20_500, active: true },
  { code: 'hpln50000', nominal: 50_000, price: 50_500, active: true },
  { code: 'hpln100000', nominal: 100_000, price: 100_500, active: true },
  { code: 'hpln200000', nominal: 200_000, price: 201_000, active: true },
  { code: 'hpln500000', nominal: 500_000, price: 501_000, active: true },
  { code: 'hpln1000000', nominal: 1_000_000, price: 1_001_000, active: true },
]

export const POSTPAID_FEE = 2_500
export const POSTPAID_COMMISSION = 600
export const NON_TAGLIS_FEE = 5_000
export const NON_TAGLIS_COMMISSION = 1_800

/** The price list, with what the admin surface changed. */
export class PriceList {
  #rows = ROWS.map((row) => ({ ...row }))
  #postpaidActive = true

  get prepaid(): readonly PrepaidRow[] {
    return this.#rows
  }

  get postpaidActive(): boolean {
    return this.#postpaidActive
  }

  change(code: string, change: { active?: boolean | undefined; price?: number | undefined }): boolean {
    if (code.startsWith('PLN')) {
      this.#postpaidActive = change.active ?? this.#postpaidActive
      return true
    }
    const row = this.#rows.find((candidate) => candidate.code === code)
    if (!row) return false
    row.active = change.active ?? row.active
    row.price = change.price ?? row.price
    return true
  }

  reset(): void {
    this.#rows = ROWS.map((row) => ({ ...row }))
    this.#postpaidActive = true
  }
}
