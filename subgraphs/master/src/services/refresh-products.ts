import type { IakClient, InquiryResult, PostpaidProduct, PrepaidProduct } from '@setrum/iak'
import type { Logger } from '@setrum/service-runtime'
import type { ListedProduct, Products } from '../models/product.js'

export interface RefreshDeps {
  biller: Pick<IakClient, 'listPrepaid' | 'listPostpaid'>
  products: Pick<Products, 'takeOver'>
  /** The biller's code of electricity bills. */
  postpaidCode: string
  /** The biller's code of non-taglis bills. */
  nonTaglisCode: string
  logger: Logger
  now: () => Date
}

/** The two names that the biller's own documents give non-taglis bills. */
const NON_TAGLIS_NAMES = ['PLNNONTAG', 'PLNNONH']

/**
 * Reads the biller's two price lists and takes them over. A list that cannot be read, or that is empty, changes
 * nothing: what was last known stays.
 * @returns whether both could be read
 */
export async function refreshProducts(deps: RefreshDeps): Promise<boolean> {
  const [tokens, bills] = await Promise.all([deps.biller.listPrepaid(), deps.biller.listPostpaid()])
  const listedTokens = rowsOf(tokens).map(toToken)
  const listedBills = rowsOf(bills).flatMap((bill) => toBill(bill, deps))
  const fetchedAt = deps.now()
  if (listedTokens.length > 0) await deps.products.takeOver(['PREPAID'], listedTokens, fetchedAt)
  if (listedBills.length > 0) await deps.products.takeOver(['POSTPAID', 'NON_TAGLIS'], listedBills, fetchedAt)

  if (listedBills.length > 0) warnOfMissingCodes(listedBills, deps)
  const isComplete = listedTokens.length > 0 && listedBills.length > 0
  if (!isComplete) {
    const answers = { tokens: summary(tokens), bills: summary(bills) }
    deps.logger.warn(answers, 'the price list could not be read; what was last known stays')
  }
  return isComplete
}

function rowsOf<T>(answer: InquiryResult<T[]>): T[] {
  return answer.kind === 'FOUND' ? answer.value : []
}

function summary(answer: InquiryResult<unknown[]>): { kind: string; code: string | null; rows?: number } {
  return { kind: answer.kind, code: answer.code, ...(answer.kind === 'FOUND' ? { rows: answer.value.length } : {}) }
}

function toToken({ code, name, nominalIdr, costIdr, active }: PrepaidProduct): ListedProduct {
  return {
    code,
    type: 'PREPAID',
    name: nominalIdr === null ? name : `Token PLN ${nominalIdr.toLocaleString('id-ID')}`,
    nominalIdr,
    costIdr,
    adminFeeIdr: null,
    isListed: active,
  }
}

/** The biller lists other bills too; the system sells those of PLN. */
function toBill({ code, feeIdr, active }: PostpaidProduct, deps: RefreshDeps): ListedProduct[] {
  const type = typeOfBill(code, deps)
  if (type === null) return []
  const name = type === 'POSTPAID' ? 'Tagihan listrik PLN' : 'PLN non-taglis'
  return [{ code, type, name, nominalIdr: null, costIdr: null, adminFeeIdr: feeIdr, isListed: active }]
}

function typeOfBill(code: string, { postpaidCode, nonTaglisCode }: RefreshDeps): 'POSTPAID' | 'NON_TAGLIS' | null {
  if (code === postpaidCode) return 'POSTPAID'
  return code === nonTaglisCode || NON_TAGLIS_NAMES.includes(code) ? 'NON_TAGLIS' : null
}

function warnOfMissingCodes(listed: readonly ListedProduct[], { postpaidCode, nonTaglisCode, logger }: RefreshDeps) {
  for (const code of [postpaidCode, nonTaglisCode]) {
    if (listed.every((bill) => bill.code !== code)) {
      logger.error({ code }, 'the configured code is not on the price list of the biller: such bills cannot be sold')
    }
  }
}
