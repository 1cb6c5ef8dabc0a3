import type { Deps } from '../context.js'
import type { LiveApiKey } from '../generated/resolvers.js'

/** The keys that work now. A selling key is in its employee's shift of this moment, so a moved one sells there. */
export async function liveApiKeys({ apiKeys, users }: Pick<Deps, 'apiKeys' | 'users'>): Promise<LiveApiKey[]> {
  const keys = await apiKeys.live()
  const people = await users.byIds(keys.map(({ userId }) => userId))
  return keys.map(({ id, hash, kind, userId }, index) => ({
    id,
    hash,
    kind,
    userId,
    shiftId: people[index]?.shiftId ?? null,
  }))
}
