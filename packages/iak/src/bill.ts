import type { PostpaidReply } from './client/response-schemas.js'
import type { BillDetail, BillDetails } from './response-codes/outcome.js'

/** Reads the bill from the response to an inquiry or payment. */
export function toBillDetails(reply: PostpaidReply): BillDetails {
  const details = reply.desc?.tagihan?.detail ?? []
  const bills = details.map((detail) => ({
    period: detail.periode ?? '',
    amountIdr: detail.nilai_tagihan ?? 0,
    adminFeeIdr: detail.admin ?? 0,
    penaltyIdr: detail.denda ?? 0,
    totalIdr: detail.total ?? (detail.nilai_tagihan ?? 0) + (detail.admin ?? 0) + (detail.denda ?? 0),
    meterStart: detail.meter_awal || null,
    meterEnd: detail.meter_akhir || null,
  }))
  const single = {
    period: reply.period ?? '',
    amountIdr: reply.nominal ?? 0,
    adminFeeIdr: reply.admin ?? 0,
    penaltyIdr: 0,
    totalIdr: reply.price ?? (reply.nominal ?? 0) + (reply.admin ?? 0),
    meterStart: null,
    meterEnd: null,
  }
  return {
    customerName: reply.tr_name || null,
    tariff: reply.desc?.tarif || null,
    powerVa: reply.desc?.daya ?? null,
    bills: bills.length > 0 ? bills : reply.price === undefined ? [] : [single],
    remainingBills: reply.desc?.lembar_tagihan_sisa ?? null,
    nominalIdr: reply.nominal ?? null,
    adminFeeIdr: reply.admin ?? null,
    priceIdr: reply.price ?? null,
    costIdr: reply.selling_price ?? null,
  }
}

/** The sum of the bills. Whole rupiah. */
export const totalOf = (bills: readonly Pick<BillDetail, 'totalIdr'>[]): number =>
  bills.reduce((sum, { totalIdr }) => sum + totalIdr, 0)

/**
 * Whether the price is more than zero, and the sum of the bills. The price counts; a difference needs review. True when
 * one is missing.
 */
export function hasMatchingTotal({ bills, priceIdr }: Pick<BillDetails, 'bills' | 'priceIdr'>): boolean {
  if (priceIdr === null) return true
  return priceIdr > 0 && (bills.length === 0 || totalOf(bills) === priceIdr)
}
