import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { codeOf, type RunningHouse, startHouse } from '@setrum/testing'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Expected, fillOldDatabase, OLD_PASSWORD } from './old-database.js'

// Rows of the old system, moved over by the command that an operator runs, and counted both ways. `IMPORT_ROWS=50000`
// is the long run.
const ROWS = Number(process.env.IMPORT_ROWS ?? 5_000)
const IMPORT = fileURLToPath(new URL('../../scripts/import.mjs', import.meta.url))

let running: RunningHouse
let client: MongoClient
let expected: Expected
let server: string

beforeAll(async () => {
  running = await startHouse({ env: { SUBGRAPH_QUERY_TIMEOUT_MS: '90000' } })
  server = process.env.MONGODB_URI ?? `mongodb://127.0.0.1:${running.house.port('mongodb')}/?directConnection=true`
  client = await MongoClient.connect(server)
  expected = await fillOldDatabase(client.db(`${running.databasePrefix}old`), ROWS)
}, 180_000)
afterAll(async () => {
  await client?.close()
  await running?.stop()
})

async function runImport() {
  const from = new URL(server)
  from.pathname = `/${running.databasePrefix}old`
  const report = join(running.dataDir, 'import-report.json')
  const { stdout } = await promisify(execFile)(process.execPath, [IMPORT, '--from', from.href, '--report', report], {
    env: { ...process.env, MONGODB_URI: server, DATABASE_PREFIX: running.databasePrefix, DATA_DIR: running.dataDir },
  })
  return { stdout, report: JSON.parse(readFileSync(report, 'utf8')) as ImportedCollection[] }
}

interface ImportedCollection {
  name: 'user' | 'officeHours' | 'transaction'
  copied: { read: number; copied: number; alreadyThere: number; refused: { id: string; why: string }[] }
}

test('everything that can be read is moved over, what cannot is listed, and the source stays as it was', {
  timeout: 180_000,
}, async () => {
  const old = client.db(`${running.databasePrefix}old`)
  const before = await Promise.all(
    ['user', 'officeHours', 'transaction'].map((name) => old.collection(name).countDocuments()),
  )
  const { stdout, report } = await runImport()
  const by = Object.fromEntries(report.map(({ name, copied }) => [name, copied]))
  expect(by.transaction).toMatchObject({ read: ROWS, copied: ROWS - expected.refused.transaction, alreadyThere: 0 })
  expect(by.transaction?.refused).toHaveLength(expected.refused.transaction)
  expect(by.transaction?.refused[0]?.why).toBe('invoice missing or of a wrong kind')
  expect(by.user).toMatchObject({ copied: expected.people })
  expect(by.user?.refused.map(({ why }) => why).sort()).toEqual([
    'email is taken by another row',
    'email missing or of a wrong kind',
  ])
  expect(by.officeHours).toMatchObject({ copied: 2, refused: [] })
  expect(stdout).toContain('10 unknown (these people need a reset)')
  const after = await Promise.all(
    ['user', 'officeHours', 'transaction'].map((name) => old.collection(name).countDocuments()),
  )
  expect(after).toEqual(before)
})

test('statuses are read by kind of product, abandoned inquiries are EXPIRED, and figures count what was sold', {
  timeout: 180_000,
}, async () => {
  const token = await running.asAdmin()
  const count = async (status: string) => {
    const query = `{ transactions(filter: { status: [${status}] }, first: 1) { totalCount nodes { token invoice } } }`
    return (await running.graph(query, {}, token)).data.transactions.totalCount
  }
  const { SUCCESS, FAILED, PROCESSING, EXPIRED } = expected.states
  expect(await count('SUCCESS')).toBe(SUCCESS)
  expect(await count('FAILED')).toBe(FAILED)
  expect(await count('PROCESSING')).toBe(PROCESSING)
  expect(await count('EXPIRED')).toBe(EXPIRED)
  const summary = await running.graph(
    '{ salesSummary { success { count } processing { count } failed { count } } }',
    {},
    token,
  )
  expect(summary.data.salesSummary).toEqual({
    success: { count: SUCCESS },
    processing: { count: PROCESSING },
    failed: { count: FAILED },
  })
})

test('people sign in with their old password; one of unknown form needs a reset', async () => {
  const login = (email: string, password: string) =>
    running.graph('mutation($e: String!, $p: String!) { login(email: $e, password: $p) { accessToken } }', {
      e: email,
      p: password,
    })
  expect((await login('pegawai0@lama.test', OLD_PASSWORD)).data?.login.accessToken).toBeTruthy()
  expect((await login('pegawai1@lama.test', OLD_PASSWORD)).data?.login.accessToken).toBeTruthy()
  expect(codeOf(await login('pegawai3@lama.test', 'teks-biasa'))).toBe('INVALID_CREDENTIALS')
})

test('a second run copies nothing twice; rows that came since are added', { timeout: 180_000 }, async () => {
  const old = client.db(`${running.databasePrefix}old`)
  await old.collection('transaction').insertOne({
    invoice: 'INV-BARU-1',
    customer_id: '12345678901',
    product_code: 'hpln20000',
    status: 1,
    price: 22_000,
    createdAt: new Date(),
  })
  const { report } = await runImport()
  const { copied } = report.find(({ name }) => name === 'transaction') ?? {}
  expect(copied).toMatchObject({ copied: 1, alreadyThere: ROWS - expected.refused.transaction })
})
