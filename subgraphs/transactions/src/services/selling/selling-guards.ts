import { DomainError, type Employee, forbidden } from '@setrum/subgraph-kit'
import { cutOffEndsAt, isWithinShift, zoned } from '@setrum/units'
import type { Deps } from '../../context.js'
import type { ReplicatedProduct } from '../../domain/replicated-rows.js'
import type { ShiftSnapshot } from '../../domain/transaction.js'

/** The seller, as the sale stores it. */
export interface Seller {
  employeeId: string
  employeeName: string | null
  shiftId: string
  shift: ShiftSnapshot
}

/**
 * Requires that this employee may sell now, by the local replicas of users and shifts: works while users and master are
 * down, and follows their changes within seconds.
 * @throws ACCOUNT_INACTIVE, OUTSIDE_SHIFT
 */
async function requireOpenShift(viewer: Employee, deps: Deps): Promise<Seller> {
  const { users, shifts } = deps.replicas
  // Where the replica would refuse, `find` refreshes it first: it may be stale.
  const user = await users.find(viewer.userId, ({ active, shiftId }) => active && shiftId === viewer.shiftId)
  if (user && !user.active) {
    throw new DomainError('ACCOUNT_INACTIVE', {
      id: 'Akun Anda sudah dinonaktifkan.',
      en: 'Your account has been deactivated.',
    })
  }
  if (user && user.role !== 'EMPLOYEE') throw forbidden()
  const shiftId = user ? user.shiftId : viewer.shiftId
  const isOpen = (shift: { active: boolean; startAt: string; endAt: string }) =>
    shift.active && isWithinShift(shift, deps.now(), deps.timeZone)
  const shift = shiftId === null ? undefined : await shifts.find(shiftId, isOpen)
  if (!shiftId || !shift || !isOpen(shift)) {
    throw new DomainError('OUTSIDE_SHIFT', { id: 'Belum waktunya jam kerja', en: 'Your shift is not open.' })
  }
  const { name, startAt, endAt } = shift
  return { employeeId: viewer.userId, employeeName: user?.name ?? null, shiftId, shift: { name, startAt, endAt } }
}

/**
 * Requires an open counter and returns the seller. Checked first, so that a refusal comes at once, and again right before
 * the sale is stored, after all waiting; then it is read from memory.
 * @throws ACCOUNT_INACTIVE, OUTSIDE_SHIFT, PRODUCT_UNAVAILABLE
 */
export async function requireOpenCounter(viewer: Employee, deps: Deps): Promise<Seller> {
  const seller = await requireOpenShift(viewer, deps)
  refuseInCutOff(deps)
  return seller
}

/** @throws PRODUCT_UNAVAILABLE with the opening time, while PLN is closed for the night */
function refuseInCutOff({ cutOff, now, timeZone }: Deps): void {
  const opensAt = cutOffEndsAt(cutOff, now())
  if (!opensAt) return
  const clock = zoned(opensAt, timeZone).toPlainTime().toString({ smallestUnit: 'minute' })
  throw new DomainError(
    'PRODUCT_UNAVAILABLE',
    { id: `PLN sedang tutup (cut-off) dan tidak dapat dijual sampai ${clock}.`, en: `PLN is closed until ${clock}.` },
    { opensAt: opensAt.toISOString() },
  )
}

/** A token as the counter sells it now. */
export interface SellableToken {
  code: string
  nominalIdr: number | null
  costIdr: number
  priceIdr: number
}

/**
 * The token behind a code, at the price the customer was shown. After a sale for which the biller debited more than this
 * price it is not sold, until the price is no longer below that cost or an admin has reviewed that sale.
 * @throws PRODUCT_UNAVAILABLE, PRICE_CHANGED with the present price
 */
export async function sellableToken(
  code: string,
  expectedPriceIdr: number | null | undefined,
  deps: Deps,
): Promise<SellableToken> {
  const { replicas, transactions } = deps
  const fits = (product: ReplicatedProduct) =>
    product.active && (expectedPriceIdr == null || product.price === expectedPriceIdr)
  const product = await replicas.products.find(code, fits)
  if (product?.type !== 'PREPAID' || !product.active || product.price === null || product.cost === null) {
    throw unavailable(code)
  }
  if (expectedPriceIdr != null && product.price !== expectedPriceIdr) {
    throw new DomainError(
      'PRICE_CHANGED',
      { id: 'Harga sudah berubah. Periksa harga yang baru.', en: 'The price has changed. Please check the new one.' },
      { price: product.price, productCode: code },
    )
  }
  const { nominal, cost, price } = product
  if (await transactions.hasCostAbove(code, price)) throw soldBelowCost(code)
  return { code, nominalIdr: nominal, costIdr: cost, priceIdr: price }
}

/** @throws PRODUCT_UNAVAILABLE unless bills of this type are sold */
export async function requireSellableBill(code: string, { replicas }: Deps): Promise<void> {
  const product = await replicas.products.find(code, ({ active }) => active)
  if (!product?.active || product.type === 'PREPAID') throw unavailable(code)
}

/** The message names no cost: it reaches employees. */
function soldBelowCost(productCode: string): DomainError {
  return new DomainError(
    'PRODUCT_UNAVAILABLE',
    {
      id: 'Harga produk ini sedang diperiksa. Coba lagi sebentar lagi, atau hubungi pemilik.',
      en: 'The price of this product is under review. Please try again in a moment, or tell the owner.',
    },
    { productCode },
  )
}

function unavailable(productCode: string): DomainError {
  return new DomainError(
    'PRODUCT_UNAVAILABLE',
    { id: 'Produk ini sedang tidak dijual.', en: 'This product is not for sale.' },
    { productCode },
  )
}
