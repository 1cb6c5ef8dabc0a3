import { badInput, readPageSize } from '@setrum/subgraph-kit'
import { z } from 'zod'
import type { Deps } from '../context.js'
import type { QueryUsersArgs } from '../generated/resolvers.js'
import type { PageStart, User } from '../models/user.js'

const LONGEST_SEARCH = 100
const LAST_PAGE = 1_000

const position = z.tuple([z.string(), z.string().regex(/^[0-9a-f]{24}$/)])

/** One page of people by name, without the caller. @throws BAD_USER_INPUT */
export async function listUsers(
  { caller, filter, first, after, page }: Partial<QueryUsersArgs> & { caller: string },
  { users }: Deps,
) {
  const size = readPageSize(first)
  const start = readStart({ after, page }, size)
  if ((filter?.search ?? '').length > LONGEST_SEARCH) {
    throw badInput('filter.search', {
      id: `Kata pencarian harus paling banyak ${LONGEST_SEARCH} huruf.`,
      en: `A search must have at most ${LONGEST_SEARCH} characters.`,
    })
  }
  // One more than asked for tells whether there is a next page.
  const { people, totalCount } = await users.page({ ...filter, except: caller }, start, size + 1)
  const nodes = people.slice(0, size)
  return {
    nodes,
    totalCount,
    pageInfo: {
      hasNextPage: people.length > size,
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
  if (number < 1 || number > LAST_PAGE) {
    throw badInput('page', {
      id: `Halaman harus 1 sampai ${LAST_PAGE}.`,
      en: `A page must be between 1 and ${LAST_PAGE}.`,
    })
  }
  return { skip: (number - 1) * size }
}

/** Name and id of the person it stands after: a cursor holds even when that person is renamed. */
function cursorOf(user: User | undefined): string | null {
  return user ? Buffer.from(JSON.stringify([user.name, user.id])).toString('base64url') : null
}

function readCursor(cursor: string): { name: string; id: string } {
  try {
    const [name, id] = position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    return { name, id }
  } catch {
    throw badInput('after', { id: 'Kursor ini tidak dikenal.', en: 'This cursor is not one of ours.' })
  }
}
