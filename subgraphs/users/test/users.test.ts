import { randomBytes } from 'node:crypto'
import { hash as bcryptHash } from '@node-rs/bcrypt'
import { createAccessTokenJwks, readAccessTokenKeys, type Viewer, verifyAccessToken } from '@setrum/identity'
import { createLogger } from '@setrum/process'
import type { RunningSubgraph } from '@setrum/subgraph-kit'
import { askSubgraph, codeOf, TEST_IDENTITY_SECRET, type TestDatabase, testDatabase, waitUntil } from '@setrum/testing'
import { type Db, MongoClient, ObjectId } from 'mongodb'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ShiftCopy } from '../src/models/shift-copy.js'
import { startUsers } from '../src/server.js'

const PAGI = '665000000000000000000001'
const SORE = '665000000000000000000002'
const MALAM = '665000000000000000000003'
const keys = readAccessTokenKeys(createAccessTokenJwks())
const ADMIN: Viewer = { role: 'ADMIN', userId: '664000000000000000000001', sessionId: 'sa' }
const SITI: Viewer = { role: 'EMPLOYEE', userId: '664000000000000000000002', sessionId: 'ss', shiftId: PAGI }
const ANONYMOUS: Viewer = { role: 'ANONYMOUS', address: '10.0.0.9' }
const GATEWAY: Viewer = { role: 'SERVICE', service: 'gateway' }

const shift = (id: string, name: string, startAt: string, endAt: string): ShiftCopy => ({
  id,
  name,
  startAt,
  endAt,
  active: true,
})
let shifts: ShiftCopy[]
let now: Date
let subgraph: RunningSubgraph
let database: TestDatabase
let client: MongoClient
let db: Db

const jakarta = (time: string) => new Date(`2026-03-31T${time}+07:00`)

beforeAll(async () => {
  database = await testDatabase()
  const name = `${database.prefix}users`
  client = await MongoClient.connect(database.uri)
  db = client.db(name)
  now = jakarta('09:00:00')
  subgraph = await startUsers({
    port: 0,
    host: '127.0.0.1',
    mongoUri: database.uri,
    database: name,
    identitySecret: TEST_IDENTITY_SECRET,
    accessTokenKeys: keys,
    businessTimeZone: 'Asia/Jakarta',
    masterUrl: 'http://127.0.0.1:9/graphql',
    demoData: 'people',
    logger: createLogger('users', 'silent'),
    now: () => now,
    shifts: {
      find: async (id) => shifts.find((candidate) => candidate.id === id) ?? null,
      start: () => {},
      stop: () => {},
    },
  })
  await waitUntil(async () => (await fetch(`http://127.0.0.1:${subgraph.port}/health/ready`)).ok, {
    what: 'users to be ready',
  })
})
beforeEach(async () => {
  now = jakarta('09:00:00')
  shifts = [
    shift(PAGI, 'Pagi', '08:00', '15:59'),
    shift(SORE, 'Sore', '16:00', '23:59'),
    shift(MALAM, 'Malam', '22:00', '05:59'),
  ]
  await db.collection('signInThrottle').deleteMany({})
})
afterAll(async () => {
  await subgraph?.stop()
  await client?.close()
  await database?.stop()
})

const ask = (viewer: Viewer, query: string, variables: Record<string, unknown> = {}) =>
  askSubgraph({ port: subgraph.port, to: 'users', viewer, query, variables })

const SESSION = 'accessToken accessTokenExpiresAt refreshToken sessionEndsAt user { id role }'
const login = (who: string, password = 'Setrum-Kasir-1', viewer = ANONYMOUS) =>
  ask(viewer, `mutation($e: String!, $p: String!) { login(email: $e, password: $p) { ${SESSION} } }`, {
    e: who,
    p: password,
  })
const refresh = (token: string) =>
  ask(ANONYMOUS, `mutation($t: String!) { refreshSession(refreshToken: $t) { ${SESSION} } }`, { t: token })
const create = (input: object, viewer: Viewer = ADMIN) =>
  ask(viewer, 'mutation($i: CreateUserInput!) { createUser(input: $i) { id email employeeNumber } }', {
    i: {
      employeeNumber: `K-${randomBytes(3).toString('hex')}`,
      name: 'Rina',
      email: `${randomBytes(4).toString('hex')}@kasir.test`,
      password: 'Rahasia-2026',
      phone: '0812-3456-7890',
      shiftId: PAGI,
      ...input,
    },
  })
