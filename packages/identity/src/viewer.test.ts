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
  test('says whom a request acts for', () => {
    expect(verify(signed())).toEqual(viewer)
  })

  test('is worth nothing for another subgraph, another body or under another secret', () => {
    const identity = signed()
    expect(verifyIdentity(identity, { audience: 'master', content, secret: SECRET })).toBeNull()
    expect(verifyIdentity(identity, { audience: 'users', content: `${content} `, secret: SECRET })).toBeNull()
    expect(verifyIdentity(identity, { audience: 'users', content, secret: `${SECRET}!` })).toBeNull()
  })

  test('is worth nothing after thirty seconds', () => {
    const identity = signed()
    vi.setSystemTime(new Date('2026-03-31T03:00:29Z'))
    expect(verify(identity)).toEqual(viewer)
    vi.setSystemTime(new Date('2026-03-31T03:00:31Z'))
    expect(verify(identity)).toBeNull()
  })

  test.each([
    ['of another type', { header: { alg: 'HS256', typ: 'at+jwt' } }],
    ['of another issuer', { issuer: 'setrum-users' }],
    ['that lasts a year', { expiresIn: '365d' as const }],
  ])('is refused when it is %s', (name, options) => {
    const old = name.includes('year') ? { iat: Date.parse('2026-03-31T02:00:00Z') / 1000 } : {}
    const identity = jwt.sign(
      { viewer: { role: 'ADMIN', userId: 'x', sessionId: 'y' }, hash: hashOf(), ...old },
      SECRET,
      {
        algorithm: 'HS256',
        issuer: 'setrum-inside',
        audience: 'users',
        expiresIn: 30,
        header: { alg: 'HS256', typ: 'viewer+jwt' },
        ...options,
      } as jwt.SignOptions,
    )
    expect(verify(identity)).toBeNull()
  })
})

function hashOf(): string {
  const payload = jwt.decode(signed(), { json: true })
  return String(payload?.hash)
}
