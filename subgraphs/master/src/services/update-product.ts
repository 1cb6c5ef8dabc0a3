import { type Admin, badInput, DomainError } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import type { UpdateProductInput } from '../generated/resolvers.js'
import type { OwnerSettings, Product } from '../models/product.js'
import { auditedProduct } from './audit.js'

/** A higher margin is most likely a typing error. */
const MAX_MARGIN_IDR = 1_000_000

/**
 * Sets the margin of a token, or activates or deactivates a product.
 * @throws NOT_FOUND, BAD_USER_INPUT for a margin out of range or on a bill
 */
export async function updateProduct(
  { code, viewer, input }: { code: string; viewer: Admin; input: UpdateProductInput },
  { products, audit, now }: Pick<Deps, 'products' | 'audit' | 'now'>,
): Promise<Product> {
  const [product] = await products.byCodes([code])
  if (!product) throw productNotFound()
  const change: OwnerSettings = {}
  // Null returns to the configured margin; undefined changes nothing.
  if (input.margin !== undefined) change.marginIdr = readMargin(input.margin, product)
  if (input.active != null) change.isOffered = input.active

  const changed = await products.update(code, change, now())
  if (!changed) throw productNotFound()
  const { before, after } = changed
  await audit({
    action: 'PRODUCT_UPDATED',
    viewer,
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
  if (marginIdr < 0 || marginIdr > MAX_MARGIN_IDR) {
    throw badInput('margin', {
      id: 'Margin harus antara 0 dan 1.000.000 rupiah.',
      en: 'A margin must be between 0 and 1,000,000 rupiah.',
    })
  }
  return marginIdr
}

function productNotFound(): DomainError {
  return new DomainError('NOT_FOUND', { id: 'Produk itu tidak ada.', en: 'There is no such product.' })
}
