import { createLogger } from '@setrum/service-runtime'
import { codeOf, startTestDatabase, waitUntil } from '@setrum/testing'
import { ObjectId } from 'mongodb'
import { afterEach, describe, expect, test } from 'vitest'
import { PAGI } from './support/start-fake-master.js'
import { ADMIN, startTestUsers, type TestUsers } from './support/start-test-users.js'

let users: TestUsers | undefined
afterEach(async () => {
  await users?.stop()
  users = undefined
})

const indexesOf = async (collection: string) => (await users?.collection(collection).indexes()) ?? []

describe('demo users', () => {
  test('are four active users with fixed ids, loaded once', async () => {
    users = await startTestUsers()
    const another = await users.start()
    await waitUntil(async () => users?.isReadyAt(another.port))
    await another.stop()
    const { data } = await users.execute(
      ADMIN,
      '{ me { email role } users { nodes { id email active shift { id } } } }',
    )
    expect(data.me).toEqual({ email: 'admin@setrum.test', role: 'ADMIN' })
    expect(data.users.nodes).toEqual([
      {
        id: '664000000000000000000003',
        email: 'budi@setrum.test',
        active: true,
        shift: { id: '665000000000000000000002' },
      },
      {
        id: '664000000000000000000004',
        email: 'dewi@setrum.test',
        active: true,
        shift: { id: '665000000000000000000003' },
      },
      { id: '664000000000000000000002', email: 'siti@setrum.test', active: true, shift: { id: PAGI } },
    ])
  })

  test('are loaded only on request and only into a database without users', async () => {
    users = await startTestUsers({ demoData: 'none' })
    expect(await users.collection('user').countDocuments()).toBe(0)
    await users
      .collection('user')
      .insertOne({ name: 'Kita', email: 'kita@kita.test', numberId: '1', userType: 'admin' })
    const another = await users.start({ demoData: 'users' })
    await waitUntil(async () => users?.isReadyAt(another.port))
    await another.stop()
    expect(await users.collection('user').countDocuments()).toBe(1)
  })
})

describe('users of the old system', () => {
  test('are read with the old columns, even if some are missing', async () => {
    users = await startTestUsers()
    const full = new ObjectId()
    const bare = new ObjectId()
    await users.collection('user').insertMany([
      {
        _id: full,
        name: 'Karyawan Lama',
        phone: 811234567,
        email: 'kl@setrum.test',
        numberId: 'OLD-9',
        address: '',
        password: '$2b$10$abcdefghijklmnopqrstuv',
        active: false,
        userType: 'user',
        officeHoursId: new ObjectId(PAGI),
        createdAt: new Date('2024-07-10T01:00:00.000Z'),
        updatedAt: new Date('2024-07-11T01:00:00.000Z'),
        __v: 0,
      },
      { _id: bare, name: 'Tanpa Kolom', email: 'tk@setrum.test', numberId: 12, userType: 'user' },
    ])
    const query = `query($a: ID!, $b: ID!) {
      full: user(id: $a) { employeeNumber phone address role active shift { id } createdAt updatedAt }
      bare: user(id: $b) { employeeNumber phone address role active shift { id } createdAt }
      users(filter: { shiftId: "${PAGI}", active: false }) { nodes { id } }
    }`
    const { data, errors } = await users.execute(ADMIN, query, { a: String(full), b: String(bare) })
    expect(errors).toBeUndefined()
    expect(data.full).toEqual({
      employeeNumber: 'OLD-9',
      phone: '811234567',
      address: null,
      role: 'EMPLOYEE',
      active: false,
      shift: { id: PAGI },
      createdAt: '2024-07-10T01:00:00.000Z',
      updatedAt: '2024-07-11T01:00:00.000Z',
    })
    expect(data.bare).toEqual({
      employeeNumber: '12',
      phone: '',
      address: null,
      role: 'EMPLOYEE',
      active: true,
      shift: null,
      createdAt: bare.getTimestamp().toISOString(),
    })
    expect(data.users.nodes).toEqual([{ id: String(full) }])
    const changed = await users.update(String(full), { active: true })
    expect(changed.errors).toBeUndefined()
  })

  test('can sign in although their e-mail was stored with capitals', async () => {
    users = await startTestUsers()
    const argon2 = (await users.collection('user').findOne({ email: 'admin@setrum.test' }))?.password
    await users.collection('user').insertMany([
      { name: 'A', email: 'Besar@Setrum.test', numberId: 'B-1', userType: 'admin', active: true, password: argon2 },
      { name: 'B', email: 'SITI@setrum.test', numberId: 'B-2', userType: 'admin', active: true, password: argon2 },
    ])
    const restarted = await users.start()
    await waitUntil(async () => users?.isReadyAt(restarted.port))
    await restarted.stop()
    expect(codeOf(await users.login('besar@setrum.test', 'Setrum-Admin-1'))).toBeUndefined()
    // Lowering this one would collide with another user's: it stays for the owner to decide.
    expect(await users.collection('user').findOne({ numberId: 'B-2' })).toMatchObject({ email: 'SITI@setrum.test' })
  })
})

