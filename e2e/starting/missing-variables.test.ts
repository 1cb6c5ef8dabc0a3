import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROCESSES, ROOT } from '@setrum/dev-stack'
import { createAccessTokenJwks } from '@setrum/identity'
import { afterAll, describe, expect, test } from 'vitest'
import { readGatewayEnv } from '../../gateway/src/env.js'
import { readMasterEnv } from '../../subgraphs/master/src/env.js'
import { readTransactionsEnv } from '../../subgraphs/transactions/src/env.js'
import { readUsersEnv } from '../../subgraphs/users/src/env.js'

const folder = mkdtempSync(join(tmpdir(), 'setrum-production-'))
afterAll(() => rmSync(folder, { recursive: true }))
const secretFile = join(folder, 'identity-secret')
writeFileSync(secretFile, 'x'.repeat(32))

const BILLER = {
  IAK_PREPAID_URL: 'https://prepaid.test',
  IAK_POSTPAID_URL: 'https://postpaid.test',
  IAK_USERNAME: '0812',
  IAK_API_KEY: 'key',
}
const SHARED = { IDENTITY_SECRET_FILE: secretFile, MONGODB_URI: 'mongodb://127.0.0.1:9/' }
const USERS_URL = 'http://127.0.0.1:9/graphql'
const MASTER_URL = USERS_URL
/** Variables that each process requires in production. */
const REQUIRED: Record<string, Record<string, string>> = {
  users: { ...SHARED, MASTER_URL, ACCESS_TOKEN_KEYS: createAccessTokenJwks() },
  master: { ...SHARED, ...BILLER },
  transactions: { ...SHARED, ...BILLER, USERS_URL, MASTER_URL },
  gateway: {
    IDENTITY_SECRET_FILE: secretFile,
    ACCESS_TOKEN_JWKS: createAccessTokenJwks(),
    USERS_URL,
    MASTER_URL,
    TRANSACTIONS_URL: USERS_URL,
  },
  web: { GATEWAY_URL: 'http://127.0.0.1:9' },
}

const READERS: Record<string, (environment: NodeJS.ProcessEnv) => unknown> = {
  users: readUsersEnv,
  master: readMasterEnv,
  transactions: readTransactionsEnv,
  gateway: readGatewayEnv,
}

const environmentWithout = (name: string, missing: string): NodeJS.ProcessEnv => {
  const { [missing]: _left, ...others } = REQUIRED[name] ?? {}
  return { PATH: process.env.PATH, NODE_ENV: 'production', DATA_DIR: folder, ...others }
}
const isNotSet = (variable: string) => `${variable.replace('_FILE', '')} is not set`

describe.each(Object.keys(READERS))('in production the environment of %s', (name) => {
  test.each(Object.keys(REQUIRED[name] ?? {}))('is refused without %s, which the error names', (missing) => {
    expect(() => READERS[name]?.(environmentWithout(name, missing))).toThrow(isNotSet(missing))
  })
})

test.each(Object.keys(REQUIRED))(
  'in production %s does not start without a required variable, and names it',
  (name) => {
    const [missing = ''] = Object.keys(REQUIRED[name] ?? {})
    const spec = PROCESSES.find((one) => one.name === name)
    if (!spec) throw new Error(`no process ${name}`)
    const { status, stdout, stderr } = spawnSync(process.execPath, spec.program, {
      cwd: join(ROOT, spec.folder),
      env: environmentWithout(name, missing),
      encoding: 'utf8',
      timeout: 90_000,
    })
    expect(status).toBe(1)
    expect(stdout + stderr).toContain(isNotSet(missing))
  },
)
