import jwt from 'jsonwebtoken'
import { z } from 'zod'
import type { AccessTokenKey } from './keys.js'

const ISSUER = 'setrum-users'
const AUDIENCE = 'setrum-gateway'
const TYPE = 'at+jwt'

export const ROLES = ['ADMIN', 'EMPLOYEE'] as const
export type Role = (typeof ROLES)[number]

const claims = z.object({
  sub: z.string().min(1),
  role: z.enum(ROLES),
  sid: z.string().min(1),
  shift: z.string().min(1).optional(),
  // The instant, in seconds, at which the session ends whatever happens: the shift's end, or 12 h for an admin and for a
  // shift that never closes.
  ends: z.number().int(),
  iat: z.number().int(),
  exp: z.number().int(),
})

/** Claims of an access token: user, role and session; no personal data. Instants in UTC. */
export interface AccessTokenClaims {
  userId: string
  role: Role
  sessionId: string
  /** The employee's shift; null for an admin. */
  shiftId: string | null
  issuedAt: Date
  expiresAt: Date
  sessionEndsAt: Date
}

/** Signs an access token (JWT, ES256) with the first key. */
export function signAccessToken(token: AccessTokenClaims, keys: readonly AccessTokenKey[]): string {
  const key = keys[0]
  if (!key?.privateKey) throw new Error('There is no private access-token key to sign with.')
  const payload = {
    sub: token.userId,
    role: token.role,
    sid: token.sessionId,
    ...(token.shiftId === null ? {} : { shift: token.shiftId }),
    ends: seconds(token.sessionEndsAt),
    iat: seconds(token.issuedAt),
    exp: seconds(token.expiresAt),
  }
  return jwt.sign(payload, key.privateKey, {
    algorithm: 'ES256',
    keyid: key.kid,
    issuer: ISSUER,
    audience: AUDIENCE,
    header: { alg: 'ES256', typ: TYPE },
  })
}

/** A token is `valid`, `expired` (genuine, but past its time), or `invalid` (anything else). */
export type AccessTokenResult = { kind: 'valid' | 'expired'; claims: AccessTokenClaims } | { kind: 'invalid' }

/**
 * Verifies an access token: ES256 only, our issuer, audience and type, a known key. Never throws.
 * `expired` is a result of its own: the gateway accepts expired tokens while the users subgraph cannot renew them.
 */
export function verifyAccessToken(
  token: string,
  { keys, now }: { keys: readonly AccessTokenKey[]; now: Date },
): AccessTokenResult {
  try {
    const kid = jwt.decode(token, { complete: true })?.header.kid
    const key = keys.find((candidate) => candidate.kid === kid)
    if (!key) return { kind: 'invalid' }
    const { header, payload } = jwt.verify(token, key.publicKey, {
      algorithms: ['ES256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      ignoreExpiration: true,
      clockTimestamp: seconds(now),
      complete: true,
    })
    if (header.typ !== TYPE) return { kind: 'invalid' }
    const parsed = claims.parse(payload)
    return { kind: parsed.exp > seconds(now) ? 'valid' : 'expired', claims: toClaims(parsed) }
  } catch {
    return { kind: 'invalid' }
  }
}

function toClaims(parsed: z.infer<typeof claims>): AccessTokenClaims {
  return {
    userId: parsed.sub,
    role: parsed.role,
    sessionId: parsed.sid,
    shiftId: parsed.shift ?? null,
    issuedAt: new Date(parsed.iat * 1000),
    expiresAt: new Date(parsed.exp * 1000),
    sessionEndsAt: new Date(parsed.ends * 1000),
  }
}

function seconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000)
}
