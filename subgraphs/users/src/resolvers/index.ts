import { DateTime, LocalTime, requireAdmin, requireUser } from '@setrum/subgraph-kit'
import type { Context } from '../context.js'
import type {
  ApiKeyResolvers,
  AuditAction,
  AuditEventResolvers,
  MutationResolvers,
  Role,
  UserResolvers,
} from '../generated/resolvers.js'
import type { User as UserModel } from '../models/user.js'
import { createUser, updateUser } from '../services/accounts.js'
import { createApiKey, revokeApiKey } from '../services/api-keys.js'
import { changePassword, resetPassword } from '../services/passwords.js'
import { login, logout, refreshSession } from '../services/sessions.js'
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

const Mutation: MutationResolvers = {
  login: (_root, credentials, { viewer, deps }) => login({ ...credentials, viewer }, deps),
  refreshSession: (_root, { refreshToken }, { viewer, deps }) => refreshSession({ refreshToken, viewer }, deps),
  logout: (_root, { refreshToken }, { viewer, deps }) => logout({ refreshToken, viewer }, deps),
  changePassword: (_root, passwords, { viewer, deps }) =>
    changePassword({ ...passwords, viewer: requireUser(viewer) }, deps),
  createUser: (_root, { input }, { viewer, deps }) => createUser({ input, viewer: requireAdmin(viewer) }, deps),
  updateUser: (_root, { id, input }, { viewer, deps }) => updateUser({ id, input, viewer: requireAdmin(viewer) }, deps),
  resetPassword: (_root, args, { viewer, deps }) => resetPassword({ ...args, viewer: requireAdmin(viewer) }, deps),
  createApiKey: (_root, { input }, { viewer, deps }) => createApiKey({ input, viewer: requireAdmin(viewer) }, deps),
  revokeApiKey: (_root, { id }, { viewer, deps }) => revokeApiKey({ id, viewer: requireAdmin(viewer) }, deps),
}

export const resolvers = { DateTime, LocalTime, ApiKey, AuditEvent, Mutation, Query, Shift, User }
