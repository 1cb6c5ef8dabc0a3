import type { Message } from '@setrum/subgraph-kit'
import { BILLER_TIME_ZONE, isLocalTime, isWithinShift, type ShiftHours, shiftEndsAt, shiftOpensAt } from '@setrum/units'
import type { Product } from '../models/product.js'
import { isForSale } from './price.js'

/** The closed hours, inclusive of the last minute like a shift. */
export type CutOff = ShiftHours

export interface Availability {
  sellable: boolean
  reason: Message | null
  opensAt: Date | null
  closesAt: Date | null
}

/**
 * Parses `HH:mm-HH:mm`; `23:00-01:00` is closed from 23:00:00 and opens at 01:00:00.
 * @returns null for an invalid or empty range
 */
export function readCutOff(text: string): CutOff | null {
  const [from = '', to = '', ...rest] = text.split('-')
  if (rest.length > 0 || !isLocalTime(from) || !isLocalTime(to) || from === to) return null
  return { startAt: from, endAt: minuteBefore(to) }
}

/** Whether a product can be sold at an instant, the reason if not, and the next change. */
export function availabilityOf(product: Product, { cutOff, now }: { cutOff: CutOff | null; now: Date }): Availability {
  const opensAt = cutOff ? shiftEndsAt(cutOff, now, BILLER_TIME_ZONE) : null
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

function minuteBefore(time: string): string {
  const minute = (Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)) + 1_439) % 1_440
  const twoDigits = (value: number) => String(value).padStart(2, '0')
  return `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`
}
