import { codeOf, waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ANONYMOUS, startTestUsers, type TestUsers } from './support/start-test-users.js'

let users: TestUsers

beforeAll(async () => {
  users = await startTestUsers()
})
beforeEach(() => users.reset())
afterAll(() => users?.stop())

const wrong = (email: string, times: number, address = '10.0.0.9') =>
  Promise.all(
    Array.from({ length: times }, async (_, index) =>
      codeOf(await users.login(email, `wrong-password-${index}`, { ...ANONYMOUS, address })),
    ),
  )
const count = (codes: (string | undefined)[], code: string) => codes.filter((candidate) => candidate === code).length

/** Expires the limits in the database: the throttle uses its own clock. */
const expireLimits = () =>
  users.collection('signInThrottle').updateMany({}, { $set: { expire: new Date(Date.now() - 1) } })

test('after ten wrong passwords an account is locked for 15 minutes, for the correct password too; other accounts are not', async () => {
  expect(count(await wrong('budi@setrum.test', 12), 'INVALID_CREDENTIALS')).toBe(10)
  const other = await users.login('siti@setrum.test')
  expect(codeOf(other)).toBeUndefined()

  const refused = await users.login('budi@setrum.test')
  expect(refused.errors?.[0]).toMatchObject({
    message: 'Terlalu banyak percobaan. Silakan coba lagi dalam 15 menit.',
    extensions: { code: 'RATE_LIMITED' },
  })
  const seconds = Number(refused.errors?.[0]?.extensions.retryAfterSeconds)
  expect(seconds).toBeGreaterThan(880)
  expect(seconds).toBeLessThanOrEqual(900)

  await expireLimits()
  // Budi's shift begins at 16:00: the code shows that the password was accepted.
  expect(codeOf(await users.login('budi@setrum.test'))).toBe('OUTSIDE_SHIFT')
})

test('an unknown account is throttled alike', async () => {
  const known = await wrong('budi@setrum.test', 12)
  const unknown = await wrong('nobody@setrum.test', 12)
  expect(known.sort()).toEqual(unknown.sort())
})

test('capitals and blanks do not bypass the limit', async () => {
  await wrong('budi@setrum.test', 5)
  await wrong(' BUDI@setrum.test', 5)
  expect(codeOf(await users.login('budi@setrum.test'))).toBe('RATE_LIMITED')
})

test('the correct password resets the count', async () => {
  await wrong('siti@setrum.test', 9)
  expect(codeOf(await users.login('siti@setrum.test'))).toBeUndefined()
  expect(count(await wrong('siti@setrum.test', 9), 'INVALID_CREDENTIALS')).toBe(9)
  expect(codeOf(await users.login('siti@setrum.test'))).toBeUndefined()
})

test('forty concurrent correct sign-ins are not throttled', async () => {
  const responses = await Promise.all(Array.from({ length: 40 }, () => users.login('siti@setrum.test')))
  expect(responses.map(codeOf).filter(Boolean)).toEqual([])
})

test('an address is limited to a hundred failed sign-ins; other addresses are not', async () => {
  const codes: (string | undefined)[] = []
  for (let index = 0; index < 105; index += 5) {
    const batch = Array.from({ length: 5 }, (_, offset) => wrong(`a${index + offset}@setrum.test`, 1, '10.9.9.9'))
    codes.push(...(await Promise.all(batch)).flat())
  }
  expect(count(codes, 'INVALID_CREDENTIALS')).toBe(100)
  expect(count(codes, 'RATE_LIMITED')).toBe(5)
  expect(codeOf(await users.login('siti@setrum.test', undefined, { ...ANONYMOUS, address: '10.9.9.9' }))).toBe(
    'RATE_LIMITED',
  )
  expect(codeOf(await users.login('siti@setrum.test'))).toBeUndefined()
}, 60_000)

test('the limit holds across processes, and the database stores neither e-mail nor address', async () => {
  await wrong('budi@setrum.test', 11)
  const another = await users.start()
  await waitUntil(() => users.isReadyAt(another.port))
  const response = await users.execute(
    ANONYMOUS,
    'mutation { login(email: "budi@setrum.test", password: "Setrum-Kasir-1") { accessToken } }',
    {},
    { port: another.port },
  )
  await another.stop()
  expect(codeOf(response)).toBe('RATE_LIMITED')
  const rows = JSON.stringify(await users.collection('signInThrottle').find().toArray())
  expect(rows).not.toMatch(/budi|10\.0\.0/)
})
