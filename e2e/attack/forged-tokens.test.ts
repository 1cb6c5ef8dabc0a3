import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SUBGRAPH_NAMES, type SubgraphName } from '@setrum/api-contract'
import {
  createAccessTokenJwks,
  IDENTITY_HEADER,
  readAccessTokenKeys,
  signAccessToken,
  signIdentity,
  type Viewer,
} from '@setrum/identity'
import { codeOf, executeGraphQL, type RunningStack, startStack } from '@setrum/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** Fields that only an admin may read. */
const PROOF: Record<SubgraphName, string> = {
  users: '{ users { totalCount } }',
  master: '{ shifts { id } }',
  transactions: '{ salesSummary { profit } }',
}
const HOUR = 3_600_000

let running: RunningStack
/** An admin's genuine token. */
let real: string
let secret: string
let jwks: string

beforeAll(async () => {
  running = await startStack()
  real = await running.asAdmin()
  secret = readFileSync(join(running.dataDir, 'keys', 'identity-secret'), 'utf8')
  jwks = readFileSync(join(running.dataDir, 'keys', 'access-token.jwks.json'), 'utf8')
})
afterAll(() => running?.stop())

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const decodePart = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))

function forgedTokens(): Record<string, string> {
  const [head = '', payload = '', signature = ''] = real.split('.')
  const [header, claims] = [decodePart(head), decodePart(payload)]
  const withHmac = (key: string) => {
    const signed = `${base64({ ...header, alg: 'HS256' })}.${payload}`
    return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
  }
  const [ours] = readAccessTokenKeys(jwks)
  const now = Date.now()
  const admin = (keys: string, { issued = now, ends = now + HOUR } = {}) =>
    signAccessToken(
      {
        userId: claims.sub,
        role: 'ADMIN',
        sessionId: claims.sid,
        shiftId: null,
        issuedAt: new Date(issued),
        expiresAt: new Date(Math.min(issued + HOUR / 4, ends)),
        sessionEndsAt: new Date(ends),
      },
      readAccessTokenKeys(keys),
    )
  const underOurKeyId = { keys: [{ ...JSON.parse(createAccessTokenJwks()).keys[0], kid: header.kid }] }
  return {
    nothing: '',
    'a word': 'admin',
    null: 'null',
    'two dots': '..',
    'without its signature': `${head}.${payload}.`,
    'without the signature and its dot': `${head}.${payload}`,
    'with alg none': `${base64({ ...header, alg: 'none' })}.${payload}.`,
    'with alg None and the old signature': `${base64({ ...header, alg: 'None' })}.${payload}.${signature}`,
    'with another type': `${base64({ ...header, typ: 'JWT' })}.${payload}.${signature}`,
    'with another role': `${head}.${base64({ ...claims, role: 'SERVICE' })}.${signature}`,
    'with another user': `${head}.${base64({ ...claims, sub: '664000000000000000000002' })}.${signature}`,
    'with a longer life': `${head}.${base64({ ...claims, exp: claims.exp + 86_400, ends: claims.ends + 86_400 })}.${signature}`,
    'with its signature in capitals': `${head}.${payload}.${signature.toUpperCase()}`,
    'with half of its signature': `${head}.${payload}.${signature.slice(0, 40)}`,
    'signed by HMAC with our public key': withHmac(
      ours?.publicKey.export({ type: 'spki', format: 'pem' }).toString() ?? '',
    ),
    'signed by HMAC with the identity secret': withHmac(secret),
    'signed by a foreign key': admin(createAccessTokenJwks()),
    'signed by a foreign key under our key id': admin(JSON.stringify(underOurKeyId)),
    'of an ended session': admin(jwks, { issued: now - 2 * HOUR, ends: now - HOUR }),
    'an internal identity token': signIdentity({
      viewer: { role: 'ADMIN', userId: claims.sub, sessionId: claims.sid },
      audience: 'users',
      content: 'x',
      secret,
    }),
  }
}

