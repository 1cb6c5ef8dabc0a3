import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SUBGRAPH_NAMES } from '@setrum/api-contract'
import { startTestDatabase, type TestDatabase } from '@setrum/testing'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, test } from 'vitest'

// The operator's command, on databases that are empty at first.
const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const migrationsOf = (name: string) =>
  readdirSync(join(ROOT, 'subgraphs', name, 'migrations'))
    .filter((file) => file.endsWith('.mjs'))
    .sort()

/** Lines of a run that takes longer than five seconds. */
const PROGRESS = /^.* \d+ of \d+, \d+ %, \d+ s left\n/gm

let database: TestDatabase
let client: MongoClient
let dataDir: string

beforeAll(async () => {
  database = await startTestDatabase()
  client = await MongoClient.connect(database.uri)
  dataDir = mkdtempSync(join(tmpdir(), 'setrum-'))
})
afterAll(async () => {
  await client?.close()
  await database?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const migrate = (...args: string[]) =>
  spawnSync(process.execPath, ['scripts/database.mjs', 'migrate', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, MONGODB_URI: database.uri, DATABASE_PREFIX: database.prefix, DATA_DIR: dataDir },
  })

test('a failing migration is reported with its error, and the other databases are migrated', async () => {
  const sales = client.db(`${database.prefix}transactions`).collection('transaction')
  await sales.insertMany([{ invoice: 'INV-1' }, { invoice: 'INV-1' }])
  const { status, stdout, stderr } = migrate()
  expect(status).toBe(1)
  expect(stderr).toContain(`transactions: Could not migrate up ${migrationsOf('transactions')[0]}`)
  expect(stderr).toContain('INV-1')
  expect(stdout).toContain(`users: ${migrationsOf('users').join(', ')}`)
  expect(await client.db(`${database.prefix}transactions`).collection('migration').countDocuments()).toBe(0)
  await sales.drop()
})

test('all migrations run and are recorded, and a second run has nothing to do', async () => {
  const { status, stderr } = migrate()
  expect({ status, errors: stderr.replaceAll(PROGRESS, '') }).toEqual({ status: 0, errors: '' })
  for (const name of SUBGRAPH_NAMES) {
    const rows = await client
      .db(database.prefix + name)
      .collection('migration')
      .find()
      .sort({ fileName: 1 })
      .toArray()
    expect(rows.map(({ fileName }) => fileName)).toEqual(migrationsOf(name))
  }
  const { stdout } = migrate()
  for (const name of SUBGRAPH_NAMES) expect(stdout).toContain(`${name}: nothing to do\n`)
})

test('migrations only go forward', async () => {
  const { status, stderr } = migrate('down')
  expect(status).toBe(2)
  expect(stderr).toContain('Migrations only go forward')
  for (const name of SUBGRAPH_NAMES) {
    for (const file of migrationsOf(name)) {
      expect(Object.keys(await import(join(ROOT, 'subgraphs', name, 'migrations', file)))).toEqual(['up'])
    }
  }
})
