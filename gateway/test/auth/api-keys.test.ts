import { API_KEY_PREFIX, hashApiKey } from '@setrum/identity'
import { waitUntil } from '@setrum/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTestGateway } from '../support/start-test-gateway.js'

const READING = `${API_KEY_PREFIX}reading`
const SELLING = `${API_KEY_PREFIX}selling`
const SHIFTS = '{ shifts { id name } }'
const BUY =
  'mutation { buyToken(input: { meterNumber: "12345678901", productCode: "p1", idempotencyKey: "by-a-key" }) { id } }'

let running: Awaited<ReturnType<typeof startTestGateway>>
beforeEach(async () => {
  running = await startTestGateway({
    persistedDocuments: { 'of-the-web-app': '{ me { name } }' },
    onlyPersistedDocuments: true,
    isProduction: true,
  })
  running.sessions.apiKeys = [
    { id: 'k1', hash: hashApiKey(READING), kind: 'READ_ONLY', userId: 'u9', shiftId: null },
    { id: 'k2', hash: hashApiKey(SELLING), kind: 'SELLING', userId: 'u1', shiftId: 's1' },
  ]
  await waitUntil(async () => (await withKey(READING, SHIFTS)).status === 200, { what: 'the keys to be known' })
})
afterEach(() => running?.stop())

const withKey = (key: string, query: string) =>
  running.ask(query, { as: null, headers: { authorization: `Bearer ${key}` } })
const viewersOf = (subgraph: 'master' | 'transactions') =>
  running.subgraphs[subgraph].received.map(({ viewer }) => viewer)

describe('an API key', () => {
  test('may ask what is not in the manifest, as the person it acts for', async () => {
    expect((await withKey(READING, SHIFTS)).data.shifts).toHaveLength(2)
    expect(viewersOf('master').at(-1)).toMatchObject({ role: 'ADMIN', userId: 'u9', sessionId: 'api-key:k1' })
    expect((await running.ask(SHIFTS)).errors[0].extensions.code).toBe('OPERATION_NOT_ALLOWED')
  })

  test('counts in X-Api-Key as well, where an access token does not', async () => {
    const asKey = (value: string) => running.ask(SHIFTS, { as: null, headers: { 'x-api-key': value } })
    expect((await asKey(READING)).data.shifts).toHaveLength(2)
    expect((await asKey(running.tokenOf('ADMIN'))).status).toBe(401)
  })

  test('that only reads changes nothing', async () => {
    const answer = await withKey(READING, BUY)
    expect({ status: answer.status, code: answer.errors[0].extensions.code }).toEqual({
      status: 403,
      code: 'FORBIDDEN',
    })
    expect(viewersOf('transactions')).toEqual([])
  })

  test('that sells does so as its employee, and does nothing else', async () => {
    await withKey(SELLING, BUY)
    expect(viewersOf('transactions').at(-1)).toMatchObject({ role: 'EMPLOYEE', userId: 'u1', shiftId: 's1' })
    running.subgraphs.users.received.length = 0
    for (const other of [
      'mutation { logout(refreshToken: "x") }',
      'mutation { changePassword(currentPassword: "a", newPassword: "b") }',
      'mutation { ...F } fragment F on Mutation { logout(refreshToken: "x") }',
    ]) {
      expect((await withKey(SELLING, other)).errors[0].extensions.code).toBe('FORBIDDEN')
    }
    expect(running.subgraphs.users.received.filter(({ viewer }) => viewer?.role !== 'SERVICE')).toEqual([])
  })

  test('that nobody made is 401', async () => {
    for (const key of [`${API_KEY_PREFIX}other`, API_KEY_PREFIX, `${READING}x`]) {
      expect((await withKey(key, SHIFTS)).status).toBe(401)
    }
  })

  test('is over when it is revoked, and when its person is no longer active', async () => {
    running.sessions.inactive.push('u1')
    await waitUntil(async () => (await withKey(SELLING, SHIFTS)).status === 401)
    running.sessions.apiKeys = []
    await waitUntil(async () => (await withKey(READING, SHIFTS)).status === 401)
  })

  test('stays good while users is down', async () => {
    await running.subgraphs.users.kill()
    expect((await withKey(READING, SHIFTS)).data.shifts).toHaveLength(2)
  })
})