const update = (id: string, input: object, viewer: Viewer = ADMIN) =>
  ask(
    viewer,
    'mutation($id: ID!, $i: UpdateUserInput!) { updateUser(id: $id, input: $i) { id active shift { id } } }',
    { id, i: input },
  )

describe('signing in', () => {
  test('hands out an access token that says who, and ends with the shift', async () => {
    const { data, errors } = await login('Siti@Setrum.test')
    expect(errors).toBeUndefined()
    expect(data.login.sessionEndsAt).toBe(jakarta('16:00:00').toISOString())
    expect(data.login.user).toEqual({ id: SITI.userId, role: 'EMPLOYEE' })
    const verdict = verifyAccessToken(data.login.accessToken, { keys, now })
    expect(verdict).toMatchObject({ kind: 'valid', claims: { userId: SITI.userId, role: 'EMPLOYEE', shiftId: PAGI } })
  })

  test('an access token lasts fifteen minutes, and never longer than the shift', async () => {
    now = jakarta('15:50:00')
    const { data } = await login('siti@setrum.test')
    expect(data.login.accessTokenExpiresAt).toBe(jakarta('16:00:00').toISOString())
  })

  test.each([
    ['07:59:59.999', 'OUTSIDE_SHIFT'],
    ['08:00:00.000', undefined],
    ['15:59:59.999', undefined],
    ['16:00:00.000', 'OUTSIDE_SHIFT'],
  ])('at %s an employee of 08:00-15:59 gets %s', async (time, code) => {
    now = jakarta(time)
    const answer = await login('siti@setrum.test')
    expect(codeOf(answer)).toBe(code)
    if (code) expect(answer.errors?.[0]?.message).toBe('Belum waktunya jam kerja')
  })

  test('a shift over midnight is open on both sides of it', async () => {
    for (const time of ['22:00:00.000', '23:59:59.999', '00:00:00.000', '05:59:59.999']) {
      now = jakarta(time)
      expect(codeOf(await login('dewi@setrum.test'))).toBeUndefined()
    }
    now = jakarta('06:00:00.000')
    const answer = await login('dewi@setrum.test')
    expect(answer.errors?.[0]?.extensions).toMatchObject({
      code: 'OUTSIDE_SHIFT',
      opensAt: jakarta('22:00:00').toISOString(),
    })
  })

  test('an inactive shift is closed at every hour, and an owner has no hours', async () => {
    shifts = shifts.map((candidate) => ({ ...candidate, active: false }))
    expect(codeOf(await login('siti@setrum.test'))).toBe('OUTSIDE_SHIFT')
    expect(codeOf(await login('admin@setrum.test', 'Setrum-Admin-1'))).toBeUndefined()
  })

  test('a wrong e-mail and a wrong password are told apart by nothing', async () => {
    const wrongPassword = await login('siti@setrum.test', 'Setrum-Kasir-2')
    const wrongEmail = await login('nobody@setrum.test')
    expect(wrongPassword.errors).toEqual(wrongEmail.errors)
    expect(wrongPassword.errors?.[0]).toMatchObject({
      message: 'Email atau password salah',
      extensions: { code: 'INVALID_CREDENTIALS' },
    })
  })

  test('who does not know the password does not learn that the shift is closed', async () => {
    now = jakarta('20:00:00')
    expect(codeOf(await login('siti@setrum.test', 'wrong-password-1'))).toBe('INVALID_CREDENTIALS')
  })

  test('after ten wrong tries even the right password waits; another account does not', async () => {
    const answers = await Promise.all(Array.from({ length: 14 }, () => login('budi@setrum.test', 'wrong-password-1')))
    expect(answers.filter((answer) => codeOf(answer) === 'INVALID_CREDENTIALS')).toHaveLength(10)
    const right = await login('budi@setrum.test')
    expect(right.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) })
    expect(codeOf(await login('siti@setrum.test'))).toBeUndefined()
    const unknown = await Promise.all(Array.from({ length: 12 }, () => login('nobody@setrum.test', 'wrong-password-1')))
    expect(unknown.filter((answer) => codeOf(answer) === 'RATE_LIMITED')).toHaveLength(2)
  })

  test('a bcrypt hash of the old system is verified once and replaced; another form is nobody’s password', async () => {
    const row = { name: 'Lama', numberId: 'OLD-1', email: 'lama@setrum.test', userType: 'admin', active: true }
    await db.collection('user').insertMany([
      { ...row, password: await bcryptHash('Setrum-Lama-1') },
      { ...row, numberId: 'OLD-2', email: 'rusak@setrum.test', password: 'plain-text-1' },
    ])
    expect(codeOf(await login('lama@setrum.test', 'Setrum-Lama-1'))).toBeUndefined()
    const renewed = await db.collection('user').findOne({ email: 'lama@setrum.test' })
    expect(renewed?.password).toMatch(/^\$argon2id\$/)
    expect(codeOf(await login('lama@setrum.test', 'Setrum-Lama-1'))).toBeUndefined()
    expect(codeOf(await login('rusak@setrum.test', 'plain-text-1'))).toBe('INVALID_CREDENTIALS')
    await db.collection('user').deleteMany({ numberId: { $in: ['OLD-1', 'OLD-2'] } })
  })
})

