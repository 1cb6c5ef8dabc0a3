import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAccessTokenJwks } from '@setrum/identity'
import { describe, expect, test } from 'vitest'
import { readGatewayEnv } from './env.js'

const folder = mkdtempSync(join(tmpdir(), 'setrum-gateway-env-'))
const manifest = join(folder, 'manifest.json')
writeFileSync(manifest, JSON.stringify({ abc: '{ shifts { id } }' }))

const PRODUCTION = {
  NODE_ENV: 'production',
  IDENTITY_SECRET: 'a secret of at least thirty-two bytes',
  ACCESS_TOKEN_JWKS: createAccessTokenJwks(),
  USERS_URL: 'http://users:4001/graphql',
  MASTER_URL: 'http://master:4002/graphql',
  TRANSACTIONS_URL: 'http://transactions:4003/graphql',
  PERSISTED_DOCUMENTS: manifest,
}

describe('in development', () => {
  test('a changed port or a URL takes precedence over the routing address of the supergraph', () => {
    const urlsOf = (environment: NodeJS.ProcessEnv) => readGatewayEnv({ DATA_DIR: folder, ...environment }).urls
    expect(urlsOf({})).toEqual({})
    expect(urlsOf({ USERS_PORT: '5001', MASTER_URL: 'http://a:1/graphql' })).toEqual({
      users: 'http://127.0.0.1:5001/graphql',
      master: 'http://a:1/graphql',
    })
  })

  test('every variable has a default, and the subgraph ports determine their URLs', () => {
    const env = readGatewayEnv({ DATA_DIR: folder, USERS_PORT: '5001' })
    expect(env).toMatchObject({
      port: 4000,
      urls: { users: 'http://127.0.0.1:5001/graphql' },
      executor: 'setrum',
      deadlines: { queryMs: 1_500, mutationMs: 10_000, billerMs: 35_000 },
      hasPlayground: true,
      hasIntrospection: true,
      isSandboxBiller: true,
      onlyPersistedDocuments: false,
      rateLimitPerMinute: 0,
    })
    expect(env.identitySecret.length).toBeGreaterThan(31)
  })
})

test('with Redis there is no file of the stale-if-error cache', () => {
  const storesOf = (REDIS_URL: string) => {
    const { redisUrl, staleIfErrorPath } = readGatewayEnv({ DATA_DIR: folder, REDIS_URL })
    return { redisUrl, staleIfErrorPath }
  }
  const redisUrl = 'redis://127.0.0.1:6379'
  expect(storesOf(redisUrl)).toEqual({ redisUrl, staleIfErrorPath: null })
  expect(storesOf('')).toEqual({ redisUrl: null, staleIfErrorPath: join(folder, 'gateway', 'stale-if-error.json') })
  expect(() => storesOf('127.0.0.1:6379')).toThrow(/^REDIS_URL has a value that cannot be used/)
})

describe('in production', () => {
  test('only persisted documents run, without playground and introspection', () => {
    expect(readGatewayEnv(PRODUCTION)).toMatchObject({
      isProduction: true,
      hasPlayground: false,
      hasIntrospection: false,
      onlyPersistedDocuments: true,
      persistedDocuments: { abc: '{ shifts { id } }' },
      rateLimitPerMinute: 60_000,
      webOrigins: [],
    })
  })

  test.each(['IDENTITY_SECRET', 'ACCESS_TOKEN_JWKS', 'USERS_URL', 'MASTER_URL', 'TRANSACTIONS_URL'])(
    'without %s it does not start, and the error names the variable',
    (name) => {
      expect(() => readGatewayEnv({ ...PRODUCTION, [name]: '' })).toThrow(name)
    },
  )

  test('explicit settings override the defaults', () => {
    expect(
      readGatewayEnv({
        ...PRODUCTION,
        PLAYGROUND: 'true',
        INTROSPECTION: 'true',
        PERSISTED_DOCUMENTS: 'any',
        RATE_LIMIT_PER_MINUTE: '0',
      }),
    ).toMatchObject({
      hasPlayground: true,
      hasIntrospection: true,
      onlyPersistedDocuments: false,
      rateLimitPerMinute: 0,
    })
  })
})

test('an invalid URL or manifest is named in the error', () => {
  expect(() => readGatewayEnv({ DATA_DIR: folder, USERS_URL: 'users' })).toThrow('USERS_URL')
  expect(() => readGatewayEnv({ DATA_DIR: folder, PERSISTED_DOCUMENTS: join(folder, 'none.json') })).toThrow(
    'PERSISTED_DOCUMENTS',
  )
  expect(() => readGatewayEnv({ DATA_DIR: folder, SUPERGRAPH_PATH: join(folder, 'none') })).toThrow('SUPERGRAPH_PATH')
})
