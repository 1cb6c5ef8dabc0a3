import type { AuditTrail, RequestContext } from '@setrum/subgraph-kit'
import type { CutOff } from '@setrum/units'
import DataLoader from 'dataloader'
import type { Product, Products } from './models/product.js'
import type { Shift, Shifts } from './models/shift.js'
import type { Audit } from './services/audit.js'

/** Dependencies that all requests share. */
export interface Deps {
  shifts: Shifts
  products: Products
  /** Re-reads the biller's price lists after this call; callers at the same time share it. @returns whether both were stored */
  refreshPrices: () => Promise<boolean>
  auditTrail: AuditTrail
  audit: Audit
  now: () => Date
  timeZone: string
  /** PLN's nightly cut-off; null for none. */
  cutOff: CutOff | null
  /** Margin of a token without its own margin, in whole rupiah. */
  defaultMarginIdr: number
}

/** Per-request context; the loaders cache for one request. */
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