describe('a session', () => {
  test('is renewed by a new token each time; an old one used again later ends it', async () => {
    const first = (await login('siti@setrum.test')).data.login
    const second = (await refresh(first.refreshToken)).data.refreshSession
    expect(second.refreshToken).not.toBe(first.refreshToken)
    now = jakarta('09:01:00')
    expect(codeOf(await refresh(first.refreshToken))).toBe('INVALID_REFRESH_TOKEN')
    expect(codeOf(await refresh(second.refreshToken))).toBe('INVALID_REFRESH_TOKEN')
  })

  test('survives fifty tabs that renew it with one token at once', async () => {
    const { refreshToken } = (await login('siti@setrum.test')).data.login
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(refreshToken)))
    expect(answers.filter((answer) => codeOf(answer) !== undefined)).toEqual([])
    const one = answers[0]?.data.refreshSession.refreshToken
    expect(codeOf(await refresh(one))).toBeUndefined()
  })

  test('keeps no refresh token in clear', async () => {
    const { refreshToken } = (await login('siti@setrum.test')).data.login
    const rows = await db.collection('refreshToken').find({}).toArray()
    expect(JSON.stringify(rows)).not.toContain(refreshToken)
  })

  test('is over with the shift, with the account and on signing out, and the gateway is told', async () => {
    const { refreshToken } = (await login('siti@setrum.test')).data.login
    now = jakarta('16:00:00')
    expect(codeOf(await refresh(refreshToken))).toBe('INVALID_REFRESH_TOKEN')
    now = jakarta('09:00:00')
    const { data } = await login('siti@setrum.test')
    const verdict = verifyAccessToken(data.login.accessToken, { keys, now })
    const sessionId = verdict.kind === 'valid' ? verdict.claims.sessionId : ''
    const LOGOUT = 'mutation($t: String!) { logout(refreshToken: $t) }'
    expect((await ask(ANONYMOUS, LOGOUT, { t: data.login.refreshToken })).data.logout).toBe(true)
    expect((await ask(ANONYMOUS, LOGOUT, { t: data.login.refreshToken })).data.logout).toBe(true)
    expect(codeOf(await refresh(data.login.refreshToken))).toBe('INVALID_REFRESH_TOKEN')
    const changes = await ask(GATEWAY, '{ sessionChanges { at endedSessions inactivePeople } }')
    expect(changes.data.sessionChanges.endedSessions).toContain(sessionId)
  })

  test('ends when its person is deactivated or moved to another shift', async () => {
    const { data } = await create({ email: 'pindah@kasir.test' })
    const id = data.createUser.id
    for (const change of [{ shiftId: SORE }, { shiftId: PAGI }, { active: false }]) {
      await update(id, { active: true, shiftId: PAGI })
      const { refreshToken } = (await login('pindah@kasir.test', 'Rahasia-2026')).data.login
      if ('shiftId' in change && change.shiftId === PAGI) {
        await update(id, { name: 'Rina Baru' })
        expect(codeOf(await refresh(refreshToken))).toBeUndefined()
        continue
      }
      await update(id, change)
      expect(codeOf(await refresh(refreshToken))).toBe('INVALID_REFRESH_TOKEN')
    }
    expect(codeOf(await login('pindah@kasir.test', 'Rahasia-2026'))).toBe('ACCOUNT_INACTIVE')
    const changes = await ask(GATEWAY, '{ sessionChanges { inactivePeople } staff { id active shiftId } }')
    expect(changes.data.sessionChanges.inactivePeople).toContain(id)
    expect(changes.data.staff.find((member: { id: string }) => member.id === id)).toMatchObject({ active: false })
  })

  test('other sessions end when the password is changed or reset', async () => {
    const { data } = await create({ email: 'sandi@kasir.test' })
    const viewer: Viewer = { role: 'EMPLOYEE', userId: data.createUser.id, sessionId: '0', shiftId: PAGI }
    const CHANGE = 'mutation($c: String!, $n: String!) { changePassword(currentPassword: $c, newPassword: $n) }'
    const before = (await login('sandi@kasir.test', 'Rahasia-2026')).data.login
    expect(codeOf(await ask(viewer, CHANGE, { c: 'wrong-password-1', n: 'Rahasia-2027' }))).toBe('INVALID_CREDENTIALS')
    expect((await ask(viewer, CHANGE, { c: 'Rahasia-2026', n: 'Rahasia-2027' })).data.changePassword).toBe(true)
    expect(codeOf(await refresh(before.refreshToken))).toBe('INVALID_REFRESH_TOKEN')
    const RESET = 'mutation($id: ID!) { resetPassword(id: $id, newPassword: "Rahasia-2028") }'
    expect(codeOf(await ask(viewer, RESET, { id: data.createUser.id }))).toBe('FORBIDDEN')
    expect((await ask(ADMIN, RESET, { id: data.createUser.id })).data.resetPassword).toBe(true)
    expect(codeOf(await login('sandi@kasir.test', 'Rahasia-2028'))).toBeUndefined()
  })
})

