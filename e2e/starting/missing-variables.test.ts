import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROCESSES, ROOT } from '@setrum/dev-stack'
import { createAccessTokenJwks } from '@setrum/identity'
import { afterAll, describe, expect, test } from 'vitest'

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

describe.each(Object.keys(REQUIRED))('in production %s does not start', (name) => {
  test.each(Object.keys(REQUIRED[name] ?? {}))('without %s, and names it', (missing) => {
    const spec = PROCESSES.find((one) => one.name === name)
    if (!spec) throw new Error(`no process ${name}`)
    const { [missing]: _left, ...others } = REQUIRED[name] ?? {}
    const { status, stdout, stderr } = spawnSync(process.execPath, spec.program, {
      cwd: join(ROOT, spec.folder),
      env: { PATH: process.env.PATH, NODE_ENV: 'production', DATA_DIR: folder, ...others },
      encoding: 'utf8',
      timeout: 90_000,
    })
    expect(status).toBe(1)
    expect(stdout + stderr).toContain(`${missing.replace('_FILE', '')} is not set`)
  })
})
