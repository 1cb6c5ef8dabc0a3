import type { Message } from '@setrum/api-contract'
import { BILLER_TIME_ZONE, type CutOff, cutOffEndsAt, isWithinShift, shiftOpensAt } from '@setrum/units'
import type { Product } from '../models/product.js'
import { isForSale } from './price.js'

export interface Availability {
  sellable: boolean
  reason: Message | null
  opensAt: Date | null
  closesAt: Date | null
}

/** Whether a product can be sold at an instant, the reason if not, and the next change. */
export function availabilityOf(product: Product, { cutOff, now }: { cutOff: CutOff | null; now: Date }): Availability {
  const opensAt = cutOffEndsAt(cutOff, now)
  if (!product.isListed) {
    const reason = { id: 'Sedang tidak dijual oleh biller.', en: 'The biller does not offer it at the moment.' }
    return { sellable: false, reason, opensAt: null, closesAt: null }
  }
  if (!isForSale(product)) {
    const reason = { id: 'Dinonaktifkan oleh pemilik.', en: 'The owner has deactivated it.' }
    return { sellable: false, reason, opensAt: null, closesAt: null }
  }
  if (cutOff && isWithinShift(cutOff, now, BILLER_TIME_ZONE)) {
    const reason = { id: 'PLN sedang tutup (cut-off).', en: 'PLN is closed for its nightly cut-off.' }
    return { sellable: false, reason, opensAt, closesAt: null }
  }
  return {
    sellable: true,
    reason: null,
    opensAt: null,
    closesAt: cutOff ? shiftOpensAt(cutOff, now, BILLER_TIME_ZONE) : null,
  }
}