describe('people', () => {
  test('an owner lists them without himself, by name, page by page, by cursor and by number', async () => {
    await Promise.all(['Ani', 'Ana', 'Zul'].map((name) => create({ name })))
    const LIST = `query($f: UserFilter, $n: Int, $a: String, $p: Int) { users(filter: $f, first: $n, after: $a, page: $p) {
      totalCount nodes { id name } pageInfo { hasNextPage hasPreviousPage endCursor } } }`
    const all = (await ask(ADMIN, LIST, { n: 100 })).data.users
    expect(all.nodes.map(({ id }: { id: string }) => id)).not.toContain(ADMIN.role === 'ADMIN' && ADMIN.userId)
    expect(all.nodes.map(({ name }: { name: string }) => name)).toEqual(
      [...all.nodes.map(({ name }: { name: string }) => name)].sort(),
    )
    expect(all.totalCount).toBe(all.nodes.length)
    const first = (await ask(ADMIN, LIST, { n: 2 })).data.users
    const second = (await ask(ADMIN, LIST, { n: 2, a: first.pageInfo.endCursor })).data.users
    const byNumber = (await ask(ADMIN, LIST, { n: 2, p: 2 })).data.users
    expect(second.nodes).toEqual(all.nodes.slice(2, 4))
    expect(byNumber.nodes).toEqual(second.nodes)
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false })
    const found = (await ask(ADMIN, LIST, { f: { search: 'SITI@', role: 'EMPLOYEE', shiftId: PAGI, active: true } }))
      .data.users
    expect(found.nodes).toEqual([{ id: SITI.role === 'EMPLOYEE' && SITI.userId, name: 'Siti Rahayu' }])
    expect((await ask(ADMIN, LIST, { f: { search: '.*' } })).data.users.totalCount).toBe(0)
    expect(codeOf(await ask(ADMIN, LIST, { n: 101 }))).toBe('BAD_USER_INPUT')
  })

  test('an employee sees himself and nobody else, and manages nobody', async () => {
    expect((await ask(SITI, '{ me { name email shift { id } } }')).data.me).toEqual({
      name: 'Siti Rahayu',
      email: 'siti@setrum.test',
      shift: { id: PAGI },
    })
    const ENTITIES = `query($r: [_Any!]!) { _entities(representations: $r) { ... on User { name } } }`
    const r = ['664000000000000000000002', '664000000000000000000003'].map((id) => ({ __typename: 'User', id }))
    expect((await ask(SITI, ENTITIES, { r })).data._entities).toEqual([{ name: 'Siti Rahayu' }, null])
    expect((await ask(ADMIN, ENTITIES, { r })).data._entities).toEqual([
      { name: 'Siti Rahayu' },
      { name: 'Budi Prasetyo' },
    ])
    expect((await ask(ANONYMOUS, ENTITIES, { r })).data._entities).toEqual([null, null])
    expect(codeOf(await ask(SITI, '{ users { totalCount } }'))).toBe('FORBIDDEN')
    expect(codeOf(await ask(SITI, '{ user(id: "664000000000000000000003") { name } }'))).toBe('FORBIDDEN')
    expect(codeOf(await ask(ANONYMOUS, '{ me { name } }'))).toBe('UNAUTHENTICATED')
    expect(codeOf(await create({}, SITI))).toBe('FORBIDDEN')
    expect(codeOf(await update('664000000000000000000002', { active: true }, SITI))).toBe('FORBIDDEN')
    expect(codeOf(await ask(ADMIN, '{ staff { id } }'))).toBe('FORBIDDEN')
  })

  test.each([
    ['an e-mail that is none', { email: 'siti' }, 'BAD_USER_INPUT'],
    ['a password without a digit', { password: 'rahasia-sekali' }, 'BAD_USER_INPUT'],
    ['a password of seven characters', { password: 'Rahasi1' }, 'BAD_USER_INPUT'],
    ['a telephone that is none', { phone: 'siti' }, 'BAD_USER_INPUT'],
    ['an empty name', { name: '  ' }, 'BAD_USER_INPUT'],
    ['a shift that does not exist', { shiftId: '665000000000000000000099' }, 'BAD_USER_INPUT'],
    ['an employee without a shift', { shiftId: null }, 'BAD_USER_INPUT'],
    ['an operator in place of a name', { name: { $ne: '' } }, 'BAD_USER_INPUT'],
    ['an e-mail that is taken', { email: 'SITI@setrum.test' }, 'CONFLICT'],
    ['an employee number that is taken', { employeeNumber: 'KSR-001' }, 'CONFLICT'],
  ])('%s is refused and nothing is stored', async (_name, input, code) => {
    const before = await db.collection('user').countDocuments()
    const answer = await create(input)
    expect(codeOf(answer)).toBe(code)
    expect(await db.collection('user').countDocuments()).toBe(before)
  })

  test('of many who take one e-mail at once, one gets it', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => create({ email: 'sama@kasir.test' })))
    expect(answers.filter((answer) => answer.errors === undefined)).toHaveLength(1)
    expect(answers.filter((answer) => codeOf(answer) === 'CONFLICT')).toHaveLength(7)
  })

  test('a row of the old system loads and shows', async () => {
    const _id = new ObjectId()
    await db.collection('user').insertOne({
      _id,
      name: 'Karyawan Lama',
      phone: '0811',
      email: 'kl@setrum.test',
      numberId: 'OLD-9',
      address: '',
      password: '$2b$10$abcdefghijklmnopqrstuv',
      userType: 'user',
      officeHoursId: new ObjectId(PAGI),
      active: true,
    })
    const { data } = await ask(
      ADMIN,
      'query($id: ID!) { user(id: $id) { name employeeNumber role address shift { id } createdAt } }',
      {
        id: String(_id),
      },
    )
    expect(data.user).toMatchObject({
      name: 'Karyawan Lama',
      employeeNumber: 'OLD-9',
      role: 'EMPLOYEE',
      address: null,
      shift: { id: PAGI },
    })
    await db.collection('user').deleteOne({ _id })
  })

  test('an owner cannot lock himself out, and what does not exist is not found', async () => {
    expect(codeOf(await update('664000000000000000000001', { active: false }))).toBe('BAD_USER_INPUT')
    expect(codeOf(await update('664000000000000000000099', { name: 'X' }))).toBe('NOT_FOUND')
    expect(codeOf(await update('no-id', { name: 'X' }))).toBe('NOT_FOUND')
    expect((await ask(ADMIN, '{ user(id: "no-id") { id } }')).data.user).toBeNull()
  })
})
