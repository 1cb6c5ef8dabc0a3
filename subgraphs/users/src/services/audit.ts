import type { Viewer } from '@setrum/identity'
import type { AuditTrail } from '@setrum/subgraph-kit'
import type { AuditAction } from '../generated/resolvers.js'
import type { User } from '../models/user.js'

/** What happened to an account or a session. `by` is the viewer of the request. */
export interface AuditEvent {
  action: AuditAction
  by: Viewer
  /** Who did it, where the viewer does not say so, as when somebody signs in. */
  actor?: User
  subjectId: string | null
  before?: Readonly<Record<string, unknown>>
  after?: Readonly<Record<string, unknown>>
}

export type Audit = (event: AuditEvent) => Promise<void>

/** Writes events down in the audit record. */
export function auditOf(trail: AuditTrail, now: () => Date): Audit {
  return ({ action, by, actor, subjectId, before, after }) =>
    trail.record({
      at: now(),
      action,
      actorId: actor?.id ?? ('userId' in by ? by.userId : null),
      actorRole: actor?.role ?? ('userId' in by ? by.role : null),
      address: addressOf(by) ?? null,
      subjectId,
      before: before ?? null,
      after: after ?? null,
    })
}

/** The network address of the person behind a request, as the gateway saw it. */
export function addressOf(viewer: Viewer): string | undefined {
  return 'address' in viewer ? viewer.address : undefined
}

/** What of an account stands in the record: everything but the password. */
export function auditedPart({ employeeNumber, name, email, phone, address, role, active, shiftId }: User) {
  return { employeeNumber, name, email, phone, address, role, active, shiftId }
}

/** Who tried to sign in to an account that does not exist: enough to see a pattern, too little for a password typed here. */
export function maskedEmail(email: string): string {
  const [name = '', domain = ''] = email.split('@')
  return domain ? `${name.slice(0, 2)}***@${domain.slice(0, 60)}` : '***'
}
