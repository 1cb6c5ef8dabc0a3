import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readMasterEnv } from './env.js'

const dataDir = mkdtempSync(join(tmpdir(), 'setrum-env-'))
afterAll(() => rmSync(dataDir, { recursive: true }))

const read = (environment: NodeJS.ProcessEnv) => readMasterEnv({ DATA_DIR: dataDir, ...environment })
const ACCOUNT = {
  IAK_PREPAID_URL: 'https://prepaid.test',
  IAK_POSTPAID_URL: 'https://postpaid.test',
  IAK_USERNAME: '0812',
  IAK_API_KEY: 'key',
}

describe('the environment of the master subgraph', () => {
  test('without a biller account selects the sandbox, without a cut-off', () => {
    expect(read({ IAK_SANDBOX_PORT: '5010' })).toMatchObject({
      isSandboxBiller: true,
      biller: { prepaidUrl: 'http://127.0.0.1:5010', postpaidUrl: 'http://127.0.0.1:5010' },
      cutOff: null,
      database: 'setrum_master',
    })
  })

  test('with a biller account selects the biller, by default with the cut-off of PLN', () => {
    expect(read(ACCOUNT)).toMatchObject({ isSandboxBiller: false, cutOff: { startAt: '23:00', endAt: '00:59' } })
    expect(read({ ...ACCOUNT, PLN_CUTOFF: 'none' }).cutOff).toBeNull()
  })

  test.each([
    [
      'an incomplete biller account',
      { IAK_PREPAID_URL: 'https://prepaid.test' },
      /IAK_API_KEY must be set too: set all of .*, or none/,
    ],
    ['an invalid cut-off', { PLN_CUTOFF: 'night' }, /PLN_CUTOFF/],
    ['a margin with a fraction', { TOKEN_MARGIN_IDR: '1.5' }, /TOKEN_MARGIN_IDR/],
    [
      'production without a biller account',
      { NODE_ENV: 'production', MONGODB_URI: 'mongodb://db/', IDENTITY_SECRET: 'x'.repeat(32) },
      /IAK_USERNAME/,
    ],
  ])('refuses %s, naming the variable', (_name, environment, message) => {
    expect(() => read(environment)).toThrow(message)
  })
})
