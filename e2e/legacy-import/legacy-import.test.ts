import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { codeOf, type RunningStack, startStack, waitUntil } from '@setrum/testing'
import { BSON, type Db, type Document, MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Expected, fillOldDatabase, OLD_PASSWORD } from './old-database.js'
import { NUMERIC } from './old-sales.js'

// Imports rows of the old system with the operator's command and compares counts. `npm run test:import` is the long run.
const ROWS = Number(process.env.IMPORT_ROWS ?? 4_000)
const DATABASE_PROGRAM = fileURLToPath(new URL('../../scripts/database.mjs', import.meta.url))
const COPY = fileURLToPath(new URL('../../packages/legacy-import/dist/main.js', import.meta.url))
const COLLECTIONS = ['user', 'officeHours', 'transaction'] as const

let running: RunningStack
let client: MongoClient
let old: Db
let expected: Expected
let server: string
/** Report of the uninterrupted run. */
let first: ImportedCollection[]

beforeAll(async () => {
  running = await startStack({ env: { SUBGRAPH_QUERY_TIMEOUT_MS: '90000' } })
  server = process.env.MONGODB_URI ?? `mongodb://127.0.0.1:${running.stack.port('mongodb')}/?directConnection=true`
  client = await MongoClient.connect(server)
  old = client.db(`${running.databasePrefix}old`)
  expected = await fillOldDatabase(old, ROWS)
}, 600_000)
afterAll(async () => {
  await client?.close()
  await running?.stop()
})

/** Arguments and environment of the operator's command; its time zone differs from the counter's. */
function importing(databasePrefix = running.databasePrefix) {
  const from = new URL(server)
  from.pathname = `/${old.databaseName}`
  const report = join(running.dataDir, 'import-report.json')
  return {
    args: ['--from', from.href, '--report', report],
    env: {
      ...process.env,
      MONGODB_URI: server,
      DATABASE_PREFIX: databasePrefix,
      DATA_DIR: running.dataDir,
      TZ: 'America/New_York',
    },
    read: () => JSON.parse(readFileSync(report, 'utf8')) as ImportedCollection[],
  }
}

async function runImport(databasePrefix?: string) {
  const { args, env, read } = importing(databasePrefix)
  const startedAt = performance.now()
  const { stdout } = await promisify(execFile)(process.execPath, [DATABASE_PROGRAM, 'import', ...args], { env })
  const seconds = Math.round((performance.now() - startedAt) / 1_000)
  return { stdout, seconds, report: read() }
}

interface ImportedCollection {
  name: (typeof COLLECTIONS)[number]
  total: number
  copied: {
    read: number
    copied: number
    alreadyThere: number
    changedSince: string[]
    refused: { id: string; why: string }[]
    passwords: Record<string, number>
  }
}

/** Hash of the old database: all rows and indexes. */
async function hashOf(db: Db): Promise<string> {
  const hash = createHash('sha256')
  for (const name of (await db.listCollections().toArray()).map((each) => each.name).sort()) {
    hash.update(JSON.stringify(await db.collection(name).indexes()))
    for await (const row of db.collection(name).find().sort({ _id: 1 })) hash.update(BSON.serialize(row))
  }
  return hash.digest('hex')
}

function countsOf(refused: readonly { why: string }[]) {
  const counts: Record<string, number> = {}
  for (const { why } of refused) counts[why] = (counts[why] ?? 0) + 1
  return counts
}

test('all readable rows are copied, the others are listed, and the source is unchanged', {
  timeout: 600_000,
}, async () => {
  const before = await hashOf(old)
  const { stdout, seconds, report } = await runImport()
  first = report
  for (const name of COLLECTIONS) {
    const { total, copied } = report.find((each) => each.name === name) as ImportedCollection
    expect(total).toBe(await old.collection(name).countDocuments())
    expect({ ...copied, refused: countsOf(copied.refused) }).toMatchObject({
      read: total,
      copied: expected.copied[name],
      alreadyThere: 0,
      changedSince: [],
      refused: expected.refused[name],
    })
    expect(copied.copied + copied.refused.length).toBe(total)
  }
  expect(report.find(({ name }) => name === 'user')?.copied.passwords).toEqual(expected.passwords)
  expect(stdout).toContain(`${expected.passwords.unknown} unknown (these users need a reset)`)
  expect(await hashOf(old)).toBe(before)
  console.log(`${stdout.trim()}\nin ${seconds} s; refused: ${JSON.stringify(expected.refused)}`)
})

test('statuses are read by product type, abandoned inquiries are EXPIRED, and totals count the sales', {
  timeout: 180_000,
}, async () => {
  const token = await running.asAdmin()
  const count = async (status: string) => {
    const query = `{ transactions(filter: { status: [${status}] }, first: 1) { totalCount nodes { token invoice } } }`
    return (await running.graph(query, {}, token)).data.transactions.totalCount
  }
  const { SUCCESS, FAILED, PROCESSING, EXPIRED } = expected.states
  const states = {
    SUCCESS: await count('SUCCESS'),
    FAILED: await count('FAILED'),
    PROCESSING: await count('PROCESSING'),
    EXPIRED: await count('EXPIRED'),
  }
  expect(states).toEqual(expected.states)
  const summary = await running.graph(
    '{ salesSummary { success { count amount } processing { count } failed { count } } }',
    {},
    token,
  )
  expect(summary.data.salesSummary).toEqual({
    success: { count: SUCCESS, amount: expected.soldIdr },
    processing: { count: PROCESSING },
    failed: { count: FAILED },
  })
  console.log(`as sales: ${JSON.stringify({ SUCCESS, FAILED, PROCESSING, EXPIRED })}, sold Rp ${expected.soldIdr}`)
})

