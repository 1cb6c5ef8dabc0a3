import { requireAdmin, requireUser } from '@setrum/subgraph-kit'
import type { MutationResolvers } from '../generated/resolvers.js'
import { createUser, updateUser } from '../services/accounts.js'
import { createApiKey, revokeApiKey } from '../services/api-keys.js'
import { changePassword, resetPassword } from '../services/passwords.js'
import { login, logout, refreshSession } from '../services/sessions.js'

export const Mutation: MutationResolvers = {
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
