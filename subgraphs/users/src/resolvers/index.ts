import { DateTime, LocalTime } from '@setrum/subgraph-kit'
import type { Context } from '../context.js'
import type { ApiKeyResolvers, AuditAction, AuditEventResolvers, Role, UserResolvers } from '../generated/resolvers.js'
import type { User as UserModel } from '../models/user.js'
import { Mutation } from './mutation.js'
import { Query } from './query.js'
import { Shift } from './shift.js'

const ApiKey: ApiKeyResolvers = {
  actsAs: ({ userId }, _args, { loaders }) => loaders.userById.load(userId),
}

const AuditEvent: AuditEventResolvers = {
  id: ({ number }) => String(number),
  // The casts are safe: only this subgraph's services write its audit trail.
  action: ({ action }) => action as AuditAction,
  actorRole: ({ actorRole }) => actorRole as Role | null,
  actor: ({ actorId }, _args, { loaders }) => (actorId === null ? null : loaders.userById.load(actorId)),
  subject: ({ subjectId }, _args, { loaders }) => (subjectId === null ? null : loaders.userById.load(subjectId)),
}

const User: UserResolvers<Context, UserModel> = {
  // Entity fetches are authorized like queries: admins see all users, employees only themselves.
  __resolveReference: ({ id }, { viewer, loaders }) => {
    const isAllowed = viewer.role === 'ADMIN' || (viewer.role === 'EMPLOYEE' && viewer.userId === id)
    return isAllowed ? loaders.userById.load(id) : null
  },
  shift: ({ shiftId }) => (shiftId === null ? null : { __typename: 'Shift', id: shiftId }),
}

export const resolvers = { DateTime, LocalTime, ApiKey, AuditEvent, Mutation, Query, Shift, User }
