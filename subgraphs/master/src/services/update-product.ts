import { type Admin, badInput, DomainError } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import type { UpdateProductInput } from '../generated/resolvers.js'
import type { OwnersPart, Product } from '../models/product.js'
import { auditedProduct } from './audit.js'

/** A margin above this is a slip of the finger. */
const HIGHEST_MARGIN_IDR = 1_000_000

/**
 * Sets what the owner adds to a token's price, or takes a product off the counter.
 * @throws NOT_FOUND, BAD_USER_INPUT for a margin out of range or on a bill
 */
export async function updateProduct(
  { code, by, input }: { code: string; by: Admin; input: UpdateProductInput },
  { products, audit, now }: Pick<Deps, 'products' | 'audit' | 'now'>,
): Promise<Product> {
  const [product] = await products.byCodes([code])
  if (!product) throw noSuchProduct()
  const change: OwnersPart = {}
  // Null is a value here: back to the configured margin.
  if (input.margin !== undefined) change.marginIdr = readMargin(input.margin, product)
  if (input.active != null) change.isOffered = input.active

  const changed = await products.update(code, change, now())
  if (!changed) throw noSuchProduct()
  const { before, after } = changed
  await audit({
    action: 'PRODUCT_UPDATED',
    by,
    subjectId: code,
    before: auditedProduct(before),
    after: auditedProduct(after),
  })
  return after
}

function readMargin(marginIdr: number | null, { type }: Product): number | null {
  if (marginIdr === null) return null
  if (type !== 'PREPAID') {
    throw badInput('margin', {
      id: 'Margin hanya untuk token listrik; tagihan tidak punya margin.',
      en: 'Only tokens have a margin; bills have none.',
    })
  }
  if (marginIdr < 0 || marginIdr > HIGHEST_MARGIN_IDR) {
    throw badInput('margin', {
      id: 'Margin harus antara 0 dan 1.000.000 rupiah.',
      en: 'A margin must be between 0 and 1,000,000 rupiah.',
    })
  }
  return marginIdr
}

function noSuchProduct(): DomainError {
  return new DomainError('NOT_FOUND', { id: 'Produk itu tidak ada.', en: 'There is no such product.' })
}
