import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { SUBGRAPH_NAMES } from '@setrum/api-contract'
import { expectLedgersToReconcile, type RunningStack, startStack, type TestEmployee, waitUntil } from '@setrum/testing'
import { type Db, MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dump, restore } from './dump.js'

// "Backup and restore" of the runbook: take a backup while a till sells, lose all three databases, restore. `dump.ts`
// replaces the MongoDB tools, which npm and Debian do not package.
const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const METER = '12345678901'

let running: RunningStack
let client: MongoClient
let employee: TestEmployee
let token: string
/** Settled before the backup. */
let settled: Sale
/** Submitted before the backup; the biller has not settled it yet. */
let open: Sale
let soldAfterwards: Sale[]
let inBackup: string[]

interface Sale {
  id: string
  invoice: string
  status: string
  createdAt: string
  key: string
}

beforeAll(async () => {
  running = await startStack()
  client = await MongoClient.connect(uri())
  employee = await running.makeEmployee(await running.asAdmin())
  token = await running.signIn(employee)
  await oldSales()

  settled = await sell()
  await waitUntil(async () => (await statusOf(settled)) === 'SUCCESS')
  await running.biller.delay(null)
  open = await sell()
  await running.biller.delay(200)

  let isSelling = true
  const meanwhile: Sale[] = []
  const till = (async () => {
    while (isSelling) meanwhile.push(await sell())
  })()
  await waitUntil(() => meanwhile.length > 0)
  // Transactions last: a sale may then name a missing user or shift; the reverse cannot occur.
  for (const name of SUBGRAPH_NAMES) await dump(database(name), folderOf(name))
  isSelling = false
  await till
  const after = await sell()
  await waitUntil(async () => (await statusOf(after)) === 'SUCCESS')

  for (const name of SUBGRAPH_NAMES) await running.stack.kill(name, 'SIGTERM')
  for (const name of SUBGRAPH_NAMES) await database(name).dropDatabase()
  for (const name of SUBGRAPH_NAMES) expect(await database(name).listCollections().toArray()).toEqual([])
  for (const name of SUBGRAPH_NAMES) await restore(database(name), folderOf(name))
  inBackup = await invoices()
  soldAfterwards = [...meanwhile, after].filter(({ invoice }) => !inBackup.includes(invoice))
  await Promise.all(SUBGRAPH_NAMES.map((name) => running.stack.startOne(name)))
}, 540_000)
afterAll(async () => {
  await client?.close()
  await running?.stop()
})

const uri = () =>
  process.env.MONGODB_URI ?? `mongodb://127.0.0.1:${running.stack.port('mongodb')}/?directConnection=true`
const database = (name: (typeof SUBGRAPH_NAMES)[number]): Db => client.db(running.databasePrefix + name)
const folderOf = (name: string) => join(running.dataDir, 'backup', name)
const ours = () =>
  database('transactions')
    .collection('transaction')
    .find({ isLegacy: { $ne: true } })
    .toArray()
const invoices = async () => (await ours()).map(({ invoice }) => invoice as string)

async function sell(key: string = randomUUID()): Promise<Sale> {
  const input = { meterNumber: METER, productCode: 'hpln20000', idempotencyKey: key, confirmDuplicate: true }
  const response = await running.graph(
    'mutation($input: BuyTokenInput!) { buyToken(input: $input) { id invoice status createdAt } }',
    { input },
    token,
  )
  if (!response.data?.buyToken) throw new Error(JSON.stringify(response.errors))
  return { ...response.data.buyToken, key }
}

const statusOf = async ({ id }: Sale) =>
  (await running.graph('query($id: ID!) { transaction(id: $id) { status } }', { id }, token)).data?.transaction?.status

