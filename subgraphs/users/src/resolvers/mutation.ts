import { requireAdmin, requirePerson } from '@setrum/subgraph-kit'
import type { MutationResolvers } from '../generated/resolvers.js'
import { changePassword, resetPassword } from '../services/change-password.js'
import { createUser } from '../services/create-user.js'
import { login } from '../services/login.js'
import { logout } from '../services/logout.js'
import { refreshSession } from '../services/refresh-session.js'
import { updateUser } from '../services/update-user.js'

export const Mutation: MutationResolvers = {
  login: (_root, { email, password }, { viewer, deps }) =>
    login({ email, password, address: 'address' in viewer ? viewer.address : undefined }, deps),
  refreshSession: (_root, { refreshToken }, { deps }) => refreshSession(refreshToken, deps),
  logout: (_root, { refreshToken }, { deps }) => logout(refreshToken, deps),
  changePassword: (_root, passwords, { viewer, deps }) =>
    changePassword({ person: requirePerson(viewer), ...passwords }, deps),
  createUser: (_root, { input }, { viewer, deps }) => {
    requireAdmin(viewer)
    return createUser(input, deps)
  },
  updateUser: (_root, { id, input }, { viewer, deps }) =>
    updateUser({ id, by: requireAdmin(viewer).userId, input }, deps),
  resetPassword: (_root, { id, newPassword }, { viewer, deps }) => {
    requireAdmin(viewer)
    return resetPassword({ id, newPassword }, deps)
  },
}
