import { createHash } from 'node:crypto'

/** Begins every API key: a key is told from a token at a glance, and found by whoever searches for leaked ones. */
export const API_KEY_PREFIX = 'setrum_key_'

/** What a key is stored and recognised by. It is 256 random bits: a plain hash cannot be guessed back. */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
