import { createAccessTokenJwks, readAccessTokenKeys, signAccessToken } from '@setrum/identity'
import { createLogger } from '@setrum/service-runtime'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { fakeSubgraphs } from '../support/fake-subgraphs.js'
import { readJson } from '../support/read-json.js'
import { startTestGateway } from '../support/start-test-gateway.js'

const ME = '{ me { name } }'
const MINUTE = 60_000

let running: Awaited<ReturnType<typeof startTestGateway>>
beforeEach(async () => {
  running = await startTestGateway()
})
afterEach(() => running?.stop())

const withToken = (token: string, query = ME) =>
  running.execute(query, { as: null, headers: { authorization: `Bearer ${token}` } })
const lastViewer = () => running.subgraphs.users.requests.at(-1)?.viewer

describe('an access token', () => {
  test('identifies the caller', async () => {
    await withToken(running.createToken('EMPLOYEE'))
    expect(lastViewer()).toEqual({
      role: 'EMPLOYEE',
      userId: 'u1',
      sessionId: 'session-1',
      shiftId: 's1',
      address: '127.0.0.1',
    })
  })

  test('is not needed to sign in', async () => {
    await running.execute('mutation { login(email: "a", password: "b") { accessToken } }', { as: null })
    expect(lastViewer()).toEqual({ role: 'ANONYMOUS', address: '127.0.0.1' })
  })

  test('that is invalid gets 401 before the document is parsed, for every operation', async () => {
    const [head, payload, signature] = running.createToken('ADMIN').split('.')
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString('utf8'))
    const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const foreign = readAccessTokenKeys(createAccessTokenJwks())
    const forged = [
      '',
      'x',
      'null',
      `${head}.${payload}.`,
      `${head}.${payload}`,
      `${base64({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
      `${head}.${base64({ ...claims, role: 'ADMIN', sub: 'u1' })}.${signature}`,
      `${head}.${payload}.${(signature ?? '').toUpperCase()}`,
      signAccessToken(
        {
          userId: 'u1',
          role: 'ADMIN',
          sessionId: 's',
          shiftId: null,
          issuedAt: new Date(),
          expiresAt: new Date(Date.now() + MINUTE),
          sessionEndsAt: new Date(Date.now() + MINUTE),
        },
        foreign,
      ),
    ]
    for (const token of forged) {
      for (const query of [ME, '{ not graphql', 'mutation { login(email: "a", password: "b") { accessToken } }']) {
        const { status, errors } = await withToken(token, query)
        expect({ status, errors }).toEqual({
          status: 401,
          errors: [{ message: 'Token masuk tidak sah. Silakan masuk lagi.', extensions: { code: 'UNAUTHENTICATED' } }],
        })
      }
    }
    for (const authorization of ['Basic YTpi', 'Bearer', running.createToken('ADMIN')]) {
      expect((await running.execute(ME, { as: null, headers: { authorization } })).status).toBe(401)
    }
    expect(running.subgraphs.users.requests).toEqual([])
  })
})

describe("the web app's cookie", () => {
  const withCookie = (headers: Record<string, string>) =>
    running.execute(ME, {
      as: null,
      headers: { cookie: `a=b; setrum_access=${running.createToken('EMPLOYEE')}`, ...headers },
    })

  test.each([
    ['the browser reports a same-origin request', { 'sec-fetch-site': 'same-origin' }],
    ['the origin is the web app', { origin: 'http://kasir.test' }],
  ])('is accepted when %s', async (_title, headers) => {
    await withCookie(headers)
    expect(lastViewer()?.role).toBe('EMPLOYEE')
  })

  test('is accepted when the origin is this host', async () => {
    await withCookie({ origin: running.url })
    expect(lastViewer()?.role).toBe('EMPLOYEE')
  })

  test.each([
    ['from another site', { 'sec-fetch-site': 'cross-site', origin: 'http://kasir.test' }],
    ['from a same-site host', { 'sec-fetch-site': 'same-site' }],
    ['from another origin', { origin: 'http://evil.test' }],
    ['from an opaque origin', { origin: 'null' }],
    ['without any origin header', {}],
  ])('is ignored %s', async (_title, headers) => {
    await withCookie(headers)
    expect(lastViewer()?.role).toBe('ANONYMOUS')
  })

  test('does not replace an invalid Authorization header', async () => {
    expect((await withCookie({ 'sec-fetch-site': 'same-origin', authorization: 'Bearer x' })).status).toBe(401)
  })
})

describe('a session', () => {
  const readOutcome = async (token: string, query = ME) => {
    const { status, errors } = await withToken(token, query)
    return { status, code: errors?.[0].extensions.code }
  }

  test('that was ended is soon rejected, and other sessions continue', async () => {
    const [mine, other] = [running.createToken('EMPLOYEE'), running.createToken('EMPLOYEE', { sessionId: 'session-2' })]
    expect((await withToken(mine)).status).toBe(200)
    running.sessions.endedSessionToken = ['session-1']
    await expect.poll(() => readOutcome(mine), { timeout: 20_000 }).toEqual({ status: 401, code: 'UNAUTHENTICATED' })
    expect((await withToken(other)).status).toBe(200)
    running.sessions.endedSessionToken = []
    const waitForPolls = running.subgraphs.users.serviceCalls
    await expect.poll(() => running.subgraphs.users.serviceCalls, { timeout: 20_000 }).toBeGreaterThan(waitForPolls + 2)
    expect((await readOutcome(mine)).status).toBe(401)
  })

  test('of an inactive user is rejected with ACCOUNT_INACTIVE', async () => {
    running.sessions.inactive = ['u1']
    await expect
      .poll(() => readOutcome(running.createToken('EMPLOYEE')), { timeout: 20_000 })
      .toEqual({ status: 401, code: 'ACCOUNT_INACTIVE' })
    expect((await withToken(running.createToken('ADMIN'))).status).toBe(200)
    running.sessions.inactive = []
    await expect
      .poll(() => readOutcome(running.createToken('EMPLOYEE')), { timeout: 20_000 })
      .toEqual({ status: 200, code: undefined })
  })

  test('that has ended may only be renewed or signed out', async () => {
    running.sessions.endedSessionToken = ['session-1']
    const token = running.createToken('EMPLOYEE')
    await expect.poll(async () => (await readOutcome(token)).status, { timeout: 20_000 }).toBe(401)
    expect((await withToken(token, 'mutation { logout(refreshToken: "x") }')).data).toEqual({ logout: true })
    expect(lastViewer()?.role).toBe('ANONYMOUS')
    expect((await readOutcome(token, '{ __typename }')).status).toBe(401)
  })

  test('reads own sales for 15 minutes after the shift, and nothing else', async () => {
    const hours = 8 * 60 * MINUTE
    const endedAgo = (milliseconds: number) =>
      running.createToken('EMPLOYEE', {
        issuedAt: new Date(Date.now() - milliseconds - 10 * MINUTE),
        expiresAt: new Date(Date.now() - milliseconds),
        sessionEndsAt: new Date(Date.now() - milliseconds),
      })
    const sale = '{ transaction(id: "t1") { id } }'
    expect(await readOutcome(endedAgo(14 * MINUTE), sale)).toEqual({ status: 200, code: undefined })
    for (const query of [
      ME,
      '{ transactions { totalCount } }',
      '{ transaction(id: "t1") { id } me { name } }',
      'mutation { checkTransactionStatus(id: "t1") { id } }',
    ])
      expect(await readOutcome(endedAgo(MINUTE), query)).toEqual({ status: 401, code: 'UNAUTHENTICATED' })
    for (const token of [
      endedAgo(16 * MINUTE),
      running.createToken('ADMIN', { issuedAt: new Date(Date.now() - hours), sessionEndsAt: new Date(Date.now() - 1) }),
      // Not the last token: its session could have been renewed.
      running.createToken('EMPLOYEE', {
        issuedAt: new Date(Date.now() - 20 * MINUTE),
        expiresAt: new Date(Date.now() - 5 * MINUTE),
        sessionEndsAt: new Date(Date.now() - MINUTE),
      }),
    ])
      expect(await readOutcome(token, sale)).toEqual({ status: 401, code: 'UNAUTHENTICATED' })
  })

  test('with an expired token continues while users is unavailable, until the session ends', async () => {
    const expiredToken = running.createToken('EMPLOYEE', { issuedAt: new Date(Date.now() - 20 * MINUTE) })
    const ended = running.createToken('EMPLOYEE', { issuedAt: new Date(Date.now() - 9 * 60 * MINUTE) })
    const shifts = '{ shifts { id } }'
    expect(await readOutcome(expiredToken, shifts)).toEqual({ status: 401, code: 'UNAUTHENTICATED' })
    await running.subgraphs.users.kill()
    await expect
      .poll(() => readOutcome(expiredToken, shifts), { timeout: 20_000 })
      .toEqual({ status: 200, code: undefined })
    expect(await readOutcome(ended, shifts)).toEqual({ status: 401, code: 'UNAUTHENTICATED' })
    await running.subgraphs.users.start()
    await expect.poll(async () => (await readOutcome(expiredToken, shifts)).status, { timeout: 20_000 }).toBe(401)
  })

  test('with an expired token continues while users answers without its database, which is logged once', async () => {
    await running.stop()
    const logger = createLogger('test', 'silent')
    const logged = vi.spyOn(logger, 'error')
    running = await startTestGateway({ logger })
    const { users } = running.subgraphs
    const expiredToken = running.createToken('EMPLOYEE', { issuedAt: new Date(Date.now() - 20 * MINUTE) })
    const shifts = '{ shifts { id } }'
    await expect.poll(() => users.serviceCalls).toBeGreaterThan(1)
    expect(await readOutcome(expiredToken, shifts)).toEqual({ status: 401, code: 'UNAUTHENTICATED' })
    const loggedPerOutage = async () => {
      logged.mockClear()
      users.rewriteResponse = () => ({
        data: { sessionChanges: null },
        errors: [{ message: 'no database', path: ['sessionChanges'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
      })
      await expect.poll(() => readOutcome(expiredToken, shifts)).toEqual({ status: 200, code: undefined })
      const before = users.serviceCalls
      await expect.poll(() => users.serviceCalls).toBeGreaterThan(before + 2)
      users.rewriteResponse = null
      await expect.poll(async () => (await readOutcome(expiredToken, shifts)).status).toBe(401)
      return logged.mock.calls.map(([fields]) => fields)
    }
    const once = [expect.objectContaining({ event: 'session_status.invalid_response' })]
    expect(await loggedPerOutage()).toEqual(once)
    expect(await loggedPerOutage()).toEqual(once)
  })

  test('with an expired token is rejected by a gateway that does not know yet which sessions have ended', async () => {
    await running.stop()
    const { users } = fakeSubgraphs()
    await users.start()
    users.fault = '500'
    running = await startTestGateway({ urls: { users: users.url, master: users.url, transactions: users.url } })
    const old = running.createToken('ADMIN', { issuedAt: new Date(Date.now() - 20 * MINUTE) })
    const pollsBefore = async () => {
      const before = users.serviceCalls
      await expect.poll(() => users.serviceCalls, { timeout: 20_000 }).toBeGreaterThan(before + 2)
    }
    await pollsBefore()
    expect(await readOutcome(old)).toEqual({ status: 401, code: 'UNAUTHENTICATED' })
    expect((await withToken(running.createToken('ADMIN'))).status).toBe(200)
    users.fault = null
    await expect
      .poll(async () => (await withToken(running.createToken('ADMIN'))).data, { timeout: 20_000 })
      .toEqual({
        me: { name: 'Siti' },
      })
    await pollsBefore()
    users.fault = '500'
    await expect.poll(async () => (await readOutcome(old)).status, { timeout: 20_000 }).toBe(200)
    await users.kill()
  })

  test('that was ended stays ended while users is unavailable', async () => {
    running.sessions.endedSessionToken = ['session-1']
    const token = running.createToken('EMPLOYEE')
    await expect.poll(async () => (await readOutcome(token)).status, { timeout: 20_000 }).toBe(401)
    await running.subgraphs.users.kill()
    expect((await readOutcome(token, '{ shifts { id } }')).status).toBe(401)
  })
})

test('the public keys of access tokens are published without private parts', async () => {
  const { keys } = await readJson(await fetch(`${running.url}/.well-known/jwks.json`))
  expect(keys).toHaveLength(1)
  expect(keys[0]).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', kid: running.keys[0]?.kid })
  expect(keys[0].d).toBeUndefined()
})
