import { createHash, createSecretKey, type KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { z } from 'zod'

const ISSUER = 'setrum-inside'
const TYPE = 'viewer+jwt'
const LIFETIME_SECONDS = 30

/** The header in which the identity travels between our own services. */
export const IDENTITY_HEADER = 'x-setrum-identity'

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

const claims = z.object({ viewer, hash: z.string() })

export interface SignIdentity {
  viewer: Viewer
  audience: Audience
  /** What is signed along: the request's body as sent, or method and URL where there is no body. */
  content: string | Buffer
  secret: string
}

/** The identity that goes with one request to one subgraph: valid for 30 seconds and for this content only. */
export function signIdentity({ viewer, audience, content, secret }: SignIdentity): string {
  return jwt.sign({ viewer, hash: hashOf(content) }, keyOf(secret), {
    algorithm: 'HS256',
    issuer: ISSUER,
    audience,
    expiresIn: LIFETIME_SECONDS,
    header: { alg: 'HS256', typ: TYPE },
  })
}

/**
 * Who a request acts for.
 * @returns null for anything that was not signed by one of us, for us, for this content, within the last 30 seconds
 */
export function verifyIdentity(
  identity: string,
  { audience, content, secret }: Omit<SignIdentity, 'viewer'>,
): Viewer | null {
  try {
    const { header, payload } = jwt.verify(identity, keyOf(secret), {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience,
      maxAge: LIFETIME_SECONDS,
      complete: true,
    })
    if (header.typ !== TYPE) return null
    const said = claims.parse(payload)
    return said.hash === hashOf(content) ? said.viewer : null
  } catch {
    return null
  }
}

let known: { secret: string; key: KeyObject } | null = null

/** A process has one secret. As text, jsonwebtoken would each time try first whether it is a key pair's: 0.3 ms. */
function keyOf(secret: string): KeyObject {
  if (known?.secret !== secret) known = { secret, key: createSecretKey(Buffer.from(secret)) }
  return known.key
}

function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('base64url')
}
