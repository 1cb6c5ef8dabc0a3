import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAccessTokenJwks, publicJwks, readAccessTokenKeys } from '@setrum/identity'
import { afterAll, describe, expect, test } from 'vitest'
import { readUsersEnv } from './env.js'

const dataDir = mkdtempSync(join(tmpdir(), 'setrum-env-'))
afterAll(() => rmSync(dataDir, { recursive: true }))

const read = (environment: NodeJS.ProcessEnv) => readUsersEnv({ DATA_DIR: dataDir, ...environment })

describe('the environment of the users subgraph', () => {
  test('creates signing keys at the first start and reuses them', () => {
    const [first] = read({}).accessTokenKeys
    expect(first?.privateKey).not.toBeNull()
    expect(read({}).accessTokenKeys[0]?.kid).toBe(first?.kid)
  })

  test('accepts two keys at once, for key rotation', () => {
    const two = { keys: [createAccessTokenJwks(), createAccessTokenJwks()].flatMap((text) => JSON.parse(text).keys) }
    expect(read({ ACCESS_TOKEN_KEYS: JSON.stringify(two) }).accessTokenKeys).toHaveLength(2)
  })

  test.each([
    ['keys that are not JSON', { ACCESS_TOKEN_KEYS: 'secret' }, /ACCESS_TOKEN_KEYS/],
    [
      'keys that cannot sign',
      { ACCESS_TOKEN_KEYS: JSON.stringify(publicJwks(readAccessTokenKeys(createAccessTokenJwks()))) },
      /ACCESS_TOKEN_KEYS.*not a private key/,
    ],
    [
      'production without keys',
      { NODE_ENV: 'production', MONGODB_URI: 'mongodb://db/', IDENTITY_SECRET: 'x'.repeat(32) },
      /ACCESS_TOKEN_KEYS is not set.*\nMASTER_URL is not set/,
    ],
  ])('refuses %s and does not print the keys', (_name, environment, message) => {
    expect(() => read(environment)).toThrow(message)
  })
})
