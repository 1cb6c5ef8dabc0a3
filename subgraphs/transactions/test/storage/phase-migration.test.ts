import { createLogger } from '@setrum/service-runtime'
import { connectMongo, migrate } from '@setrum/subgraph-kit'
import { startTestDatabase, type TestDatabase } from '@setrum/testing'
import { type Collection, type Document, MongoClient, ObjectId } from 'mongodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nextCheckOf, statusOf } from '../../src/domain/settlement/phase.js'
import { transactionsOf } from '../../src/models/transaction.js'
import { toTransaction } from '../../src/models/transaction-row.js'
import type { TransactionRow } from '../../src/models/transaction-schema.js'
import { MIGRATIONS } from '../../src/prepare.js'

const SENT_AT = new Date('2026-03-30T03:00:00Z')
const LATER = new Date('2026-03-30T03:05:00Z')
const CALENDAR = {
  timeZone: 'Asia/Jakarta',
  now: () => LATER,
  billCodes: { POSTPAID: 'PLNPOSTPAID', NON_TAGLIS: 'PLNNONTAG' },
}
/** The columns that the migration replaces. */
const REPLACED = [
  'sends',
  'lastSentAt',
  'sendingUntil',
  'unknownAnswers',
  'lastPaymentCode',
  'isRefusalToConfirm',
  'isPaid',
  'isBeingPaid',
  'rungAt',
  'slot',
]
const ADDED = ['phase', 'revision', 'reviewReasons', 'dedupeKey']

let database: TestDatabase
let client: MongoClient
let rows: Collection<Document>
let before: Document[]

/** Every combination of values, one of each list. */
function combinations(lists: Record<string, readonly unknown[]>): Document[] {
  return Object.entries(lists).reduce<Document[]>(
    (all, [name, values]) => all.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))),
    [{}],
  )
}

/** Rows as an earlier version wrote them. */
function oldRows(): Document[] {
  const flags = { isRefusalToConfirm: [false, true], isPaid: [false, true], isBeingPaid: [false, true] }
  const common = { needsAttention: [false, true], nextCheckAt: [null, LATER], isLegacy: [false, true] }
  const open = { state: ['PROCESSING'], sends: [0, 1, 3], tr_id: [null, '7'], ...flags, ...common }
  const others = { state: ['AWAITING_PAYMENT', 'SUCCESS', 'FAILED', 'EXPIRED'], rungAt: [null, LATER], ...common }
  const types = { productType: ['PREPAID', 'POSTPAID'] }
  return [
    ...combinations({ ...types, ...open }),
    ...combinations({ ...types, ...others, token: [null, '1'.repeat(20)] }),
  ].map(({ nextCheckAt, ...row }, index) => ({
    _id: new ObjectId(),
    invoice: `INV-${String(index).padStart(16, '0')}`,
    refId: `INV${String(index).padStart(16, '0')}`,
    customer_id: '12345678901',
    product_code: 'hpln20000',
    price: 22_000,
    costIdr: 20_500,
    user_id: 'e1',
    employeeId: 'e1',
    createdAt: SENT_AT,
    updatedAt: LATER,
    completedAt: row.state === 'SUCCESS' || row.state === 'FAILED' ? SENT_AT : null,
    events: [{ at: SENT_AT, type: 'SENT', actor: 'system', from: null, to: null, note: null }],
    lease: { owner: '', until: new Date(0) },
    lastSentAt: row.sends === 3 ? LATER : null,
    sendingUntil: row.sends === 1 ? LATER : null,
    unknownAnswers: row.sends === 3 ? 2 : 0,
    lastPaymentCode: row.productType === 'POSTPAID' && row.sends === 3 ? '105' : null,
    ...(index % 3 === 0 ? { slot: `open:${index}` } : {}),
    ...(nextCheckAt === null ? {} : { nextCheckAt }),
    ...row,
  }))
}

