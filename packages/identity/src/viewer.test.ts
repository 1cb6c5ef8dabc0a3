import { createHmac } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { signIdentity, type Viewer, verifyIdentity } from './viewer.js'

const SECRET = 'a secret of at least thirty-two bytes'
const viewer: Viewer = { role: 'EMPLOYEE', userId: 'u1', sessionId: 's1', shiftId: 'h1', address: '10.1.2.3' }
const content = '{"query":"{ me { id } }"}'
const signed = () => signIdentity({ viewer, audience: 'users', content, secret: SECRET })
const verify = (identity: string) => verifyIdentity(identity, { audience: 'users', content, secret: SECRET })

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-31T03:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the identity between our own services', () => {
  test('names the viewer of a request', () => {
    expect(verify(signed())).toEqual(viewer)
  })

  test('is invalid for another subgraph, another body or another secret', () => {
    const identity = signed()
    expect(verifyIdentity(identity, { audience: 'master', content, secret: SECRET })).toBeNull()
    expect(verifyIdentity(identity, { audience: 'users', content: `${content} `, secret: SECRET })).toBeNull()
    expect(verifyIdentity(identity, { audience: 'users', content, secret: `${SECRET}!` })).toBeNull()
  })

  test('is invalid after thirty seconds', () => {
    const identity = signed()
    vi.setSystemTime(new Date('2026-03-31T03:00:29Z'))
    expect(verify(identity)).toEqual(viewer)
    vi.setSystemTime(new Date('2026-03-31T03:00:31Z'))
    expect(verify(identity)).toBeNull()
  })

  test('is invalid when its token is reused for another body', () => {
    const [head, payload, signature] = signed().split('.')
    vi.setSystemTime(new Date('2026-03-31T03:00:03Z'))
    const other = signIdentity({ viewer, audience: 'users', content: 'another', secret: SECRET })
    expect(other.split('.').slice(0, 3)).toEqual([head, payload, signature])
    expect(verify(other)).toBeNull()
    expect(verifyIdentity(other, { audience: 'users', content: 'another', secret: SECRET })).toEqual(viewer)
    vi.setSystemTime(new Date('2026-03-31T03:00:29Z'))
    expect(verify(signed())).toEqual(viewer)
    vi.setSystemTime(new Date('2026-03-31T03:00:40Z'))
    expect(verify(signed())).toEqual(viewer)
    expect(verify(other)).toBeNull()
  })

  test('keeps two viewers with concurrent requests apart', () => {
    const owner: Viewer = { role: 'ADMIN', userId: 'u2', sessionId: 's2' }
    signed()
    expect(verify(signIdentity({ viewer: owner, audience: 'users', content, secret: SECRET }))).toEqual(owner)
    expect(verify(signed())).toEqual(viewer)
  })

  test.each([
    ['without its seal', (identity: string) => identity.slice(0, identity.lastIndexOf('.'))],
    ['with an empty seal', (identity: string) => identity.slice(0, identity.lastIndexOf('.') + 1)],
    ['with half its seal', (identity: string) => identity.slice(0, -20)],
    ['empty', () => ''],
    ['with the seal of an empty token', () => `.${seal('')}`],
  ])('is refused %s', (_name, change) => {
    expect(verify(change(signed()))).toBeNull()
  })

  test.each([
    ['of another type', { header: { alg: 'HS256', typ: 'at+jwt' } }],
    ['of another issuer', { issuer: 'setrum-users' }],
    ['for another subgraph', { audience: 'master' }],
    ['that lasts a year', { expiresIn: '365d' as const }],
  ])('is refused when its token is one %s', (name, options) => {
    const old = name.includes('year') ? { iat: Date.parse('2026-03-31T02:00:00Z') / 1000 } : {}
    const token = jwt.sign({ viewer: { role: 'ADMIN', userId: 'x', sessionId: 'y' }, ...old }, SECRET, {
      algorithm: 'HS256',
      issuer: 'setrum-inside',
      audience: 'users',
      expiresIn: 30,
      header: { alg: 'HS256', typ: 'viewer+jwt' },
      ...options,
    } as jwt.SignOptions)
    expect(verify(`${token}.${seal(token)}`)).toBeNull()
  })

  test('the forged token of these tests is valid with the right key', () => {
    const token = signed().split('.').slice(0, 3).join('.')
    expect(verify(`${token}.${seal(token)}`)).toEqual(viewer)
  })
})

function seal(token: string): string {
  return createHmac('sha256', SECRET).update(`${token}\n${content}`).digest('base64url')
}
