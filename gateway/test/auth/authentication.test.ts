import { createAccessTokenJwks, readAccessTokenKeys, signAccessToken } from '@setrum/identity'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fakeSubgraphs } from '../support/fake-subgraphs.js'
import { jsonOf } from '../support/json-of.js'
import { startTestGateway } from '../support/start-test-gateway.js'

const ME = '{ me { name } }'
const MINUTE = 60_000

let running: Awaited<ReturnType<typeof startTestGateway>>
beforeEach(async () => {
  running = await startTestGateway()
})
afterEach(() => running?.stop())

const withToken = (token: string, query = ME) =>
  running.ask(query, { as: null, headers: { authorization: `Bearer ${token}` } })
const lastViewer = () => running.subgraphs.users.received.at(-1)?.viewer

describe('an access token', () => {
  test('says who is calling', async () => {
    await withToken(running.tokenOf('EMPLOYEE'))
    expect(lastViewer()).toEqual({
      role: 'EMPLOYEE',
      userId: 'u1',
      sessionId: 'session-1',
      shiftId: 's1',
      address: '127.0.0.1',
    })
  })

  test('is not needed to sign in', async () => {
    await running.ask('mutation { login(email: "a", password: "b") { accessToken } }', { as: null })
    expect(lastViewer()).toEqual({ role: 'ANONYMOUS', address: '127.0.0.1' })
  })

  test('that is not ours is 401 before the document is read, whatever it asks', async () => {
    const [head, payload, signature] = running.tokenOf('ADMIN').split('.')
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
    for (const authorization of ['Basic YTpi', 'Bearer', running.tokenOf('ADMIN')]) {
      expect((await running.ask(ME, { as: null, headers: { authorization } })).status).toBe(401)
    }
    expect(running.subgraphs.users.received).toEqual([])
  })
})

describe("the web app's cookie", () => {
  const withCookie = (headers: Record<string, string>) =>
    running.ask(ME, { as: null, headers: { cookie: `a=b; setrum_access=${running.tokenOf('EMPLOYEE')}`, ...headers } })

  test.each([
    ['the browser says the page is ours', { 'sec-fetch-site': 'same-origin' }],
    ['the page is one of the web app', { origin: 'http://kasir.test' }],
  ])('counts where %s', async (_title, headers) => {
    await withCookie(headers)
    expect(lastViewer()?.role).toBe('EMPLOYEE')
  })

  test('counts where the page came from this very host', async () => {
    await withCookie({ origin: running.url })
    expect(lastViewer()?.role).toBe('EMPLOYEE')
  })

  test.each([
    ['from another site', { 'sec-fetch-site': 'cross-site', origin: 'http://kasir.test' }],
    ['from a neighbour', { 'sec-fetch-site': 'same-site' }],
    ['from a page of another origin', { origin: 'http://evil.test' }],
    ['from a page without origin', { origin: 'null' }],
    ['from no page that says so', {}],
  ])('is worth nothing %s', async (_title, headers) => {
    await withCookie(headers)
    expect(lastViewer()?.role).toBe('ANONYMOUS')
  })

  test('never stands in for a header that is wrong', async () => {
    expect((await withCookie({ 'sec-fetch-site': 'same-origin', authorization: 'Bearer x' })).status).toBe(401)
  })
})