describe('twenty forged access tokens', () => {
  test.each(SUBGRAPH_NAMES)('the gateway returns no data of %s for any of them', async (subgraph) => {
    const forged = Object.entries(forgedTokens())
    expect(forged).toHaveLength(20)
    for (const [name, token] of forged) {
      const response = await fetch(`${running.stack.url('gateway')}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: PROOF[subgraph] }),
      })
      const { data, errors } = JSON.parse(await response.text())
      expect({ name, status: response.status, data, code: errors[0].extensions.code }).toEqual({
        name,
        status: 401,
        data: undefined,
        code: 'UNAUTHENTICATED',
      })
    }
    // Control: the genuine token is accepted.
    expect(codeOf(await running.graph(PROOF[subgraph], {}, real))).toBeUndefined()
  })
})

describe('eight forged identities', () => {
  const owner: Viewer = { role: 'ADMIN', userId: '664000000000000000000001', sessionId: 's' }
  const elsewhere: Record<SubgraphName, SubgraphName> = {
    users: 'master',
    master: 'transactions',
    transactions: 'users',
  }

  const forgedIdentities = (subgraph: SubgraphName, body: string): Record<string, string | null> => {
    const sign = (more: Partial<Parameters<typeof signIdentity>[0]>) =>
      signIdentity({ viewer: owner, audience: subgraph, content: body, secret, ...more })
    const [head = '', payload = '', signature = ''] = sign({}).split('.')
    const claims = decodePart(payload)
    // These carry a valid seal; only the token inside is invalid.
    const sealed = (token: string) =>
      `${token}.${createHmac('sha256', secret).update(`${token}\n${body}`).digest('base64url')}`
    return {
      none: null,
      'of another body': sign({ content: `${body} ` }),
      'for another subgraph': sign({ audience: elsewhere[subgraph] }),
      'under another secret': sign({ secret: `${secret}x` }),
      'with alg none': sealed(`${base64({ ...decodePart(head), alg: 'none' })}.${payload}.`),
      'with a longer life': sealed(
        `${head}.${base64({ ...claims, iat: claims.iat + 600, exp: claims.exp + 600 })}.${signature}`,
      ),
      'that has expired': sealed(expired(claims, head)),
      'a user’s access token': real,
    }
  }
  const expired = (claims: { iat: number; exp: number }, head: string) => {
    const signed = `${head}.${base64({ ...claims, iat: claims.iat - 60, exp: claims.exp - 60 })}`
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
  }

  test.each(SUBGRAPH_NAMES)('the endpoint of %s rejects each of them, whatever the body', async (subgraph) => {
    const send = async (body: string, identity: string | null) =>
      fetch(`${running.stack.url(subgraph)}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(identity ? { [IDENTITY_HEADER]: identity } : {}) },
        body,
      })
    // The second body is not JSON: authentication comes before parsing.
    for (const body of [JSON.stringify({ query: PROOF[subgraph] }), '{ not json']) {
      const forged = Object.entries(forgedIdentities(subgraph, body))
      expect(forged).toHaveLength(8)
      for (const [name, identity] of forged) {
        const response = await send(body, identity)
        expect({ name, body, status: response.status }).toEqual({ name, body, status: 401 })
        expect(await response.text()).not.toContain('"data"')
      }
    }
    const body = JSON.stringify({ query: PROOF[subgraph] })
    const genuine = await send(body, signIdentity({ viewer: owner, audience: subgraph, content: body, secret }))
    expect(genuine.status).toBe(200)
  })

  test('the gateway does not forward an identity header sent by a client', async () => {
    const body = JSON.stringify({ query: '{ me { id } }' })
    const response = await fetch(`${running.stack.url('gateway')}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [IDENTITY_HEADER]: signIdentity({ viewer: owner, audience: 'users', content: body, secret }),
      },
      body,
    })
    expect(JSON.parse(await response.text()).errors[0].extensions.code).toBe('UNAUTHENTICATED')
  })
})

test('after ten wrong passwords the account is locked for a while, even for the right one; other accounts are not', async () => {
  const [guessed, other] = await Promise.all([running.anEmployee(real), running.anEmployee(real)])
  const login = (email: string, password: string) =>
    executeGraphQL(`${running.stack.url('gateway')}/graphql`, {
      query: 'mutation($e: String!, $p: String!) { login(email: $e, password: $p) { accessToken } }',
      variables: { e: email, p: password },
    })
  const codes: (string | undefined)[] = []
  for (let n = 0; n < 12; n += 1) codes.push(codeOf(await login(guessed.email, `Salah-${n}-2026`)))
  expect(codes).toEqual([...Array(10).fill('INVALID_CREDENTIALS'), 'RATE_LIMITED', 'RATE_LIMITED'])

  const right = await login(guessed.email, guessed.password)
  expect(codeOf(right)).toBe('RATE_LIMITED')
  expect(right.errors?.[0]?.extensions.retryAfterSeconds).toBeGreaterThan(800)
  expect(codeOf(await login(other.email, other.password))).toBeUndefined()
  // The throttle does not affect existing sessions.
  expect(codeOf(await running.graph('{ me { id } }', {}, guessed.accessToken))).toBeUndefined()
})
