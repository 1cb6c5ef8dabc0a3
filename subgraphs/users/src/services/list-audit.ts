import { type AuditTrail, badInput } from '@setrum/subgraph-kit'
import { readPageSize } from '../domain/input.js'
import type { QueryAuditLogArgs } from '../generated/resolvers.js'

/** One page of the audit record, the newest first. @throws BAD_USER_INPUT */
export async function listAudit({ first, after }: Partial<QueryAuditLogArgs>, trail: AuditTrail) {
  const size = readPageSize(first)
  const [found, totalCount] = await Promise.all([
    trail.newest(size + 1, after == null ? null : readCursor(after)),
    trail.count(),
  ])
  const nodes = found.slice(0, size)
  return {
    nodes,
    totalCount,
    pageInfo: {
      hasNextPage: found.length > size,
      hasPreviousPage: after != null,
      startCursor: nodes[0] ? String(nodes[0].number) : null,
      endCursor: nodes.at(-1) ? String(nodes.at(-1)?.number) : null,
    },
  }
}

function readCursor(cursor: string): number {
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor)
  throw badInput('after', { id: 'Kursor ini tidak dikenal.', en: 'This cursor is not one of ours.' })
}