beforeAll(async () => {
  database = await startTestDatabase()
  client = await MongoClient.connect(database.uri)
  rows = client.db(`${database.prefix}transactions`).collection('transaction')
  await rows.insertMany(oldRows())
  // Only the columns of the old system: the legacy backfill is for these.
  await rows.insertOne({ invoice: 'INV-0000000000009999', customer_id: '1', product_code: 'hpln20000', user_id: 'e1' })
  before = await rows
    .find({ state: { $exists: true } })
    .sort({ _id: 1 })
    .toArray()
  await runMigrations()
})
afterAll(async () => {
  await client?.close()
  await database?.stop()
})

async function runMigrations(): Promise<void> {
  const logger = createLogger('test', 'silent')
  const connection = connectMongo({ uri: database.uri, database: `${database.prefix}transactions`, logger })
  await connection.asPromise()
  transactionsOf(connection, CALENDAR)
  await migrate(connection, MIGRATIONS)
  await connection.close()
}

const migrated = () =>
  rows
    .find({ state: { $exists: true } })
    .sort({ _id: 1 })
    .toArray()
const without = (row: Document, names: readonly string[]) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)))

describe('every combination of the old flags', () => {
  test('keeps all other columns as they were', async () => {
    const after = await migrated()
    expect(after).toHaveLength(before.length)
    expect(before.length).toBeGreaterThan(400)
    for (const [index, row] of after.entries()) {
      expect(without(row, ADDED)).toEqual(without(before[index] ?? {}, REPLACED))
    }
  })

  test('is read with the same status, the same next check, and a review reason where it needed attention', async () => {
    const old = new Map(before.map((row) => [String(row._id), row]))
    for (const row of await migrated()) {
      const sale = toTransaction(row as TransactionRow, CALENDAR)
      const was = old.get(sale.id) ?? {}
      const isOver = was.state === 'AWAITING_PAYMENT'
      if (!isOver) expect(statusOf(sale)).toBe(was.state)
      const isScheduled = was.state === 'PROCESSING' || was.state === 'SUCCESS' || was.state === 'FAILED'
      if (isScheduled) expect(nextCheckOf(sale)).toEqual(was.nextCheckAt ?? null)
      expect(sale.reviewReasons.length > 0).toBe(was.needsAttention)
      expect(row.dedupeKey).toBe(was.slot)
    }
  })

  test('is sent again only where the old version would have: neither paid, nor accepted, nor refused, nor imported', async () => {
    const old = new Map(before.map((row) => [String(row._id), row]))
    for (const row of await rows.find({ state: 'PROCESSING' }).toArray()) {
      const was = old.get(String(row._id)) ?? {}
      const isRefused = was.isRefusalToConfirm && was.sends <= 1
      const isKnown = was.productType === 'PREPAID' ? was.tr_id !== null : was.isBeingPaid
      const wasRetryable = !was.isPaid && !was.isLegacy && !isKnown && !isRefused
      expect(row.phase.name === 'SUBMITTED', JSON.stringify(was)).toBe(wasRetryable)
      if (was.isPaid) expect(row.phase.name).toBe('PAID_WITHOUT_TOKEN')
    }
  })

  test('keeps the attempts of an open sale', async () => {
    const old = new Map(before.map((row) => [String(row._id), row]))
    for (const row of await rows.find({ 'phase.name': 'SUBMITTED' }).toArray()) {
      const was = old.get(String(row._id)) ?? {}
      expect(row.phase).toEqual({
        name: 'SUBMITTED',
        attempts: {
          count: Math.max(1, was.sends),
          firstAt: SENT_AT,
          lastAt: was.lastSentAt ?? SENT_AT,
          deadline: was.sendingUntil,
          lastCode: was.lastPaymentCode,
        },
        absentChecks: was.unknownAnswers,
      })
    }
  })

  test('is not changed by a second run', async () => {
    const first = await migrated()
    await client
      .db(`${database.prefix}transactions`)
      .collection('migration')
      .deleteMany({ fileName: /phases/ })
    await runMigrations()
    expect(await migrated()).toEqual(first)
  })

  test('leaves a row of the old system to the legacy backfill', async () => {
    expect(await rows.findOne({ invoice: 'INV-0000000000009999' })).not.toHaveProperty('phase')
  })
})
