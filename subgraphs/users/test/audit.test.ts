import { createLogger } from '@setrum/service-runtime'
import { connectMongo, createAuditTrail } from '@setrum/subgraph-kit'
import { codeOf, waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { PAGI, SORE } from './support/start-fake-master.js'
import { ADMIN, startTestUsers, type TestUsers } from './support/start-test-users.js'

const LOG = `query($n: Int, $a: String) { auditLog(first: $n, after: $a) {
  totalCount nodes { id at action actor { name } actorRole address subject { name } before after hash }
  pageInfo { hasNextPage endCursor }
} }`

let users: TestUsers

beforeAll(async () => {
  users = await startTestUsers()
})
beforeEach(() => users.reset())
afterAll(() => users?.stop())

const log = async (variables: object = { n: 100 }) => (await users.execute(ADMIN, LOG, { ...variables })).data.auditLog
const newest = async () => (await log({ n: 1 })).nodes[0]

describe('the audit trail', () => {
  test('records actor, address, and the state before and after a change', async () => {
    const { data } = await users.create({ name: 'Wulan' })
    expect(await newest()).toMatchObject({
      action: 'USER_CREATED',
      actor: { name: 'Ratna Kusuma' },
      actorRole: 'ADMIN',
      address: '10.0.0.1',
      subject: { name: 'Wulan' },
      before: null,
    })
    await users.update(data.createUser.id, { shiftId: SORE })
    const change = await newest()
    expect(change).toMatchObject({ action: 'USER_UPDATED', at: users.clock.now.toISOString() })
    expect(JSON.parse(change.before)).toMatchObject({ name: 'Wulan', shiftId: PAGI })
    expect(JSON.parse(change.after)).toMatchObject({ name: 'Wulan', shiftId: SORE })
  })

  test('records sign-ins, sign-outs and failed attempts', async () => {
    const { data } = await users.login('siti@setrum.test')
    expect(await newest()).toMatchObject({
      action: 'LOGIN_SUCCEEDED',
      actor: { name: 'Siti Rahayu' },
      actorRole: 'EMPLOYEE',
      address: '10.0.0.9',
    })
    await users.logout(data.login.refreshToken)
    expect(await newest()).toMatchObject({ action: 'LOGGED_OUT', actor: { name: 'Siti Rahayu' } })
    await users.login('siti@setrum.test', 'wrong-password')
    expect(await newest()).toMatchObject({
      action: 'LOGIN_FAILED',
      actor: null,
      after: '{"email":"si***@setrum.test"}',
    })
    await users.login('budi@setrum.test')
    expect(await newest()).toMatchObject({ action: 'LOGIN_OUTSIDE_SHIFT', actor: { name: 'Budi Prasetyo' } })
  })

  test('records the reuse of a refresh token once, however often it is repeated', async () => {
    const { refreshToken } = (await users.login('siti@setrum.test')).data.login
    await users.refresh(refreshToken)
    users.clock.now = new Date(users.clock.now.getTime() + 60_000)
    const before = (await log()).totalCount
    for (let times = 0; times < 3; times += 1) await users.refresh(refreshToken)
    expect((await log()).totalCount).toBe(before + 1)
    expect(await newest()).toMatchObject({ action: 'REFRESH_TOKEN_REUSED', subject: { name: 'Siti Rahayu' } })
  })

  test('contains no password, no token and no hash of either', async () => {
    const { data } = await users.create({ password: 'Canary-Sandi-77' })
    await users.execute(
      ADMIN,
      `mutation { resetPassword(id: "${data.createUser.id}", newPassword: "Canary-Sandi-78") }`,
    )
    const login = await users.login(data.createUser.email, 'Canary-Sandi-78')
    const rows = JSON.stringify(await users.collection('audit').find().toArray())
    expect(rows).not.toMatch(/Canary-Sandi|argon2id/)
    expect(rows).not.toContain(login.data.login.refreshToken)
  })

  test('has sequence numbers without gaps, even with concurrent writes from two processes', async () => {
    const another = await users.start()
    await waitUntil(() => users.isReadyAt(another.port))
    const login = 'mutation { login(email: "siti@setrum.test", password: "Setrum-Kasir-1") { sessionEndsAt } }'
    const responses = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        users.execute({ role: 'ANONYMOUS' }, login, {}, { port: index % 2 ? users.port : another.port }),
      ),
    )
    await another.stop()
    expect(responses.filter(({ errors }) => errors).map(codeOf)).toEqual([])
    const numbers = (await users.collection('audit').find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id)
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  })

  test('is paged, newest first', async () => {
    const all = await log()
    const first = await log({ n: 3 })
    const second = await log({ n: 3, a: first.pageInfo.endCursor })
    expect([...first.nodes, ...second.nodes]).toEqual(all.nodes.slice(0, 6))
    for (const wrong of [{ n: 101 }, { n: 0 }, { a: 'x' }]) {
      expect(codeOf(await users.execute(ADMIN, LOG, wrong))).toBe('BAD_USER_INPUT')
    }
  })
})

describe('verifying the hash chain', () => {
  const verify = async () => {
    const connection = connectMongo({
      uri: users.database.uri,
      database: `${users.database.prefix}users`,
      logger: createLogger('test', 'silent'),
    })
    await connection.asPromise()
    const check = await createAuditTrail(connection).verify()
    await connection.close()
    return check
  }

  test('passes for an intact trail and finds a changed, a removed and an inserted record', async () => {
    const audit = users.collection('audit')
    const { totalCount } = await log()
    expect(await verify()).toMatchObject({ isIntact: true, count: totalCount, head: (await newest()).hash })

    const id = { _id: 3 as never }
    const original = await audit.findOne(id)
    if (!original) throw new Error('there is no third record')
    await audit.updateOne(id, { $set: { actorId: '664000000000000000000004' } })
    expect(await verify()).toMatchObject({ isIntact: false, brokenAt: 3, why: 'its content was changed' })

    await audit.deleteOne(id)
    expect(await verify()).toMatchObject({ isIntact: false, brokenAt: 4, why: 'number 3 is missing' })

    await audit.insertOne({ ...original, previousHash: 'f'.repeat(64) })
    expect(await verify()).toMatchObject({ isIntact: false, brokenAt: 3 })

    await audit.replaceOne(id, original)
    expect(await verify()).toMatchObject({ isIntact: true })
  })
})
