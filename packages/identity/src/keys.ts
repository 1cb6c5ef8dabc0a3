import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { readOrCreateFile } from './key-files.js'

/** Prefix of every API key: distinguishes keys from tokens, and lets secret scanners find leaked ones. */
export const API_KEY_PREFIX = 'setrum_key_'

const jwk = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string().optional(),
  kid: z.string().optional(),
})
const jwks = z.object({ keys: z.array(jwk).min(1).max(4) })
type Jwk = z.infer<typeof jwk>

/** An ES256 key of access tokens; `privateKey` only where tokens are signed. */
export interface AccessTokenKey {
  kid: string
  publicKey: KeyObject
  privateKey: KeyObject | null
}

/** The stored form of an API key. A plain hash is enough, because a key has 256 random bits. */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

/**
 * Reads access-token keys from a JWKS text: the first key signs, all of them verify, so that a new key can be put in
 * front while tokens of the old one live on.
 * @throws Error naming what is wrong with the text, never the keys
 */
export function readAccessTokenKeys(text: string): AccessTokenKey[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new Error('The access-token keys are not JSON. A JWKS is expected: {"keys":[…]}.')
  }
  const result = jwks.safeParse(parsed)
  if (!result.success) throw new Error('The access-token keys are not a JWKS of one to four P-256 keys.')
  return result.data.keys.map(toKey)
}

/** The keys of a development system, shared by its processes through the data folder and made on first start. */
export function developmentAccessTokenKeys(dataDir: string): AccessTokenKey[] {
  return readAccessTokenKeys(readOrCreateFile(join(dataDir, 'keys', 'access-token.jwks.json'), createAccessTokenJwks))
}

/** The secret between gateway and subgraphs of a development system, made on first start. */
export function developmentIdentitySecret(dataDir: string): string {
  return readOrCreateFile(join(dataDir, 'keys', 'identity-secret'), () => randomBytes(32).toString('base64url'))
}

/** A new JWKS text with one private ES256 key. */
export function createAccessTokenJwks(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return JSON.stringify({ keys: [privateKey.export({ format: 'jwk' })] })
}

/** The public keys as JWKS, for verifiers of our tokens. */
export function publicJwks(keys: readonly AccessTokenKey[]): { keys: object[] } {
  return {
    keys: keys.map(({ kid, publicKey }) => ({ ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' })),
  }
}

function toKey(key: Jwk): AccessTokenKey {
  const { d, kid, ...publicPart } = key
  return {
    kid: kid ?? thumbprint(key),
    publicKey: createPublicKey({ key: publicPart, format: 'jwk' }),
    privateKey: d === undefined ? null : createPrivateKey({ key: { ...publicPart, d }, format: 'jwk' }),
  }
}

/** RFC 7638: the same key has the same id everywhere. */
function thumbprint({ crv, kty, x, y }: Jwk): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
}
