import type { Admin, AuditTrail } from '@setrum/subgraph-kit'
import type { MasterAuditAction } from '../generated/resolvers.js'
import type { Product } from '../models/product.js'
import type { Shift } from '../models/shift.js'

/** What an admin did to a shift or a product. */
export interface AuditEvent {
  action: MasterAuditAction
  by: Admin
  /** The shift's id, or the product's code. */
  subjectId: string
  before?: Readonly<Record<string, unknown>>
  after: Readonly<Record<string, unknown>>
}

export type Audit = (event: AuditEvent) => Promise<void>

/** Writes events down in the audit record. */
export function auditOf(trail: AuditTrail, now: () => Date): Audit {
  return ({ action, by, subjectId, before, after }) =>
    trail.record({
      at: now(),
      action,
      actorId: by.userId,
      actorRole: by.role,
      address: by.address ?? null,
      subjectId,
      before: before ?? null,
      after,
    })
}

export function auditedShift({ name, startAt, endAt, active }: Shift) {
  return { name, startAt, endAt, active }
}

/** The owner's part; the rest is the biller's. */
export function auditedProduct({ marginIdr, isOffered }: Product) {
  return { marginIdr, isOffered }
}