test('unique indexes protect e-mail and employee number, and TTL indexes remove expired rows', async () => {
  users = await startTestUsers()
  const unique = (await indexesOf('user')).filter(({ unique }) => unique).map(({ key }) => key)
  expect(unique).toEqual(expect.arrayContaining([{ email: 1 }, { numberId: 1 }]))
  for (const collection of ['session', 'refreshToken', 'signInThrottle']) {
    expect((await indexesOf(collection)).some(({ expireAfterSeconds }) => expireAfterSeconds !== undefined)).toBe(true)
  }
})

test('it starts without its database, reports not ready, and becomes ready when the database responds', async () => {
  const database = await startTestDatabase()
  const relay = await relayTo(Number(new URL(database.uri).port))
  users = await startTestUsers()
  const early = await users.start({
    mongoUri: `mongodb://127.0.0.1:${relay.port}/?directConnection=true`,
    database: `${database.prefix}users`,
    logger: createLogger('users', 'silent'),
  })
  try {
    expect(await users.isReadyAt(early.port)).toBe(false)
    await relay.open()
    await waitUntil(() => users?.isReadyAt(early.port), { within: 10_000, what: 'users to find its database' })
    const query = '{ me { name } }'
    expect((await users.execute(ADMIN, query, {}, { port: early.port })).data.me.name).toBe('Ratna Kusuma')
  } finally {
    await early.stop()
    await relay.close()
    await database.stop()
  }
})

/** A proxy to the database that accepts connections only after `open`. */
async function relayTo(target: number) {
  const { createServer, connect } = await import('node:net')
  const sockets = new Set<import('node:net').Socket>()
  const server = createServer((socket) => {
    const upstream = connect(target, '127.0.0.1')
    for (const [from, to] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      sockets.add(from)
      from.pipe(to)
      from.on('error', () => to.destroy())
      from.on('close', () => to.destroy())
    }
  })
  // Reserve a port and release it, so that other processes are unlikely to take it before `open`.
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no port')
  await new Promise((resolve) => server.close(resolve))
  return {
    port: address.port,
    open: () => new Promise<void>((resolve) => server.listen(address.port, '127.0.0.1', resolve)),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

// A shared server is not killed.
test.skipIf(Boolean(process.env.MONGODB_URI))('readiness ends with the database and comes back with it', async () => {
  users = await startTestUsers()
  const { port, database, isReadyAt } = users
  await database.kill()
  expect(await isReadyAt(port)).toBe(false)
  const failed = await users.login('siti@setrum.test')
  expect(failed.errors?.[0]?.extensions).toEqual({
    code: 'SUBGRAPH_UNAVAILABLE',
    service: 'users',
    outcomeUnknown: true,
  })
  await database.restart()
  await waitUntil(() => isReadyAt(port), { within: 30_000 })
  expect(codeOf(await users.login('siti@setrum.test'))).toBeUndefined()
})
