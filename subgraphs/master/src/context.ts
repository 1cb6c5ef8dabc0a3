import type { AuditTrail, RequestContext } from '@setrum/subgraph-kit'
import type { CutOff } from '@setrum/units'
import DataLoader from 'dataloader'
import type { Product, Products } from './models/product.js'
import type { Shift, Shifts } from './models/shift.js'
import type { Audit } from './services/audit.js'

/** What this subgraph works with, whoever asks. */
export interface Deps {
  shifts: Shifts
  products: Products
  auditTrail: AuditTrail
  audit: Audit
  now: () => Date
  timeZone: string
  /** When PLN sells nothing; null for never. */
  cutOff: CutOff | null
  /** What is added to a token's cost where the owner set no margin of its own, in whole rupiah. */
  defaultMarginIdr: number
}

/** What a resolver sees: who asks, and loaders that live as long as the request. */
export interface Context extends RequestContext {
  deps: Deps
  loaders: {
    shiftById: DataLoader<string, Shift | null>
    productByCode: DataLoader<string, Product | null>
  }
}

export function createContext(base: RequestContext, deps: Deps): Context {
  return {
    ...base,
    deps,
    loaders: {
      shiftById: new DataLoader((ids) => deps.shifts.byIds(ids)),
      productByCode: new DataLoader((codes) => deps.products.byCodes(codes)),
    },
  }
}
