import { createHash } from 'node:crypto'

/** Prefix of every API key: distinguishes keys from tokens, and lets secret scanners find leaked ones. */
export const API_KEY_PREFIX = 'setrum_key_'

/** The stored form of a key. A plain hash is enough, because a key has 256 random bits. */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
