import { requireAdmin, requireUser } from '@setrum/subgraph-kit'
import type { MutationResolvers } from '../generated/resolvers.js'
import { changePassword } from '../services/change-password.js'
import { createApiKey } from '../services/create-api-key.js'
import { createUser } from '../services/create-user.js'
import { login } from '../services/login.js'
import { logout } from '../services/logout.js'
import { refreshSession } from '../services/refresh-session.js'
import { resetPassword } from '../services/reset-password.js'
import { revokeApiKey } from '../services/revoke-api-key.js'
import { updateUser } from '../services/update-user.js'

export const Mutation: MutationResolvers = {
  login: (_root, credentials, { viewer, deps }) => login({ ...credentials, by: viewer }, deps),
  refreshSession: (_root, { refreshToken }, { viewer, deps }) => refreshSession({ refreshToken, by: viewer }, deps),
  logout: (_root, { refreshToken }, { viewer, deps }) => logout({ refreshToken, by: viewer }, deps),
  changePassword: (_root, passwords, { viewer, deps }) =>
    changePassword({ ...passwords, by: requireUser(viewer) }, deps),
  createUser: (_root, { input }, { viewer, deps }) => createUser({ input, by: requireAdmin(viewer) }, deps),
  updateUser: (_root, { id, input }, { viewer, deps }) => updateUser({ id, input, by: requireAdmin(viewer) }, deps),
  resetPassword: (_root, args, { viewer, deps }) => resetPassword({ ...args, by: requireAdmin(viewer) }, deps),
  createApiKey: (_root, { input }, { viewer, deps }) => createApiKey({ input, by: requireAdmin(viewer) }, deps),
  revokeApiKey: (_root, { id }, { viewer, deps }) => revokeApiKey({ id, by: requireAdmin(viewer) }, deps),
}
