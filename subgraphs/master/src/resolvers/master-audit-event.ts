import type { MasterAuditAction, MasterAuditEventResolvers } from '../generated/resolvers.js'

export const MasterAuditEvent: MasterAuditEventResolvers = {
  id: ({ number }) => String(number),
  // Only what this subgraph's own services wrote stands in its record.
  action: ({ action }) => action as MasterAuditAction,
  actor: ({ actorId }) => (actorId === null ? null : { __typename: 'User', id: actorId }),
  subject: ({ subjectId }) => subjectId ?? '',
}
