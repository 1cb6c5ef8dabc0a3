import { type Admin, badInput } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import { apiKeyNotFound } from '../domain/errors.js'
import { readName } from '../domain/input.js'
import type { CreateApiKeyInput, LiveApiKey } from '../generated/resolvers.js'
import type { ApiKey } from '../models/api-key.js'

/**
 * Creates an API key. A SELLING key acts as an employee, a READ_ONLY key as the admin who creates it.
 * @throws BAD_USER_INPUT
 */
export async function createApiKey(
  { input, viewer }: { input: CreateApiKeyInput; viewer: Admin },
  deps: Deps,
): Promise<{ key: string; apiKey: ApiKey }> {
  const { kind, employeeId } = input
  const name = readName(input.name)
  if (kind === 'READ_ONLY' && employeeId != null) {
    throw badInput('employeeId', { id: 'Kunci baca tidak punya karyawan.', en: 'A reading key has no employee.' })
  }
  const userId = kind === 'SELLING' ? await requireEmployeeId(employeeId, deps) : viewer.userId
  const created = await deps.apiKeys.create({ name, kind, userId }, deps.now())
  const { id, hint } = created.apiKey
  await deps.audit({ action: 'API_KEY_CREATED', viewer, subjectId: userId, after: { id, name, kind, hint } })
  return created
}

async function requireEmployeeId(id: string | null | undefined, { users }: Deps): Promise<string> {
  const user = id == null ? null : await users.byId(id)
  if (user?.role !== 'EMPLOYEE') {
    throw badInput('employeeId', { id: 'Pilih karyawan yang berjualan.', en: 'Choose the employee who sells.' })
  }
  return user.id
}

/** Revokes a key permanently. Idempotent. @throws NOT_FOUND */
export async function revokeApiKey(
  { id, viewer }: { id: string; viewer: Admin },
  { apiKeys, audit, now }: Deps,
): Promise<ApiKey> {
  const isFirst = await apiKeys.revoke(id, now())
  const apiKey = await apiKeys.byId(id)
  if (!apiKey) throw apiKeyNotFound()
  const { name, kind, hint, userId } = apiKey
  if (isFirst) await audit({ action: 'API_KEY_REVOKED', viewer, subjectId: userId, before: { id, name, kind, hint } })
  return apiKey
}

/** The keys that work now, each with its employee's current shift: a key follows its employee to another shift. */
export async function listLiveApiKeys({ apiKeys, users }: Pick<Deps, 'apiKeys' | 'users'>): Promise<LiveApiKey[]> {
  const keys = await apiKeys.live()
  const owners = await users.byIds(keys.map(({ userId }) => userId))
  return keys.map(({ id, hash, kind, userId }, index) => ({
    id,
    hash,
    kind,
    userId,
    shiftId: owners[index]?.shiftId ?? null,
  }))
}
