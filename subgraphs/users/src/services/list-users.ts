import { badInput, readPageSize } from '@setrum/subgraph-kit'
import { z } from 'zod'
import type { Deps } from '../context.js'
import type { QueryUsersArgs } from '../generated/resolvers.js'
import type { PageStart, User } from '../models/user.js'

const MAX_SEARCH_LENGTH = 100
const MAX_PAGE = 1_000

const cursorSchema = z.tuple([z.string(), z.string().regex(/^[0-9a-f]{24}$/)])

/** One page of users by name, without the viewer. @throws BAD_USER_INPUT */
export async function listUsers(
  { viewerId, filter, first, after, page }: Partial<QueryUsersArgs> & { viewerId: string },
  { users }: Deps,
) {
  const size = readPageSize(first)
  const start = readStart({ after, page }, size)
  if ((filter?.search ?? '').length > MAX_SEARCH_LENGTH) {
    throw badInput('filter.search', {
      id: `Kata pencarian harus paling banyak ${MAX_SEARCH_LENGTH} huruf.`,
      en: `A search must have at most ${MAX_SEARCH_LENGTH} characters.`,
    })
  }
  // One more than requested shows whether there is a next page.
  const found = await users.page({ ...filter, excludedId: viewerId }, start, size + 1)
  const nodes = found.users.slice(0, size)
  return {
    nodes,
    totalCount: found.totalCount,
    pageInfo: {
      hasNextPage: found.users.length > size,
      hasPreviousPage: 'after' in start || start.skip > 0,
      startCursor: cursorOf(nodes[0]),
      endCursor: cursorOf(nodes.at(-1)),
    },
  }
}

function readStart({ after, page }: Pick<QueryUsersArgs, 'after' | 'page'>, size: number): PageStart {
  if (page != null && after != null) {
    throw badInput('page', {
      id: 'Halaman dan kursor tidak boleh dipakai bersama.',
      en: 'A page and a cursor must not be used together.',
    })
  }
  if (after != null) return { after: readCursor(after) }
  const number = page ?? 1
  if (number < 1 || number > MAX_PAGE) {
    throw badInput('page', {
      id: `Halaman harus 1 sampai ${MAX_PAGE}.`,
      en: `A page must be between 1 and ${MAX_PAGE}.`,
    })
  }
  return { skip: (number - 1) * size }
}

/** Contains name and id, so that a cursor stays valid when its user is renamed. */
function cursorOf(user: User | undefined): string | null {
  return user ? Buffer.from(JSON.stringify([user.name, user.id])).toString('base64url') : null
}

function readCursor(cursor: string): { name: string; id: string } {
  try {
    const [name, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    return { name, id }
  } catch {
    throw badInput('after', { id: 'Kursor ini tidak dikenal.', en: 'This cursor is not valid.' })
  }
}
