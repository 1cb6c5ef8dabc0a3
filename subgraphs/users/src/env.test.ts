import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAccessTokenJwks, publicJwks, readAccessTokenKeys } from '@setrum/identity'
import { afterAll, describe, expect, test } from 'vitest'
import { readUsersEnv } from './env.js'

const dataDir = mkdtempSync(join(tmpdir(), 'setrum-env-'))
afterAll(() => rmSync(dataDir, { recursive: true }))

const read = (environment: NodeJS.ProcessEnv) => readUsersEnv({ DATA_DIR: dataDir, ...environment })

describe('the environment of users', () => {
  test('makes its signing keys on first start and keeps them', () => {
    const [first] = read({}).accessTokenKeys
    expect(first?.privateKey).not.toBeNull()
    expect(read({}).accessTokenKeys[0]?.kid).toBe(first?.kid)
  })

  test('takes two live keys, of which the first one signs', () => {
    const two = { keys: [createAccessTokenJwks(), createAccessTokenJwks()].flatMap((text) => JSON.parse(text).keys) }
    expect(read({ ACCESS_TOKEN_KEYS: JSON.stringify(two) }).accessTokenKeys).toHaveLength(2)
  })

  test.each([
    ['keys that are no JSON', { ACCESS_TOKEN_KEYS: 'secret' }, /ACCESS_TOKEN_KEYS/],
    [
      'keys that cannot sign',
      { ACCESS_TOKEN_KEYS: JSON.stringify(publicJwks(readAccessTokenKeys(createAccessTokenJwks()))) },
      /ACCESS_TOKEN_KEYS.*not a private one/,
    ],
    [
      'production without keys',
      { NODE_ENV: 'production', MONGODB_URI: 'mongodb://db/', IDENTITY_SECRET: 'x'.repeat(32) },
      /ACCESS_TOKEN_KEYS is not set.*\nMASTER_URL is not set/,
    ],
  ])('refuses %s, and never shows them', (_name, environment, message) => {
    expect(() => read(environment)).toThrow(message)
  })
})
