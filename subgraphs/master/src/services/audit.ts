import type { Admin, AuditTrail } from '@setrum/subgraph-kit'
import type { MasterAuditAction } from '../generated/resolvers.js'
import type { Product } from '../models/product.js'
import type { Shift } from '../models/shift.js'

export interface AuditEvent {
  action: MasterAuditAction
  viewer: Admin
  /** Shift id or product code. */
  subjectId: string
  before?: Readonly<Record<string, unknown>>
  after: Readonly<Record<string, unknown>>
}

export type Audit = (event: AuditEvent) => Promise<void>

/** @returns a function that appends events to the audit trail */
export function auditOf(trail: AuditTrail, now: () => Date): Audit {
  return ({ action, viewer, subjectId, before, after }) =>
    trail.record({
      at: now(),
      action,
      actorId: viewer.userId,
      actorRole: viewer.role,
      address: viewer.address ?? null,
      subjectId,
      before: before ?? null,
      after,
    })
}

export function auditedShift({ name, startAt, endAt, active }: Shift) {
  return { name, startAt, endAt, active }
}

/** Only the owner's settings; all other fields come from the biller. */
export function auditedProduct({ marginIdr, isOffered }: Product) {
  return { marginIdr, isOffered }
}
