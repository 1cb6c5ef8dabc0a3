import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SUBGRAPH_NAMES } from '@setrum/api-contract'
import { createAccessTokenJwks } from '@setrum/identity'
import { afterAll, expect, test } from 'vitest'
import { readGatewayEnv } from '../../gateway/src/env.js'
import { readMasterEnv } from '../../subgraphs/master/src/env.js'
import { readTransactionsEnv } from '../../subgraphs/transactions/src/env.js'
import { readUsersEnv } from '../../subgraphs/users/src/env.js'

const dataDir = mkdtempSync(join(tmpdir(), 'setrum-env-'))
afterAll(() => rmSync(dataDir, { recursive: true }))

const READERS = {
  users: readUsersEnv,
  master: readMasterEnv,
  transactions: readTransactionsEnv,
  gateway: readGatewayEnv,
}
const ALL = [...SUBGRAPH_NAMES, 'gateway'] as const
const SELLING = ['master', 'transactions'] as const

type Wrong = [variable: string, value: string, processes: readonly (keyof typeof READERS)[]]
const wrong: Wrong[] = [
  ['NODE_ENV', 'prod', ALL],
  ['LOG_LEVEL', 'loud', ALL],
  ['IDENTITY_SECRET', 'x'.repeat(31), ALL],
  ['MONGODB_URI', 'mongo:27017', SUBGRAPH_NAMES],
  ['MONGODB_URI', 'mongodb://mongo:none/', SUBGRAPH_NAMES],
  ['BUSINESS_TIME_ZONE', 'Asia/Atlantis', SUBGRAPH_NAMES],
  ['ACCESS_TOKEN_KEYS', '{"keys":[]}', ['users']],
  ['ACCESS_TOKEN_JWKS', 'no JSON', ['gateway']],
  ['ACCESS_TOKEN_JWKS', '{"keys":[{"kty":"EC","crv":"P-256","x":"a","y":"b"}]}', ['gateway']],
  ['USERS_URL', 'users:4001/graphql', ['transactions', 'gateway']],
  ['MASTER_URL', 'master:4002/graphql', ['users', 'transactions', 'gateway']],
  ['TRANSACTIONS_URL', 'http://a:1/graphql,b:2/graphql', ['gateway']],
  ['TRUST_PROXY', 'loopback, everybody', ['gateway']],
  ['TRUST_PROXY', '10.0.0.0/33', ['gateway']],
  ['IAK_PREPAID_URL', 'prepaid.iak.id', [...SELLING, 'gateway']],
  ['IAK_SANDBOX', 'maybe', [...SELLING, 'gateway']],
  ...['SUBGRAPH_QUERY_TIMEOUT_MS', 'SUBGRAPH_MUTATION_TIMEOUT_MS', 'SUBGRAPH_BILLER_TIMEOUT_MS'].flatMap((variable) =>
    ['35s', '0', '-1', '1.5'].map((value): Wrong => [variable, value, ['gateway']]),
  ),
  // Kubernetes sets this for a Service unless enableServiceLinks is false.
  ['USERS_PORT', 'tcp://10.0.0.1:4001', ['users']],
]
const rows = wrong.flatMap(([variable, value, processes]) => processes.map((name) => ({ name, variable, value })))

test.each(rows)('$name refuses $variable=$value with a message that names it', ({ name, variable, value }) => {
  const start = () => READERS[name]({ DATA_DIR: dataDir, [variable]: value })
  expect(start).toThrow(
    expect.objectContaining({
      name: 'EnvError',
      message: expect.stringMatching(`^${variable} has a value that cannot be used: .`),
    }),
  )
})

test.each(['loopback', 'loopback, uniquelocal', '10.0.0.0/8,fd00::/8', '203.0.113.7'])(
  'proxies may be named as %s',
  (value) => {
    expect(readGatewayEnv({ DATA_DIR: dataDir, TRUST_PROXY: value }).trustProxy).toBe(value)
  },
)

const ACCOUNT = {
  IAK_PREPAID_URL: 'http://prepaid.test',
  IAK_POSTPAID_URL: 'https://postpaid.test',
  IAK_USERNAME: '0812',
  IAK_API_KEY: 'key',
}
const PRODUCTION = {
  NODE_ENV: 'production',
  MONGODB_URI: 'mongodb://db/',
  IDENTITY_SECRET: 'x'.repeat(32),
  USERS_URL: 'http://users:4001/graphql',
  MASTER_URL: 'http://master:4002/graphql',
  ...ACCOUNT,
}

test.each(SELLING)('in production %s requires https for the biller, except with a sandbox', (name) => {
  const read = (more: object) => READERS[name]({ ...PRODUCTION, ...more })
  expect(() => read({})).toThrow(/^IAK_PREPAID_URL must begin with https:\/\/[^\n]*$/)
  expect(read({ IAK_PREPAID_URL: 'https://prepaid.test' })).toMatchObject({ isSandboxBiller: false })
  expect(read({ IAK_SANDBOX: '1' })).toMatchObject({ isSandboxBiller: true, cutOff: null })
})

test('IAK_SANDBOX decides the sandbox notice in the playground, as Compose sets it', () => {
  const isSandbox = (more: object) => readGatewayEnv({ DATA_DIR: dataDir, ...more }).isSandboxBiller
  expect(isSandbox({ IAK_PREPAID_URL: 'http://iak:4010', IAK_SANDBOX: '1' })).toBe(true)
  expect(isSandbox({ IAK_PREPAID_URL: 'https://prepaid.iak.id' })).toBe(false)
})

test.each([
  ['GATEWAY_URL', 'gateway:4000'],
  ['WEB_PORT', 'tcp://10.0.0.1:3000'],
  ['WEB_PORT', '70000'],
])('the web app of the image refuses %s=%s with a message that names it', (variable, value) => {
  const program = fileURLToPath(new URL('../../web/start.mjs', import.meta.url))
  const env = { PATH: process.env.PATH, GATEWAY_URL: 'http://gateway:4000', [variable]: value }
  const { status, stderr } = spawnSync(process.execPath, [program], { env, encoding: 'utf8' })
  expect(stderr).toMatch(new RegExp(`^${variable} has a value that cannot be used: .*\\.\n$`))
  expect(status).toBe(1)
})

test('the web app of the image does not start without GATEWAY_URL, and names it', () => {
  const program = fileURLToPath(new URL('../../web/start.mjs', import.meta.url))
  const env = { PATH: process.env.PATH, NODE_ENV: 'production' }
  const { status, stderr } = spawnSync(process.execPath, [program], { env, encoding: 'utf8' })
  expect(stderr).toContain('GATEWAY_URL is not set')
  expect(status).toBe(1)
})

test('a complete production environment is accepted', () => {
  const https = { ...PRODUCTION, IAK_PREPAID_URL: 'https://prepaid.test' }
  expect(readTransactionsEnv(https).isProduction).toBe(true)
  expect(readUsersEnv({ ...https, ACCESS_TOKEN_KEYS: createAccessTokenJwks() }).isProduction).toBe(true)
})
