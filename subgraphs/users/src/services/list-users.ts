import { badInput } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import { readPageSize } from '../domain/input.js'
import type { QueryUsersArgs } from '../generated/resolvers.js'
import type { User } from '../models/user.js'

/** One page of people by name, without the caller. @throws BAD_USER_INPUT */
export async function listUsers(
  { filter, first, after, page }: Partial<QueryUsersArgs>,
  caller: string,
  { users }: Deps,
) {
  const size = readPageSize(first ?? 20)
  if (page != null && (page < 1 || page > 1_000)) {
    throw badInput('page', { id: 'Halaman harus 1 sampai 1000.', en: 'A page must be 1 to 1,000.' })
  }
  const last = after == null ? null : await users.byId(after)
  if (after != null && !last)
    throw badInput('after', { id: 'Kursor tidak dikenal.', en: 'The cursor must be one of ours.' })
  const skip = after == null && page != null ? (page - 1) * size : 0
  const found = await users.page({ ...filter, except: caller }, { first: size, after: last, skip })
  const cursorOf = (user: User | undefined) => user?.id ?? null
  return {
    nodes: found.people,
    totalCount: found.totalCount,
    pageInfo: {
      hasNextPage: found.hasNext,
      hasPreviousPage: found.hasPrevious,
      startCursor: cursorOf(found.people[0]),
      endCursor: cursorOf(found.people.at(-1)),
    },
  }
}
