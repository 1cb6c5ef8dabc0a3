import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readDatabaseEnv, readSubgraphEnv } from './env.js'

const dataDir = mkdtempSync(join(tmpdir(), 'setrum-env-'))
afterAll(() => rmSync(dataDir, { recursive: true }))

describe('the environment of a subgraph', () => {
  test('needs nothing in development: the embedded database, a secret made on first start, no demo data', () => {
    const env = readSubgraphEnv({ DATA_DIR: dataDir, MONGODB_PORT: '5017' })
    expect(env).toMatchObject({
      isProduction: false,
      mongoUri: 'mongodb://127.0.0.1:5017/?directConnection=true',
      databasePrefix: 'setrum_',
      businessTimeZone: 'Asia/Jakarta',
      demoData: 'none',
    })
    expect(env.identitySecret).toBe(readSubgraphEnv({ DATA_DIR: dataDir }).identitySecret)
  })

  test('has no default for secrets and addresses in production, and names the missing ones', () => {
    expect(() => readSubgraphEnv({ NODE_ENV: 'production', DATA_DIR: dataDir })).toThrow(
      /MONGODB_URI is not set.*\nIDENTITY_SECRET is not set/,
    )
  })

  test('loads no demo data in production, whatever the setting', () => {
    const env = readSubgraphEnv({
      NODE_ENV: 'production',
      MONGODB_URI: 'mongodb://db/',
      IDENTITY_SECRET: 'x'.repeat(32),
      DEMO_DATA: 'true',
    })
    expect(env.demoData).toBe('none')
  })

  test.each([
    ['a secret that could be guessed', { IDENTITY_SECRET: 'short' }, /IDENTITY_SECRET/],
    ['a time zone that does not exist', { BUSINESS_TIME_ZONE: 'Asia/Atlantis' }, /BUSINESS_TIME_ZONE/],
    ['a third kind of demo data', { DEMO_DATA: 'some' }, /DEMO_DATA/],
  ])('refuses %s', (_name, environment, message) => {
    expect(() => readSubgraphEnv({ DATA_DIR: dataDir, ...environment })).toThrow(message)
  })
})

describe('the environment of a program that only works with the databases', () => {
  test('requires the address in production, names it, and requires nothing else', () => {
    expect(() => readDatabaseEnv({ NODE_ENV: 'production' })).toThrow(/^MONGODB_URI is not set[^\n]*$/)
    expect(readDatabaseEnv({ NODE_ENV: 'production', MONGODB_URI: 'mongodb://db/' })).toEqual({
      isProduction: true,
      mongoUri: 'mongodb://db/',
      databasePrefix: 'setrum_',
      businessTimeZone: 'Asia/Jakarta',
    })
    expect(() => readDatabaseEnv({ BUSINESS_TIME_ZONE: 'Asia/Atlantis' })).toThrow(/BUSINESS_TIME_ZONE/)
  })
})
