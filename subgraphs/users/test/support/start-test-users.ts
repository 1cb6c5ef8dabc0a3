import { randomBytes } from 'node:crypto'
import { createAccessTokenJwks, readAccessTokenKeys, type Viewer, verifyAccessToken } from '@setrum/identity'
import { createLogger } from '@setrum/service-runtime'
import {
  executeOnSubgraph,
  type GraphQLResponse,
  startTestDatabase,
  TEST_IDENTITY_SECRET,
  waitUntil,
} from '@setrum/testing'
import { type Collection, type Document, MongoClient } from 'mongodb'
import { startUsers, type UsersOptions } from '../../src/server.js'
import { demoShifts, PAGI, startFakeMaster } from './start-fake-master.js'

export const ADMIN: Viewer = { role: 'ADMIN', userId: '664000000000000000000001', sessionId: 'sa', address: '10.0.0.1' }
export const SITI: Viewer = {
  role: 'EMPLOYEE',
  userId: '664000000000000000000002',
  sessionId: 'ss',
  shiftId: PAGI,
  address: '10.0.0.2',
}
export const ANONYMOUS: Extract<Viewer, { role: 'ANONYMOUS' }> = { role: 'ANONYMOUS', address: '10.0.0.9' }
export const GATEWAY: Viewer = { role: 'SERVICE', service: 'gateway' }

const SESSION = 'accessToken accessTokenExpiresAt refreshToken sessionEndsAt user { id name email role shift { id } }'

/**
 * A time on the test day in Jakarta. The day is in the future, because the database's own clock decides when its TTL
 * indexes remove ended sessions.
 */
export const jakarta = (time: string): Date => new Date(`2099-03-31T${time}+07:00`)

export type TestUsers = Awaited<ReturnType<typeof startTestUsers>>

/** Starts the users subgraph with demo users, its own database, a fake master and a clock that the test sets. */
export async function startTestUsers(options: Partial<UsersOptions> = {}) {
  const database = await startTestDatabase()
  const master = await startFakeMaster()
  const clock = { now: jakarta('09:00:00') }
  const accessTokenKeys = readAccessTokenKeys(createAccessTokenJwks())
  const start = (more: Partial<UsersOptions> = {}) =>
    startUsers({
      host: '127.0.0.1',
      port: 0,
      mongoUri: database.uri,
      database: `${database.prefix}users`,
      identitySecret: TEST_IDENTITY_SECRET,
      accessTokenKeys,
      businessTimeZone: 'Asia/Jakarta',
      masterUrl: master.url,
      isProduction: false,
      demoData: 'users',
      logger: createLogger('users', 'silent'),
      now: () => clock.now,
      ...options,
      ...more,
    })
  const isReadyAt = async (port: number) => (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok
  const users = await start()
  await waitUntil(() => isReadyAt(users.port), { what: 'users to be ready' })
  const client = await MongoClient.connect(database.uri)
  const collection = (name: string): Collection<Document> => client.db(`${database.prefix}users`).collection(name)

  const execute = (
    viewer: Viewer,
    query: string,
    variables: Record<string, unknown> = {},
    { language, port = users.port }: { language?: string; port?: number } = {},
  ): Promise<GraphQLResponse> =>
    executeOnSubgraph({ port, to: 'users', viewer, query, variables, ...(language ? { language } : {}) })

  return {
    clock,
    master,
    database,
    port: users.port,
    execute,
    isReadyAt,
    collection,
    start,
    login: (email: string, password = 'Setrum-Kasir-1', viewer: Viewer = ANONYMOUS) =>
      execute(
        viewer,
        `mutation($email: String!, $password: String!) { login(email: $email, password: $password) { ${SESSION} } }`,
        {
          email,
          password,
        },
      ),
    refresh: (refreshToken: string) =>
      execute(ANONYMOUS, `mutation($t: String!) { refreshSession(refreshToken: $t) { ${SESSION} } }`, {
        t: refreshToken,
      }),
    logout: (refreshToken: string) =>
      execute(ANONYMOUS, 'mutation($t: String!) { logout(refreshToken: $t) }', { t: refreshToken }),
    create: (input: object = {}, viewer: Viewer = ADMIN) =>
      execute(
        viewer,
        'mutation($i: CreateUserInput!) { createUser(input: $i) { id name email employeeNumber phone role } }',
        {
          i: {
            employeeNumber: `K-${randomBytes(4).toString('hex')}`,
            name: 'Rina',
            email: `${randomBytes(4).toString('hex')}@kasir.test`,
            password: 'Kasir-Uji-2026',
            phone: '0812-3456-7890',
            shiftId: PAGI,
            ...input,
          },
        },
      ),
    update: (id: string, input: object, viewer: Viewer = ADMIN) =>
      execute(
        viewer,
        'mutation($id: ID!, $i: UpdateUserInput!) { updateUser(id: $id, input: $i) { id name phone address active shift { id } } }',
        { id, i: input },
      ),
    changes: async (since: string | null = null) =>
      (
        await execute(GATEWAY, 'query($s: DateTime) { sessionChanges(since: $s) { at endedSessions inactiveUsers } }', {
          s: since,
        })
      ).data.sessionChanges as { at: string; endedSessions: string[]; inactiveUsers: string[] },
    claimsOf: (accessToken: string) => {
      const result = verifyAccessToken(accessToken, { keys: accessTokenKeys, now: clock.now })
      if (result.kind === 'invalid') throw new Error('invalid access token')
      return result.claims
    },
    /** Resets the clock, the shifts and the sign-in throttle. */
    reset: async () => {
      clock.now = jakarta('09:00:00')
      master.state.shifts = demoShifts()
      await collection('signInThrottle').deleteMany({})
    },
    stop: async () => {
      await client.close()
      await users.stop()
      await master.stop().catch(() => undefined)
      await database.stop()
    },
  }
}
