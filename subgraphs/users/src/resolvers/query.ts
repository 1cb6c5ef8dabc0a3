import { requireAdmin, requireService, requireUser } from '@setrum/subgraph-kit'
import type { QueryResolvers } from '../generated/resolvers.js'
import { listUsers } from '../services/list-users.js'
import { liveApiKeys } from '../services/live-api-keys.js'

/** What ended so long before the last answer is told once more: clocks and writes are not exact. */
const OVERLAP_MS = 5_000

export const Query: QueryResolvers = {
  me: (_root, _args, { viewer, loaders }) => loaders.userById.load(requireUser(viewer).userId),
  user: (_root, { id }, { viewer, loaders }) => {
    requireAdmin(viewer)
    return loaders.userById.load(id)
  },
  users: (_root, args, { viewer, deps }) => listUsers({ ...args, caller: requireAdmin(viewer).userId }, deps),
  auditLog: (_root, args, { viewer, deps }) => {
    requireAdmin(viewer)
    return deps.auditTrail.page(args)
  },
  sessionChanges: async (_root, { since }, { viewer, deps }) => {
    requireService(viewer)
    const at = deps.now()
    const from = new Date(since ? since.getTime() - OVERLAP_MS : 0)
    const [endedSessions, inactivePeople, apiKeys] = await Promise.all([
      deps.sessions.endedSince(from, at),
      deps.users.inactiveIds(),
      liveApiKeys(deps),
    ])
    return { at, endedSessions, inactivePeople, apiKeys }
  },
  apiKeys: (_root, _args, { viewer, deps }) => {
    requireAdmin(viewer)
    return deps.apiKeys.shown()
  },
  staff: (_root, _args, { viewer, deps }) => {
    requireService(viewer)
    return deps.users.all()
  },
}
