import type { AuditAction, AuditEventResolvers, Role } from '../generated/resolvers.js'

export const AuditEvent: AuditEventResolvers = {
  id: ({ number }) => String(number),
  // Only what this subgraph's own services wrote stands in its record.
  action: ({ action }) => action as AuditAction,
  actorRole: ({ actorRole }) => actorRole as Role | null,
  actor: ({ actorId }, _args, { loaders }) => (actorId === null ? null : loaders.userById.load(actorId)),
  subject: ({ subjectId }, _args, { loaders }) => (subjectId === null ? null : loaders.userById.load(subjectId)),
}
