import type { UserViewer } from '@setrum/subgraph-kit'
import type { SalesConditions } from '../../models/sales-totals.js'
import type { Conditions } from '../../models/transaction-filter.js'

type SalesFilter = Omit<SalesConditions, 'ownerId'> | null | undefined

/** The owner to which a viewer's transactions are limited; null for no limit. */
export function ownerFor(viewer: UserViewer): string | null {
  return viewer.role === 'ADMIN' ? null : viewer.userId
}

/** A client's sales filter, limited to what the viewer may see. Members are copied one by one: a client may send others. */
export function salesConditions(filter: SalesFilter, ownerId: string | null): SalesConditions {
  const { productType, employeeId, shiftId, from, to, since } = filter ?? {}
  return { productType, employeeId, shiftId, from, to, since, ownerId }
}

/** A client's transaction filter, limited to what the viewer may see. */
export function transactionConditions(
  filter: Omit<Conditions, 'ownerId'> | null | undefined,
  ownerId: string | null,
): Conditions {
  const { productType, employeeId, shiftId, from, to, status, needsAttention, search } = filter ?? {}
  return { productType, employeeId, shiftId, from, to, ownerId, status, needsAttention, search }
}
