import { createHmac, createSecretKey, type Hmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { SubgraphName } from '@setrum/api-contract'
import jwt from 'jsonwebtoken'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'

const ISSUER = 'setrum-inside'
const TYPE = 'viewer+jwt'
const LIFETIME_SECONDS = 30
/** Tokens are reused for the same viewer this long: signing costs more than the rest of a call. */
const REUSED_MS = 5_000
const TOKENS_KEPT = 2_000

/** Header of the identity between our own services. */
export const IDENTITY_HEADER = 'x-setrum-identity'

/** Header of the time that the caller waits, in milliseconds; longer work is pointless. */
export const TIMEOUT_HEADER = 'x-request-timeout-ms'

/** The subgraphs an identity can be made out to. */
export type Audience = SubgraphName

const viewer = z.discriminatedUnion('role', [
  z.object({ role: z.literal('ANONYMOUS'), address: z.string().optional() }),
  z.object({ role: z.literal('ADMIN'), userId: z.string(), sessionId: z.string(), address: z.string().optional() }),
  z.object({
    role: z.literal('EMPLOYEE'),
    userId: z.string(),
    sessionId: z.string(),
    shiftId: z.string().nullable(),
    address: z.string().optional(),
  }),
  z.object({ role: z.literal('SERVICE'), service: z.string() }),
])

/**
 * The caller of a request: anonymous, an admin, an employee, or one of our own services.
 * `address` is the network address of the user, as the gateway saw it.
 */
export type Viewer = z.infer<typeof viewer>

/** Identifies a caller: a user or service by its id, an anonymous one by its address. */
export function callerIdOf(viewer: Viewer): string {
  if ('userId' in viewer) return viewer.userId
  return 'service' in viewer ? viewer.service : `@${viewer.address ?? ''}`
}

const claims = z.object({ viewer, iat: z.number() })

export interface SignIdentity {
  viewer: Viewer
  audience: Audience
  /** Signed too: the request's body as sent, or method and URL without a body. */
  content: string | Buffer
  secret: string
}

/**
 * Signs the identity for one request to one subgraph, valid for 30 seconds and for this content only: a token with the
 * viewer (HS256), a dot, and an HMAC-SHA256 over the token and the content.
 */
export function signIdentity({ viewer, audience, content, secret }: SignIdentity): string {
  const key = keyOf(secret)
  const token = tokenFor(viewer, audience, key)
  return `${token}.${sealOf(token, content, key).digest('base64url')}`
}

/**
 * Verifies the identity of a request.
 * @returns null unless one of our services signed it for this subgraph and this content within the last 30 seconds
 */
export function verifyIdentity(
  identity: string,
  { audience, content, secret }: Omit<SignIdentity, 'viewer'>,
): Viewer | null {
  const key = keyOf(secret)
  const end = identity.lastIndexOf('.')
  const token = identity.slice(0, Math.max(0, end))
  const [seal, expected] = [Buffer.from(identity.slice(end + 1), 'base64url'), sealOf(token, content, key).digest()]
  if (seal.length !== expected.length || !timingSafeEqual(seal, expected)) return null
  const payload = readToken(token, audience, key)
  return payload && payload.iat + LIFETIME_SECONDS > Date.now() / 1000 ? payload.viewer : null
}

const signedTokens = new WeakMap<KeyObject, LRUCache<string, { token: string; at: number }>>()

function tokenFor(viewer: Viewer, audience: Audience, key: KeyObject): string {
  const kept = cacheOf(signedTokens, key)
  const name = `${audience} ${JSON.stringify(viewer)}`
  const last = kept.get(name)
  const at = Date.now()
  if (last && Math.abs(at - last.at) < REUSED_MS) return last.token
  const token = jwt.sign({ viewer }, key, {
    algorithm: 'HS256',
    issuer: ISSUER,
    audience,
    expiresIn: LIFETIME_SECONDS,
    header: { alg: 'HS256', typ: TYPE },
  })
  kept.set(name, { token, at })
  return token
}

const verifiedTokens = new WeakMap<KeyObject, LRUCache<string, z.infer<typeof claims>>>()

/** Reads a genuine token; null for any other. Caches verified signatures; the caller checks the age every time. */
function readToken(token: string, audience: Audience, key: KeyObject): z.infer<typeof claims> | null {
  const kept = cacheOf(verifiedTokens, key)
  const name = `${audience} ${token}`
  const known = kept.get(name)
  if (known) return known
  try {
    const { header, payload } = jwt.verify(token, key, {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience,
      maxAge: LIFETIME_SECONDS,
      complete: true,
    })
    if (header.typ !== TYPE) return null
    const parsed = claims.parse(payload)
    kept.set(name, parsed)
    return parsed
  } catch {
    return null
  }
}

/** No token contains a line break, so this HMAC is never the signature of a token. */
function sealOf(token: string, content: string | Buffer, key: KeyObject): Hmac {
  return createHmac('sha256', key).update(`${token}\n`).update(content)
}

function cacheOf<Value extends object>(
  caches: WeakMap<KeyObject, LRUCache<string, Value>>,
  key: KeyObject,
): LRUCache<string, Value> {
  const known = caches.get(key)
  if (known) return known
  const cache = new LRUCache<string, Value>({ max: TOKENS_KEPT })
  caches.set(key, cache)
  return cache
}

let known: { secret: string; key: KeyObject } | null = null

/** A process has one secret. As text, jsonwebtoken would each time try first whether it is a key pair's: 0.3 ms. */
function keyOf(secret: string): KeyObject {
  if (known?.secret !== secret) known = { secret, key: createSecretKey(Buffer.from(secret)) }
  return known.key
}
