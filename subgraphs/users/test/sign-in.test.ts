import { hash as bcryptHash } from '@node-rs/bcrypt'
import { codeOf, waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ReplicatedShift } from '../src/context.js'
import { demoShifts, MALAM, PAGI } from './support/start-fake-master.js'
import { ADMIN, ANONYMOUS, jakarta, startTestUsers, type TestUsers } from './support/start-test-users.js'

let users: TestUsers

beforeAll(async () => {
  users = await startTestUsers()
})
beforeEach(() => users.reset())
afterAll(() => users?.stop())

describe('signing in', () => {
  test('returns an access token for fifteen minutes and a session that ends with the shift', async () => {
    const { data, errors } = await users.login(' Siti@Setrum.test ')
    expect(errors).toBeUndefined()
    expect(data.login.user).toEqual({
      id: '664000000000000000000002',
      name: 'Siti Rahayu',
      email: 'siti@setrum.test',
      role: 'EMPLOYEE',
      shift: { id: PAGI },
    })
    expect(data.login.sessionEndsAt).toBe(jakarta('16:00:00').toISOString())
    expect(data.login.accessTokenExpiresAt).toBe(jakarta('09:15:00').toISOString())
    expect(users.claimsOf(data.login.accessToken)).toMatchObject({
      userId: '664000000000000000000002',
      role: 'EMPLOYEE',
      shiftId: PAGI,
      expiresAt: jakarta('09:15:00'),
      sessionEndsAt: jakarta('16:00:00'),
    })
  })

  test('puts no personal data into the access token', async () => {
    const { data } = await users.login('siti@setrum.test')
    const [, payload = ''] = data.login.accessToken.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    expect(Object.keys(claims).sort()).toEqual(['aud', 'ends', 'exp', 'iat', 'iss', 'role', 'shift', 'sid', 'sub'])
  })

  test('limits the access token to the end of the shift', async () => {
    users.clock.now = jakarta('15:50:00')
    const { data } = await users.login('siti@setrum.test')
    expect(data.login.accessTokenExpiresAt).toBe(jakarta('16:00:00').toISOString())
  })

  test('works for an admin at any hour, for twelve hours', async () => {
    users.clock.now = jakarta('03:00:00')
    const { data } = await users.login('admin@setrum.test', 'Setrum-Admin-1')
    expect(data.login.sessionEndsAt).toBe(jakarta('15:00:00').toISOString())
    expect(users.claimsOf(data.login.accessToken)).toMatchObject({ role: 'ADMIN', shiftId: null })
  })

  test.each([
    ['07:59:59.999', 'OUTSIDE_SHIFT'],
    ['08:00:00.000', undefined],
    ['15:59:59.999', undefined],
    ['16:00:00.000', 'OUTSIDE_SHIFT'],
  ])('at %s an employee of 08:00-15:59 gets %s', async (time, code) => {
    users.clock.now = jakarta(time)
    const response = await users.login('siti@setrum.test')
    expect(codeOf(response)).toBe(code)
    if (code) expect(response.errors?.[0]?.message).toBe('Belum waktunya jam kerja')
  })

  test.each([
    ['21:59:59.999', 'OUTSIDE_SHIFT'],
    ['22:00:00.000', undefined],
    ['23:59:59.999', undefined],
    ['00:00:00.000', undefined],
    ['05:59:59.999', undefined],
    ['06:00:00.000', 'OUTSIDE_SHIFT'],
  ])('at %s an employee of 22:00-05:59 gets %s', async (time, code) => {
    users.clock.now = jakarta(time)
    expect(codeOf(await users.login('dewi@setrum.test'))).toBe(code)
  })

  test('outside the shift returns its next opening', async () => {
    users.clock.now = jakarta('16:00:00')
    const response = await users.login('siti@setrum.test')
    expect(response.errors?.[0]?.extensions.opensAt).toBe(new Date('2099-04-01T08:00:00+07:00').toISOString())
  })

  test('for a shift across midnight ends with the shift on the next day', async () => {
    users.clock.now = jakarta('23:00:00')
    const { data } = await users.login('dewi@setrum.test')
    expect(data.login.sessionEndsAt).toBe(new Date('2099-04-01T06:00:00+07:00').toISOString())
    expect(users.claimsOf(data.login.accessToken).shiftId).toBe(MALAM)
  })
})

/** Also waits until users has stored the hours: a later request shows that the first one after the change is over. */
const changeShifts = async (shifts: ReplicatedShift[]) => {
  const before = users.master.state.requestCount
  users.master.state.shifts = shifts
  await waitUntil(() => users.master.state.requestCount > before + 1, { what: 'users to read the shifts' })
}

describe('a session', () => {
  test.each([
    ['00:00', '23:59', 'midnight'],
    ['09:30', '09:29', 'the change at 09:30'],
  ])('in the shift %s-%s, which has no gap, lasts twelve hours, past %s', async (startAt, endAt) => {
    await changeShifts(demoShifts().map((shift) => (shift.id === PAGI ? { ...shift, startAt, endAt } : shift)))
    const { data } = await users.login('siti@setrum.test')
    expect(data.login.sessionEndsAt).toBe(jakarta('21:00:00').toISOString())
    users.clock.now = jakarta('20:59:59')
    expect(codeOf(await users.refresh(data.login.refreshToken))).toBeUndefined()
    users.clock.now = jakarta('21:00:00')
    expect(codeOf(await users.refresh(data.login.refreshToken))).toBe('INVALID_REFRESH_TOKEN')
    await changeShifts(demoShifts())
  })
})

