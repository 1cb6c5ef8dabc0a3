import { type Admin, badInput } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import { readName } from '../domain/input.js'
import type { CreateApiKeyInput } from '../generated/resolvers.js'
import type { ApiKey } from '../models/api-key.js'

/**
 * Makes a key for another program. A selling one acts as an employee, a reading one as the admin who makes it.
 * @throws BAD_USER_INPUT
 */
export async function createApiKey(
  { input, by }: { input: CreateApiKeyInput; by: Admin },
  deps: Deps,
): Promise<{ key: string; apiKey: ApiKey }> {
  const { kind } = input
  const name = readName(input.name)
  const userId =
    kind === 'SELLING' ? await requireEmployeeId(input.employeeId, deps) : requireNone(input.employeeId, by)
  const created = await deps.apiKeys.create({ name, kind, userId }, deps.now())
  const { id, hint } = created.apiKey
  await deps.audit({ action: 'API_KEY_CREATED', by, subjectId: userId, after: { id, name, kind, hint } })
  return created
}

async function requireEmployeeId(id: string | null | undefined, { users }: Deps): Promise<string> {
  const person = id == null ? null : await users.byId(id)
  if (person?.role !== 'EMPLOYEE') {
    throw badInput('employeeId', { id: 'Pilih karyawan yang berjualan.', en: 'Choose the employee who sells.' })
  }
  return person.id
}

function requireNone(id: string | null | undefined, by: Admin): string {
  if (id != null) {
    throw badInput('employeeId', { id: 'Kunci baca tidak punya karyawan.', en: 'A reading key has no employee.' })
  }
  return by.userId
}
