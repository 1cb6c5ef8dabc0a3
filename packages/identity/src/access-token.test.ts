import { createHmac, generateKeyPairSync } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { describe, expect, test } from 'vitest'
import { type AccessTokenClaims, signAccessToken, verifyAccessToken } from './access-token.js'
import { createAccessTokenJwks, publicJwks, readAccessTokenKeys } from './keys.js'

const NOW = new Date('2026-03-31T03:00:00.000Z')
const keys = readAccessTokenKeys(createAccessTokenJwks())
const [key] = keys
if (!key?.privateKey) throw new Error('no key')
const { privateKey, publicKey, kid } = key

const claims: AccessTokenClaims = {
  userId: '664000000000000000000002',
  role: 'EMPLOYEE',
  sessionId: 's1',
  shiftId: '665000000000000000000001',
  issuedAt: NOW,
  expiresAt: new Date('2026-03-31T03:15:00.000Z'),
  sessionEndsAt: new Date('2026-03-31T09:00:00.000Z'),
}
const token = signAccessToken(claims, keys)
const verify = (text: string, now = NOW) => verifyAccessToken(text, { keys, now })

const payload = {
  sub: claims.userId,
  role: 'ADMIN',
  sid: 's1',
  ends: 1_900_000_000,
  iat: NOW.getTime() / 1000,
  exp: NOW.getTime() / 1000 + 900,
}
const forge = (more: object = {}, options: jwt.SignOptions = {}, secret: jwt.Secret = privateKey) =>
  jwt.sign(JSON.parse(JSON.stringify({ ...payload, ...more })), secret, {
    algorithm: 'ES256',
    keyid: kid,
    issuer: 'setrum-users',
    audience: 'setrum-gateway',
    header: { alg: options.algorithm ?? 'ES256', typ: 'at+jwt' },
    ...options,
  })
const [head = '', body = '', signature = ''] = token.split('.')
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()

describe('an access token', () => {
  test('holds user, role, session and expiry, and no personal data', () => {
    expect(verify(token)).toEqual({ kind: 'valid', claims })
    expect(Object.keys(jwt.decode(token, { json: true }) ?? {}).sort()).toEqual(
      ['aud', 'ends', 'exp', 'iat', 'iss', 'role', 'shift', 'sid', 'sub'].sort(),
    )
  })

  test('is reported as expired when it is genuine', () => {
    expect(verify(token, new Date('2026-03-31T03:15:00.000Z')).kind).toBe('expired')
    expect(verify(token, new Date('2026-03-31T03:14:59.000Z')).kind).toBe('valid')
  })

  test('of the previous key is valid after a new key was put in front', () => {
    const next = readAccessTokenKeys(createAccessTokenJwks())
    const both = [...next, ...keys]
    expect(verifyAccessToken(token, { keys: both, now: NOW }).kind).toBe('valid')
    expect(verifyAccessToken(signAccessToken(claims, both), { keys: next, now: NOW }).kind).toBe('valid')
  })

  test.each<[string, string]>([
    ['empty', ''],
    ['no token at all', 'not.a.token'],
    ['without its signature', `${head}.${body}.`],
    ['with half its signature', `${head}.${body}.${signature.slice(0, 40)}`],
    ['with another body under the same signature', `${head}.${encode(payload)}.${signature}`],
    ['unsigned (alg none)', `${encode({ alg: 'none', typ: 'at+jwt', kid })}.${encode(payload)}.`],
    ['unsigned (alg NONE)', `${encode({ alg: 'NONE', typ: 'at+jwt', kid })}.${encode(payload)}.`],
    ['signed with the public key as a secret', forgeHmac(publicPem)],
    ['signed with the key id as a secret', forgeHmac(kid)],
    ['signed with the JWKS as a secret', forgeHmac(JSON.stringify(publicJwks(keys)))],
    ['signed by a stranger under our key id', forge({}, {}, stranger)],
    ['signed by a stranger under another key id', forge({}, { keyid: 'other' }, stranger)],
    ['with our signature under an unknown key id', forge({}, { keyid: '../../etc/passwd' })],
    ['without a key id', `${encode({ alg: 'ES256', typ: 'at+jwt' })}.${body}.${signature}`],
    ['of another issuer', forge({}, { issuer: 'setrum-inside' })],
    ['for another audience', forge({}, { audience: 'users' })],
    ['of another type', forge({}, { header: { alg: 'ES256', typ: 'JWT' } })],
    ['with a role we do not have', forge({ role: 'OWNER' })],
    ['with roles in place of a role', forge({ role: ['ADMIN'] })],
    ['without a session', forge({ sid: undefined })],
    ['without an end of the session', forge({ ends: undefined })],
    ['that never expires', forge({ exp: undefined })],
    ['with an object in place of a user id', forge({ sub: undefined, role: 'ADMIN' })],
  ])('is refused: %s', (_name, forged) => {
    expect(verify(forged)).toEqual({ kind: 'invalid' })
  })

  test('the forged token of these tests is valid with the right key', () => {
    expect(verify(forge()).kind).toBe('valid')
  })
})

function forgeHmac(secret: string): string {
  // jsonwebtoken refuses a PEM as an HMAC secret on signing; a forger does not use jsonwebtoken.
  const unsigned = `${encode({ alg: 'HS256', typ: 'at+jwt', kid })}.${encode({ ...payload, iss: 'setrum-users', aud: 'setrum-gateway' })}`
  return `${unsigned}.${createHmac('sha256', secret).update(unsigned).digest('base64url')}`
}