/** Sales of past days and their rollups. */
async function oldSales() {
  const day = (ago: number) => new Date(Date.now() - ago * 24 * 3_600_000)
  await database('transactions')
    .collection('transaction')
    .insertMany(
      Array.from({ length: 60 }, (_, index) => ({
        invoice: `LAMA-${index}`,
        customer_id: METER,
        product_code: 'hpln20000',
        status: 1,
        price: 22_000 + index,
        user_id: '664000000000000000000002',
        createdAt: day(2 + (index % 5)),
      })),
    )
  // At start the service adopts them and builds the rollups of past days.
  await running.stack.kill('transactions', 'SIGTERM')
  await running.stack.startOne('transactions')
  await waitUntil(async () => (await database('transactions').collection('salesRollups').countDocuments()) > 4)
}

const operator = (program: string, ...args: string[]) =>
  promisify(execFile)(process.execPath, [join(ROOT, program), ...args], {
    env: { ...process.env, ...running.environment },
  })

test('after the restore an employee signs in, and the earlier sale has its token', async () => {
  // The gateway detects the restarted subgraph within a second.
  token = await waitUntil(() => running.signIn(employee).catch(() => null), { what: 'the employee to sign in' })
  const query = 'query($id: ID!) { transaction(id: $id) { invoice status token employeeName } }'
  const { data } = await running.graph(query, { id: settled.id }, token)
  expect(data.transaction).toMatchObject({ invoice: settled.invoice, status: 'SUCCESS' })
  expect(data.transaction.token).toMatch(/^\d{20}$/)
})

test('the backup has every earlier sale, and the biller’s ledger lists each sale it lacks', async () => {
  expect(inBackup).toEqual(expect.arrayContaining([settled.invoice, open.invoice]))
  expect(soldAfterwards.length).toBeGreaterThan(0)
  const { transactions } = await running.biller.ledger()
  const known = new Set(inBackup.map((invoice) => invoice.replace('-', '')))
  const missing = transactions.filter(({ ref_id, debited }) => debited > 0 && !known.has(ref_id))
  expect(missing.map(({ ref_id }) => ref_id).sort()).toEqual(
    soldAfterwards.map(({ invoice }) => invoice.replace('-', '')).sort(),
  )
})

test('a key used before the backup returns its sale and buys nothing', async () => {
  const before = (await running.biller.ledger()).transactions.length
  expect(await sell(settled.key)).toMatchObject({ id: settled.id, invoice: settled.invoice })
  expect((await running.biller.ledger()).transactions).toHaveLength(before)
})

test('sales open in the backup settle without a second purchase, and the ledgers reconcile', async () => {
  expect(await statusOf(open)).toBe('PROCESSING')
  await running.biller.settle(open.invoice.replace('-', ''))
  await waitUntil(async () => (await ours()).every(({ state }) => state === 'SUCCESS'), { within: 60_000 })
  const entry = (await running.biller.ledger()).transactions.find(
    ({ ref_id }) => ref_id === open.invoice.replace('-', ''),
  )
  expect(entry).toMatchObject({ debited: entry?.price, credited: 0 })
  const sales = (await ours()).map(({ invoice, state, createdAt }) => ({ invoice, status: state as string, createdAt }))
  await expectLedgersToReconcile(running.biller, [...sales, ...soldAfterwards])
})

test('the rollups of past days agree with the sales', async () => {
  const { stdout } = await operator('subgraphs/transactions/dist/rollups-main.js')
  expect(stdout).toMatch(/^([5-9]|\d\d+) rollups checked, 0 wrong/)
})

test('the audit chain is unbroken, and no migration is pending', async () => {
  for (const name of ['users', 'master']) await operator('packages/subgraph-kit/dist/audit-verify-main.js', name)
  for (const name of SUBGRAPH_NAMES) {
    expect((await operator(`subgraphs/${name}/dist/migrate-main.js`)).stdout).toBe(`${name}: nothing to do\n`)
  }
  const indexes = await database('transactions').collection('transaction').indexes()
  expect(indexes.filter(({ unique }) => unique).map(({ key }) => Object.keys(key)[0])).toEqual(
    expect.arrayContaining(['invoice', 'user_id', 'dedupeKey']),
  )
})
