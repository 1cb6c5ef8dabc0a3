import { READING_AFTER_SHIFT_MS } from '@setrum/api-contract'
import { requireAdmin, requireService, requireUser } from '@setrum/subgraph-kit'
import type { QueryResolvers } from '../generated/resolvers.js'
import { listLiveApiKeys } from '../services/api-keys.js'
import { listUsers } from '../services/list-users.js'

/** Sessions that ended up to 5 s before `since` are repeated, because clocks and writes are not exact. */
const OVERLAP_MS = 5_000

export const Query: QueryResolvers = {
  me: (_root, _args, { viewer, loaders }) => loaders.userById.load(requireUser(viewer).userId),
  user: (_root, { id }, { viewer, loaders }) => {
    requireAdmin(viewer)
    return loaders.userById.load(id)
  },
  users: (_root, args, { viewer, deps }) => listUsers({ ...args, viewerId: requireAdmin(viewer).userId }, deps),
  auditLog: (_root, args, { viewer, deps }) => {
    requireAdmin(viewer)
    return deps.auditTrail.page(args)
  },
  sessionChanges: async (_root, { since }, { viewer, deps }) => {
    requireService(viewer)
    const at = deps.now()
    const from = new Date(since ? since.getTime() - OVERLAP_MS : 0)
    const [endedSessions, inactiveUsers, apiKeys] = await Promise.all([
      // The gateway still accepts some reads after the session's end.
      deps.sessions.endedSince(from, new Date(at.getTime() - READING_AFTER_SHIFT_MS)),
      deps.users.inactiveIds(),
      listLiveApiKeys(deps),
    ])
    return { at, endedSessions, inactiveUsers, apiKeys }
  },
  apiKeys: (_root, _args, { viewer, deps }) => {
    requireAdmin(viewer)
    return deps.apiKeys.listed()
  },
  replicatedUsers: (_root, _args, { viewer, deps }) => {
    requireService(viewer)
    return deps.users.all()
  },
}
