import type { Admin } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import { noSuchApiKey } from '../domain/errors.js'
import type { ApiKey } from '../models/api-key.js'

/** Ends a key for good. Safe to do again. @throws NOT_FOUND */
export async function revokeApiKey(
  { id, by }: { id: string; by: Admin },
  { apiKeys, audit, now }: Deps,
): Promise<ApiKey> {
  const isFirst = await apiKeys.revoke(id, now())
  const apiKey = await apiKeys.byId(id)
  if (!apiKey) throw noSuchApiKey()
  const { name, kind, hint, userId } = apiKey
  if (isFirst) await audit({ action: 'API_KEY_REVOKED', by, subjectId: userId, before: { id, name, kind, hint } })
  return apiKey
}
