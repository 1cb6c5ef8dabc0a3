import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ADMIN, startTestUsers, type TestUsers } from './support/start-test-users.js'

const CREATE = `mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) {
  key apiKey { id name kind hint actsAs { id } revokedAt }
} }`
const REVOKE = 'mutation($id: ID!) { revokeApiKey(id: $id) { id revokedAt } }'
const LIST = '{ apiKeys { id name hint revokedAt } }'
const LIVE = '{ sessionChanges { apiKeys { id hash kind userId shiftId } } }'
const GATEWAY = { role: 'SERVICE', service: 'gateway' } as const
const LOG = '{ auditLog(first: 2) { nodes { action before after } } }'

let users: TestUsers
beforeAll(async () => {
  users = await startTestUsers()
})
beforeEach(() => users.reset())
afterAll(() => users?.stop())

const create = (input: object) => users.execute(ADMIN, CREATE, { input })
const live = async () => (await users.execute(GATEWAY, LIVE)).data.sessionChanges.apiKeys

test('an admin creates a key: it is shown once, the gateway gets its hash, and revocation disables it', async () => {
  const { data, errors } = await create({ name: 'Toko daring', kind: 'READ_ONLY' })
  expect(errors).toBeUndefined()
  const { key, apiKey } = data.createApiKey
  expect(key).toMatch(/^setrum_key_[\w-]{43}$/)
  expect(apiKey).toMatchObject({ name: 'Toko daring', hint: key.slice(-4), revokedAt: null })
  expect(JSON.stringify(await users.execute(ADMIN, LIST))).not.toContain(key)
  expect(JSON.stringify(await live())).not.toContain(key)
  expect(await live()).toMatchObject([
    { id: apiKey.id, hash: expect.stringMatching(/^[0-9a-f]{64}$/), kind: 'READ_ONLY' },
  ])

  const revoked = await users.execute(ADMIN, REVOKE, { id: apiKey.id })
  expect(revoked.data.revokeApiKey.revokedAt).not.toBeNull()
  expect(await live()).toEqual([])
  const log = (await users.execute(ADMIN, LOG)).data.auditLog.nodes
  expect(log.map(({ action }: { action: string }) => action)).toEqual(['API_KEY_REVOKED', 'API_KEY_CREATED'])
  expect(JSON.stringify(log)).not.toContain(key)
})

test('a selling key needs an employee, a reading key has none, and only admins create keys', async () => {
  const codeOfInput = async (input: object) => (await create(input)).errors?.[0]?.extensions.code
  expect(await codeOfInput({ name: 'Jual', kind: 'SELLING' })).toBe('BAD_USER_INPUT')
  expect(await codeOfInput({ name: '', kind: 'READ_ONLY' })).toBe('BAD_USER_INPUT')
  expect(await codeOfInput({ name: 'Baca', kind: 'READ_ONLY', employeeId: 'x' })).toBe('BAD_USER_INPUT')
  const anonymous = await users.execute({ role: 'ANONYMOUS' }, CREATE, { input: { name: 'Baca', kind: 'READ_ONLY' } })
  expect(anonymous.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
  expect(await live()).toEqual([])
})

test('the list has all valid keys and the last hundred revoked ones', async () => {
  await users.collection('apiKey').deleteMany({})
  await create({ name: 'Tertua', kind: 'READ_ONLY' })
  const revoked = Array.from({ length: 101 }, (_, index) => ({
    name: `Lama ${index}`,
    kind: 'READ_ONLY',
    hash: `${index}`,
    hint: 'x',
    userId: '664000000000000000000001',
    createdAt: new Date(),
    revokedAt: new Date(index),
  }))
  await users.collection('apiKey').insertMany(revoked)
  const names = (await users.execute(ADMIN, LIST)).data.apiKeys.map(({ name }: { name: string }) => name)
  expect(names).toHaveLength(101)
  expect(names.slice(0, 2)).toEqual(['Lama 100', 'Lama 99'])
  expect(names.slice(-2)).toEqual(['Lama 1', 'Tertua'])
})