describe('a session', () => {
  const isOver = async (token: string, query = ME) => {
    const { status, errors } = await withToken(token, query)
    return { status, code: errors?.[0].extensions.code }
  }

  test('that was ended is over here soon, and others go on', async () => {
    const [mine, other] = [running.tokenOf('EMPLOYEE'), running.tokenOf('EMPLOYEE', { sessionId: 'session-2' })]
    expect((await withToken(mine)).status).toBe(200)
    running.sessions.ended = ['session-1']
    await expect.poll(() => isOver(mine), { timeout: 20_000 }).toEqual({ status: 401, code: 'UNAUTHENTICATED' })
    expect((await withToken(other)).status).toBe(200)
    running.sessions.ended = []
    const asked = running.subgraphs.users.serviceCalls
    await expect.poll(() => running.subgraphs.users.serviceCalls, { timeout: 20_000 }).toBeGreaterThan(asked + 2)
    expect((await isOver(mine)).status).toBe(401)
  })

  test('of somebody who is no longer active is refused with that reason', async () => {
    running.sessions.inactive = ['u1']
    await expect
      .poll(() => isOver(running.tokenOf('EMPLOYEE')), { timeout: 20_000 })
      .toEqual({ status: 401, code: 'ACCOUNT_INACTIVE' })
    expect((await withToken(running.tokenOf('ADMIN'))).status).toBe(200)
    running.sessions.inactive = []
    await expect
      .poll(() => isOver(running.tokenOf('EMPLOYEE')), { timeout: 20_000 })
      .toEqual({ status: 200, code: undefined })
  })

  test('that is over may still be renewed or ended, and nothing else', async () => {
    running.sessions.ended = ['session-1']
    const token = running.tokenOf('EMPLOYEE')
    await expect.poll(async () => (await isOver(token)).status, { timeout: 20_000 }).toBe(401)
    expect((await withToken(token, 'mutation { logout(refreshToken: "x") }')).data).toEqual({ logout: true })
    expect(lastViewer()?.role).toBe('ANONYMOUS')
    expect((await isOver(token, '{ __typename }')).status).toBe(401)
  })

  test('whose token ran out goes on while users cannot renew it, to its end and no further', async () => {
    const old = running.tokenOf('EMPLOYEE', { issuedAt: new Date(Date.now() - 20 * MINUTE) })
    const ended = running.tokenOf('EMPLOYEE', { issuedAt: new Date(Date.now() - 9 * 60 * MINUTE) })
    const shifts = '{ shifts { id } }'
    expect(await isOver(old, shifts)).toEqual({ status: 401, code: 'UNAUTHENTICATED' })
    await running.subgraphs.users.kill()
    await expect.poll(() => isOver(old, shifts), { timeout: 20_000 }).toEqual({ status: 200, code: undefined })
    expect(await isOver(ended, shifts)).toEqual({ status: 401, code: 'UNAUTHENTICATED' })
    await running.subgraphs.users.start()
    await expect.poll(async () => (await isOver(old, shifts)).status, { timeout: 20_000 }).toBe(401)
  })

  test('whose token ran out is over for a gateway that has not heard yet who was signed out', async () => {
    await running.stop()
    const { users } = fakeSubgraphs()
    await users.start()
    users.fault = '500'
    running = await startTestGateway({ urls: { users: users.url, master: users.url, transactions: users.url } })
    const old = running.tokenOf('ADMIN', { issuedAt: new Date(Date.now() - 20 * MINUTE) })
    const asked = async () => {
      const before = users.serviceCalls
      await expect.poll(() => users.serviceCalls, { timeout: 20_000 }).toBeGreaterThan(before + 2)
    }
    await asked()
    expect(await isOver(old)).toEqual({ status: 401, code: 'UNAUTHENTICATED' })
    expect((await withToken(running.tokenOf('ADMIN'))).status).toBe(200)
    users.fault = null
    await expect
      .poll(async () => (await withToken(running.tokenOf('ADMIN'))).data, { timeout: 20_000 })
      .toEqual({
        me: { name: 'Siti' },
      })
    await asked()
    users.fault = '500'
    await expect.poll(async () => (await isOver(old)).status, { timeout: 20_000 }).toBe(200)
    await users.kill()
  })

  test('that was ended stays ended while users is away', async () => {
    running.sessions.ended = ['session-1']
    const token = running.tokenOf('EMPLOYEE')
    await expect.poll(async () => (await isOver(token)).status, { timeout: 20_000 }).toBe(401)
    await running.subgraphs.users.kill()
    expect((await isOver(token, '{ shifts { id } }')).status).toBe(401)
  })
})

test('the public keys of access tokens can be had, and no private part', async () => {
  const { keys } = await jsonOf(await fetch(`${running.url}/.well-known/jwks.json`))
  expect(keys).toHaveLength(1)
  expect(keys[0]).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', kid: running.keys[0]?.kid })
  expect(keys[0].d).toBeUndefined()
})
