import type { Viewer } from '@setrum/identity'
import type { AuditTrail } from '@setrum/subgraph-kit'
import type { AuditAction } from '../generated/resolvers.js'
import type { User } from '../models/user.js'

export interface AuditEvent {
  action: AuditAction
  /** The viewer of the request. */
  viewer: Viewer
  /** The acting user, when the viewer is not that user yet: a sign-in request is anonymous. */
  actor?: User
  subjectId: string | null
  before?: Readonly<Record<string, unknown>>
  after?: Readonly<Record<string, unknown>>
}

export type Audit = (event: AuditEvent) => Promise<void>

/** @returns a function that appends events to the audit trail */
export function auditOf(trail: AuditTrail, now: () => Date): Audit {
  return ({ action, viewer, actor, subjectId, before, after }) =>
    trail.record({
      at: now(),
      action,
      actorId: actor?.id ?? ('userId' in viewer ? viewer.userId : null),
      actorRole: actor?.role ?? ('userId' in viewer ? viewer.role : null),
      address: addressOf(viewer) ?? null,
      subjectId,
      before: before ?? null,
      after: after ?? null,
    })
}

/** The client's network address as the gateway saw it. */
export function addressOf(viewer: Viewer): string | undefined {
  return 'address' in viewer ? viewer.address : undefined
}

/** The fields of an account that the audit trail stores: all but the password. */
export function auditedFields({ employeeNumber, name, email, phone, address, role, active, shiftId }: User) {
  return { employeeNumber, name, email, phone, address, role, active, shiftId }
}

/** Enough to see a pattern of failed sign-ins, too little to reveal a password typed into the e-mail field. */
export function maskedEmail(email: string): string {
  const [name = '', domain = ''] = email.split('@')
  return domain ? `${name.slice(0, 2)}***@${domain.slice(0, 60)}` : '***'
}