describe('a refused sign-in', () => {
  test('has the same response for an unknown e-mail and a wrong password', async () => {
    const wrongPassword = await users.login('siti@setrum.test', 'Setrum-Kasir-2')
    const wrongEmail = await users.login('nobody@setrum.test', 'Setrum-Kasir-1')
    expect(wrongPassword).toEqual(wrongEmail)
    expect(wrongPassword.errors?.[0]).toMatchObject({
      message: 'Email atau kata sandi salah',
      extensions: { code: 'INVALID_CREDENTIALS' },
    })
  })

  test('takes the same time for an unknown e-mail and a wrong password', async () => {
    const times = { siti: [] as number[], nobody: [] as number[] }
    // Alternating, so that other load on the machine affects both.
    for (let round = 0; round < 9; round += 1) {
      for (const name of ['siti', 'nobody'] as const) {
        const startedAt = performance.now()
        await users.login(`${name}@setrum.test`, `wrong-${round}-password`)
        times[name].push(performance.now() - startedAt)
      }
    }
    const median = (values: number[]) => values.sort((a, b) => a - b)[4] ?? 0
    const [known, unknown] = [median(times.siti), median(times.nobody)]
    // Without the dummy hash an unknown e-mail takes a small fraction. The factor allows for a busy machine.
    expect(unknown).toBeGreaterThan(known / 3)
    expect(known).toBeGreaterThan(unknown / 3)
  })

  test('is explained in English on request', async () => {
    const query = 'mutation { login(email: "a@b.test", password: "x") { accessToken } }'
    const response = await users.execute(ANONYMOUS, query, {}, { language: 'en-US' })
    expect(response.errors?.[0]?.message).toBe('Wrong e-mail address or password')
  })

  test('reveals a closed shift or an inactive account only with the correct password', async () => {
    const { data } = await users.create({ email: 'nonaktif@kasir.test', active: false })
    expect(codeOf(await users.login('nonaktif@kasir.test', 'wrong-password'))).toBe('INVALID_CREDENTIALS')
    expect(codeOf(await users.login('nonaktif@kasir.test', 'Kasir-Uji-2026'))).toBe('ACCOUNT_INACTIVE')
    users.clock.now = jakarta('20:00:00')
    expect(codeOf(await users.login('siti@setrum.test', 'wrong-password'))).toBe('INVALID_CREDENTIALS')
    // Inactivity comes before the shift.
    expect(codeOf(await users.login('nonaktif@kasir.test', 'Kasir-Uji-2026'))).toBe('ACCOUNT_INACTIVE')
    expect(data.createUser.id).toBeTruthy()
  })

  test('covers query operators as e-mail or password', async () => {
    const query = 'mutation($e: String!, $p: String!) { login(email: $e, password: $p) { accessToken } }'
    for (const variables of [
      { e: { $ne: '' }, p: 'Setrum-Kasir-1' },
      { e: 'siti@setrum.test', p: { $ne: '' } },
      { e: ['siti@setrum.test'], p: 'Setrum-Kasir-1' },
    ]) {
      expect(codeOf(await users.execute(ANONYMOUS, query, variables))).toBe('BAD_USER_INPUT')
    }
    expect(codeOf(await users.login('{"$gt":""}'))).toBe('INVALID_CREDENTIALS')
  })
})

describe('passwords of the old system', () => {
  const row = (more: object) => ({
    name: 'Lama',
    numberId: `OLD-${Math.random()}`,
    userType: 'admin',
    active: true,
    createdAt: new Date(),
    updatedAt: new Date(),
    ...more,
  })

  test.each(['$2a', '$2b'])('a bcrypt hash (%s) is verified once and replaced by Argon2id', async (kind) => {
    const email = `lama${kind.slice(1)}@setrum.test`
    const password = (await bcryptHash('Setrum-Lama-1', { cost: 6 })).replace(/^\$2[aby]/, kind)
    await users.collection('user').insertOne(row({ email, password }))
    expect(codeOf(await users.login(email, 'Setrum-Lama-2'))).toBe('INVALID_CREDENTIALS')
    expect((await users.collection('user').findOne({ email }))?.password).toBe(password)

    expect(codeOf(await users.login(email, 'Setrum-Lama-1'))).toBeUndefined()
    const renewed = (await users.collection('user').findOne({ email }))?.password
    expect(renewed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(codeOf(await users.login(email, 'Setrum-Lama-1'))).toBeUndefined()
    expect(codeOf(await users.login(email, 'Setrum-Lama-2'))).toBe('INVALID_CREDENTIALS')
  })

  test.each([
    ['plain text', 'Setrum-Lama-1'],
    ['an unknown kind of hash', '5f4dcc3b5aa765d61d8327deb882cf99'],
    ['a truncated bcrypt hash', '$2b$10$abcdefghijklmnop'],
    ['an empty text', ''],
  ])('%s matches no password', async (_name, password) => {
    const email = `rusak${Math.random()}@setrum.test`
    await users.collection('user').insertOne(row({ email, password }))
    for (const tried of [password, 'Setrum-Lama-1']) {
      expect(codeOf(await users.login(email, tried))).toBe('INVALID_CREDENTIALS')
    }
  })

  test.each([false, 0, '0', 'false'])('do not let a user sign in whose active column is %j', async (active) => {
    const email = `keluar${Math.random()}@setrum.test`
    const password = await bcryptHash('Setrum-Lama-1', { cost: 4 })
    await users.collection('user').insertOne(row({ email, password, active }))
    expect(codeOf(await users.login(email, 'Setrum-Lama-1'))).toBe('ACCOUNT_INACTIVE')
    const { data } = await users.execute(
      ADMIN,
      'query($e: String) { users(filter: { search: $e, active: false }) { nodes { id } } }',
      { e: email },
    )
    expect(data.users.nodes).toHaveLength(1)
    expect((await users.changes()).inactiveUsers).toContain(data.users.nodes[0].id)
  })
})
