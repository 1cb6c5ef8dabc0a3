/** Prices as in the biller's own sandbox. Amounts in whole rupiah. */
export interface PrepaidRow {
  code: string
  nominal: number
  price: number
  active: boolean
}

export interface PostpaidRow {
  name: string
  /** Per bill: paid by the customer on top of the bill. */
  fee: number
  /** Per bill: the seller's part of the fee. */
  commission: number
  active: boolean
}

const PREPAID: readonly PrepaidRow[] = [
  { code: 'hpln20000', nominal: 20_000, price: 20_500, active: true },
  { code: 'hpln50000', nominal: 50_000, price: 50_500, active: true },
  { code: 'hpln100000', nominal: 100_000, price: 100_500, active: true },
  { code: 'hpln200000', nominal: 200_000, price: 201_000, active: true },
  { code: 'hpln500000', nominal: 500_000, price: 501_000, active: true },
  { code: 'hpln1000000', nominal: 1_000_000, price: 1_001_000, active: true },
]
const BILL: PostpaidRow = { name: 'PLN POSTPAID', fee: 2_500, commission: 600, active: true }
const NON_TAGLIS: PostpaidRow = { name: 'PLN NON TAGLIS', fee: 5_000, commission: 1_800, active: true }

export interface ProductChange {
  active?: boolean | undefined
  /** Price of a token, or fee of a bill. */
  price?: number | undefined
}

/** The price list, which the admin API can change. */
export class PriceList {
  prepaid: PrepaidRow[] = []
  bill: PostpaidRow = BILL
  nonTaglis: PostpaidRow = NON_TAGLIS

  constructor() {
    this.reset()
  }

  /** The row of a bill code; every code but PLNPOSTPAID is non-taglis. */
  postpaid(code: string): PostpaidRow {
    return code === 'PLNPOSTPAID' ? this.bill : this.nonTaglis
  }

  /** @returns false for an unknown product */
  change(code: string, { active, price }: ProductChange): boolean {
    const isBill = ['PLNPOSTPAID', 'PLNNONTAG', 'PLNNONH'].includes(code)
    const row = isBill ? this.postpaid(code) : this.prepaid.find((candidate) => candidate.code === code)
    if (!row) return false
    row.active = active ?? row.active
    if (price !== undefined && 'price' in row) row.price = price
    if (price !== undefined && 'fee' in row) row.fee = price
    return true
  }

  reset(): void {
    this.prepaid = PREPAID.map((row) => ({ ...row }))
    this.bill = { ...BILL }
    this.nonTaglis = { ...NON_TAGLIS }
  }
}
