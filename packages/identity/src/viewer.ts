import { createHmac, createSecretKey, type Hmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'

const ISSUER = 'setrum-inside'
const TYPE = 'viewer+jwt'
const LIFETIME_SECONDS = 30
/** So long a token is used again for the same viewer: signing one costs more than all else about a call. */
const REUSED_MS = 5_000
const TOKENS_KEPT = 2_000

/** The header in which the identity travels between our own services. */
export const IDENTITY_HEADER = 'x-setrum-identity'

/** The time that the caller waits, in milliseconds: work that would take longer need not be begun or finished. */
export const TIMEOUT_HEADER = 'x-request-timeout-ms'

/** The subgraphs an identity can be made out to. */
export type Audience = 'users' | 'master' | 'transactions'

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
 * Whom a request acts for: nobody yet, an admin, an employee, or one of our own services.
 * `address` is the network address of the person, as the gateway saw it.
 */
export type Viewer = z.infer<typeof viewer>

const claims = z.object({ viewer, iat: z.number() })

export interface SignIdentity {
  viewer: Viewer
  audience: Audience
  /** What is signed along: the request's body as sent, or method and URL where there is no body. */
  content: string | Buffer
  secret: string
}

/**
 * The identity that goes with one request to one subgraph: valid for 30 seconds at most and for this content only. A
 * token that says who (HS256), a dot, and a seal (HMAC-SHA256) over that token and the content.
 */
export function signIdentity({ viewer, audience, content, secret }: SignIdentity): string {
  const key = keyOf(secret)
  const token = tokenFor(viewer, audience, key)
  return `${token}.${sealOf(token, content, key).digest('base64url')}`
}

/**
 * Who a request acts for.
 * @returns null for anything that was not signed by one of us, for us, for this content, within the last 30 seconds
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
  const said = readToken(token, audience, key)
  return said && said.iat + LIFETIME_SECONDS > Date.now() / 1000 ? said.viewer : null
}

const made = new WeakMap<KeyObject, LRUCache<string, { token: string; at: number }>>()

function tokenFor(viewer: Viewer, audience: Audience, key: KeyObject): string {
  const kept = cacheOf(made, key)
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

const genuine = new WeakMap<KeyObject, LRUCache<string, z.infer<typeof claims>>>()

/** What a token says, if it is one of ours; a signature that was found genuine stays so. Its age is looked at each time. */
function readToken(token: string, audience: Audience, key: KeyObject): z.infer<typeof claims> | null {
  const kept = cacheOf(genuine, key)
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
    const said = claims.parse(payload)
    kept.set(name, said)
    return said
  } catch {
    return null
  }
}

/** The line break stands in no token, so a seal is never the signature of one. */
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
