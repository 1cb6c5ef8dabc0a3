import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readTransactionsEnv } from './env.js'

const dataDir = mkdtempSync(join(tmpdir(), 'setrum-env-'))
afterAll(() => rmSync(dataDir, { recursive: true }))

const read = (environment: NodeJS.ProcessEnv) => readTransactionsEnv({ DATA_DIR: dataDir, ...environment })
const PRODUCTION = {
  NODE_ENV: 'production',
  MONGODB_URI: 'mongodb://db/',
  IDENTITY_SECRET: 'x'.repeat(32),
  USERS_URL: 'http://users/graphql',
  MASTER_URL: 'http://master/graphql',
  IAK_PREPAID_URL: 'https://prepaid.test',
  IAK_POSTPAID_URL: 'https://postpaid.test',
  IAK_USERNAME: '0812',
  IAK_API_KEY: 'key',
}

describe('the environment of transactions', () => {
  test('is the biller’s sandbox without an account, and the biller itself with one', () => {
    expect(read({})).toMatchObject({ isSandboxBiller: true, cutOff: null })
    expect(read(PRODUCTION)).toMatchObject({ isSandboxBiller: false, cutOff: { startAt: '23:00', endAt: '00:59' } })
  })

  test.each([
    ['half an account', { IAK_USERNAME: '0812' }, /IAK_API_KEY must be set too: set all of .*, or none/],
    ['production without an account', { ...PRODUCTION, IAK_API_KEY: '' }, /IAK_API_KEY is not set/],
    ['a quicker clock in production', { ...PRODUCTION, RECOVERY_TIME_SCALE: '0.5' }, /RECOVERY_TIME_SCALE/],
    ['a call as long as a payment is waited for', { ...PRODUCTION, IAK_TIMEOUT_MS: '145000' }, /IAK_TIMEOUT_MS/],
    ['a number with a unit', { LOW_BALANCE_IDR: '1jt' }, /LOW_BALANCE_IDR/],
    ['a time with a unit', { PURCHASE_RESPONSE_TIMEOUT_MS: '10s' }, /PURCHASE_RESPONSE_TIMEOUT_MS/],
    ['no time at all', { IAK_TIMEOUT_MS: '0' }, /IAK_TIMEOUT_MS/],
  ])('refuses %s, naming the variable', (_name, environment, message) => {
    expect(() => read(environment)).toThrow(message)
  })

  test('takes a call that ends before a payment is taken for not made', () => {
    expect(read({ ...PRODUCTION, IAK_TIMEOUT_MS: '144999' }).rules).toMatchObject({ callMs: 149_999 })
  })
})
