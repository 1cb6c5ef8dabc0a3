import {
  type IakClient,
  type InquiryResult,
  isPlausibleCost,
  type PostpaidProduct,
  type PrepaidProduct,
} from '@setrum/iak'
import type { Logger } from '@setrum/service-runtime'
import type { ListedProduct, Products } from '../models/product.js'

export interface RefreshDeps {
  biller: Pick<IakClient, 'listPrepaid' | 'listPostpaid'>
  products: Pick<Products, 'replaceListed'>
  /** The biller's product code of electricity bills. */
  postpaidCode: string
  /** The biller's product code of non-taglis bills. */
  nonTaglisCode: string
  logger: Logger
  now: () => Date
}

/** The biller's documents use both codes for non-taglis bills. */
const NON_TAGLIS_CODES = ['PLNNONTAG', 'PLNNONH']

/**
 * Reads the biller's two price lists and stores them. An unreadable or empty list changes nothing: the last known
 * prices stay.
 * @returns whether both lists were stored
 */
export async function refreshProducts(deps: RefreshDeps): Promise<boolean> {
  const [prepaid, postpaid] = await Promise.all([deps.biller.listPrepaid(), deps.biller.listPostpaid()])
  const tokens = rowsOf(prepaid).map((token) => toToken(token, deps))
  const bills = rowsOf(postpaid).flatMap((bill) => toBill(bill, deps))
  const fetchedAt = deps.now()
  if (tokens.length > 0) await deps.products.replaceListed(['PREPAID'], tokens, fetchedAt)
  if (bills.length > 0) {
    await deps.products.replaceListed(['POSTPAID', 'NON_TAGLIS'], bills, fetchedAt)
    logMissingCodes(bills, deps)
  }
  const isComplete = tokens.length > 0 && bills.length > 0
  if (!isComplete) {
    const responses = { prepaid: summaryOf(prepaid), postpaid: summaryOf(postpaid) }
    deps.logger.warn({ event: 'products.price_list_unavailable', ...responses }, 'price list unavailable; prices stay')
  }
  return isComplete
}

function rowsOf<T>(response: InquiryResult<T[]>): T[] {
  return response.kind === 'FOUND' ? response.value : []
}

function summaryOf(response: InquiryResult<unknown[]>): { kind: string; code: string | null; rows?: number } {
  const { kind, code } = response
  return { kind, code, ...(response.kind === 'FOUND' ? { rows: response.value.length } : {}) }
}

/** A token at an implausible cost is not sold. */
function toToken(
  { code, name, nominalIdr, costIdr, active }: PrepaidProduct,
  { logger }: Pick<RefreshDeps, 'logger'>,
): ListedProduct {
  const isPlausible = nominalIdr === null || isPlausibleCost(costIdr, nominalIdr)
  if (!isPlausible) {
    logger.error({ event: 'products.cost_implausible', code, costIdr }, 'the cost of a token is outside all sense')
  }
  return {
    code,
    type: 'PREPAID',
    name: nominalIdr === null ? name : `Token PLN ${nominalIdr.toLocaleString('id-ID')}`,
    nominalIdr,
    costIdr,
    adminFeeIdr: null,
    isListed: active && isPlausible,
  }
}

/** Ignores the other bills on the biller's list: the counter sells those of PLN only. */
function toBill({ code, feeIdr, active }: PostpaidProduct, deps: RefreshDeps): ListedProduct[] {
  const type = billTypeOf(code, deps)
  if (type === null) return []
  const name = type === 'POSTPAID' ? 'Tagihan listrik PLN' : 'PLN non-taglis'
  return [{ code, type, name, nominalIdr: null, costIdr: null, adminFeeIdr: feeIdr, isListed: active }]
}

function billTypeOf(code: string, { postpaidCode, nonTaglisCode }: RefreshDeps): 'POSTPAID' | 'NON_TAGLIS' | null {
  if (code === postpaidCode) return 'POSTPAID'
  return code === nonTaglisCode || NON_TAGLIS_CODES.includes(code) ? 'NON_TAGLIS' : null
}

function logMissingCodes(bills: readonly ListedProduct[], { postpaidCode, nonTaglisCode, logger }: RefreshDeps) {
  for (const code of [postpaidCode, nonTaglisCode]) {
    if (bills.every((bill) => bill.code !== code)) {
      logger.error(
        { event: 'products.bill_code_missing', code },
        'configured product code is not on the price list; these bills cannot be sold',
      )
    }
  }
}
