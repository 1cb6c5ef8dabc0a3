import { requireAdmin, requirePerson, requireService } from '@setrum/subgraph-kit'
import type { QueryResolvers } from '../generated/resolvers.js'
import { listUsers } from '../services/list-users.js'

/** What ended up to so long before an answer is told once more: clocks and commits are not exact. */
const OVERLAP_MS = 5_000

export const Query: QueryResolvers = {
  me: (_root, _args, { viewer, loaders }) => loaders.userById.load(requirePerson(viewer).userId),
  user: (_root, { id }, { viewer, loaders }) => {
    requireAdmin(viewer)
    return loaders.userById.load(id)
  },
  users: (_root, args, { viewer, deps }) => listUsers(args, requireAdmin(viewer).userId, deps),
  sessionChanges: async (_root, { since }, { viewer, deps }) => {
    requireService(viewer)
    const at = deps.now()
    const from = since ? new Date(since.getTime() - OVERLAP_MS) : new Date(0)
    const [endedSessions, inactivePeople] = await Promise.all([
      deps.sessions.endedSince(from, at),
      deps.users.inactiveIds(),
    ])
    return { at, endedSessions, inactivePeople }
  },
  staff: (_root, _args, { viewer, deps }) => {
    requireService(viewer)
    return deps.users.all()
  },
}