test('every list can be paged from its first row to its last', { timeout: 180_000 }, async () => {
  const token = await running.asAdmin()
  const page = `query($after: String, $s: TransactionSort) { transactions(first: 100, after: $after, sort: $s) {
    nodes { id createdAt } pageInfo { hasNextPage endCursor } } }`
  let seen = 0
  let after: string | null = null
  do {
    const { data, errors } = await running.graph(page, { after }, token)
    expect(errors).toBeUndefined()
    seen += data.transactions.nodes.length
    after = data.transactions.pageInfo.hasNextPage ? data.transactions.pageInfo.endCursor : null
  } while (after !== null && seen < 3_000)
  expect(seen).toBe(Math.min(3_000, expected.copied.transaction))
  const users = await running.graph('{ users(first: 100) { totalCount nodes { id employeeNumber } } }', {}, token)
  expect(users.errors).toBeUndefined()
  const shifts = await running.graph('{ shifts { name startAt endAt active } }', {}, token)
  expect(shifts.data.shifts).toEqual(
    expect.arrayContaining([
      { name: 'Pagi', startAt: '08:00', endAt: '15:59', active: true },
      { name: 'Sepanjang hari', startAt: '00:00', endAt: '23:59', active: true },
      { name: 'Sore', startAt: '16:00', endAt: '23:59', active: false },
    ]),
  )
})

test('a sale with numbers stored as numbers is found by them', async () => {
  const token = await running.asAdmin()
  const invoice = String(NUMERIC.invoice)
  const number = String(NUMERIC.meter)
  const query = 'query($s: String) { transactions(filter: { search: $s }) { nodes { invoice customer { number } } } }'
  const { data } = await running.graph(query, { s: number }, token)
  expect(data.transactions.nodes).toEqual([{ invoice, customer: { number } }])
  // The lookup of the biller's callback.
  const sales = client.db(`${running.databasePrefix}transactions`).collection('transaction')
  expect(await sales.countDocuments({ invoice })).toBe(1)
})

test('users sign in with their old password; an unknown hash needs a reset, and a dismissed user stays inactive', {
  timeout: 60_000,
}, async () => {
  const login = (email: string, password: string) =>
    running.graph('mutation($e: String!, $p: String!) { login(email: $e, password: $p) { accessToken } }', {
      e: email,
      p: password,
    })
  for (const index of [0, 1, 10]) {
    expect((await login(`pegawai${index}@lama.test`, OLD_PASSWORD)).data?.login.accessToken).toBeTruthy()
  }
  expect(codeOf(await login('pegawai3@lama.test', 'teks-biasa'))).toBe('INVALID_CREDENTIALS')
  const users = client.db(`${running.databasePrefix}users`).collection('user')
  expect(await users.countDocuments({ email: /@lama/, active: false })).toBe(expected.dismissed.length)
  expect(await users.countDocuments({ email: { $in: expected.dismissed }, active: { $ne: false } })).toBe(0)
})

test('a run that is killed and restarted gives the same report as an uninterrupted one', {
  timeout: 600_000,
}, async () => {
  const prefix = `${running.databasePrefix}killed_`
  const { args, env, read } = importing(prefix)
  const copying = spawn(process.execPath, [COPY, ...args], { env, stdio: 'ignore' })
  const ended = once(copying, 'exit')
  const checkpoints = client.db(`${prefix}import`).collection<{ _id: string }>('progress')
  await waitUntil(() => checkpoints.findOne({ _id: / transaction$/, 'counts.read': { $gte: 1_000 } }), {
    what: 'a checkpoint within the sales',
  })
  copying.kill('SIGKILL')
  expect((await ended)[1]).toBe('SIGKILL')
  const target = client.db(`${prefix}transactions`).collection('transaction')
  const copiedSoFar = await target.countDocuments()
  expect(copiedSoFar).toBeLessThan(expected.copied.transaction)

  const { stdout } = await promisify(execFile)(process.execPath, [COPY, ...args], { env })
  expect(stdout).toContain('transaction: resuming an interrupted run; the rows that it had read are not read again')
  expect(stdout).toContain('user: resuming an interrupted run; all rows were read')
  expect(read()).toEqual(first)
  expect(await target.countDocuments()).toBe(expected.copied.transaction)
})

test('a second run copies nothing twice, adds new rows, and names rows changed since', {
  timeout: 600_000,
}, async () => {
  const sales = old.collection<Document>('transaction')
  await sales.insertOne({
    invoice: 'INV-BARU-1',
    customer_id: '12345678901',
    product_code: 'hpln20000',
    status: 1,
    price: 22_000,
    createdAt: new Date(),
  })
  const paid = await sales.findOneAndUpdate(
    { product_code: 'PLNPOSTPAID', status: 3, rc: '00' },
    { $set: { status: 1 } },
  )
  const dismissed = await old
    .collection('user')
    .findOneAndUpdate({ email: 'pegawai1@lama.test', name: 'Pegawai 1' }, { $set: { active: false } })
  const { stdout, report } = await runImport()
  const copiedOf = (name: string) => report.find((each) => each.name === name)?.copied
  expect(copiedOf('transaction')).toMatchObject({
    copied: 1,
    alreadyThere: expected.copied.transaction,
    changedSince: [String(paid?._id)],
  })
  expect(copiedOf('user')).toMatchObject({ copied: 0, changedSince: [String(dismissed?._id)] })
  expect(stdout.match(/1 of those there before were changed in the old system since/g)).toHaveLength(2)
})
