import { propertyRuns } from '@setrum/testing/randomness'
import { businessDate } from '@setrum/units'
import fc from 'fast-check'
import type { Connection } from 'mongoose'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TotalRow } from '../../src/domain/sales-summary.js'
import type { Transaction } from '../../src/domain/transaction.js'
import { type SalesRollups, salesRollupsOf } from '../../src/models/sales-rollups.js'
import {
  RollupsPendingError,
  type SalesConditions,
  type SalesTotals,
  salesTotalsOf,
} from '../../src/models/sales-totals.js'
import { type Transactions, transactionsOf } from '../../src/models/transaction.js'
import type { NewTransaction } from '../../src/models/transaction-row.js'
import { checkRollups } from '../../src/services/rollups/check-rollups.js'
import { rebuildBucket } from '../../src/services/rollups/rebuild-bucket.js'
import { aPhase } from '../support/a-sale.js'
import { type ConnectedTestDatabase, connectTestDatabase } from '../support/connect-test-database.js'

// Compares rollups with the transactions after random histories: sales and late corrections of any day, rebuilds by two
// processes at once, crashes between any two steps of a rebuild.
const ZONE = 'Asia/Jakarta'
const DAY_MS = 24 * 3_600_000
const START = new Date('2026-03-30T16:30:00.000Z') // 23:30 at the counter: hours and days turn soon

let database: ConnectedTestDatabase
let connection: Connection
let transactions: Transactions
let salesRollups: SalesRollups
let salesTotals: SalesTotals
let now = START

beforeAll(async () => {
  database = await connectTestDatabase()
  connection = database.connection
  const billCodes = { POSTPAID: 'PLNPOSTPAID', NON_TAGLIS: 'PLNNONTAG' }
  const calendar = { timeZone: ZONE, now: () => now, billCodes }
  transactions = transactionsOf(connection, calendar)
  salesRollups = salesRollupsOf(connection)
  salesTotals = salesTotalsOf(transactions.model, salesRollups, calendar)
  await transactions.model.createIndexes()
})
beforeEach(async () => {
  now = START
  await transactions.model.deleteMany({})
  await salesRollups.dropAll()
})
afterAll(() => database?.stop())

const businessDateOf = (instant: Date) => businessDate(instant, ZONE)
const EMPLOYEES = ['siti', 'budi', 'dewi']
const SHIFTS = ['pagi', 'sore', null]
const TYPES = ['PREPAID', 'POSTPAID', 'NON_TAGLIS'] as const
let count = 0

async function sell(employee: number, type: number, agoMs: number, priceIdr: number): Promise<Transaction> {
  count += 1
  const invoice = `INV-${String(count).padStart(16, '0')}`
  const inserted = await transactions.insertOnce({
    invoice,
    refId: invoice.replace('-', ''),
    trId: null,
    productType: TYPES[type % 3] ?? 'PREPAID',
    productCode: 'hpln20000',
    customerNumber: '12345678901',
    customer: { name: null, meterNumber: null, subscriberId: null, tariff: null, powerVa: null },
    phase: aPhase('SUBMITTED'),
    reviewReasons: [],
    nominalIdr: null,
    adminFeeIdr: null,
    priceIdr,
    costIdr: null,
    bills: [],
    responseCode: null,
    message: null,
    employeeId: EMPLOYEES[employee % 3] ?? '',
    employeeName: null,
    shiftId: SHIFTS[employee % 3] ?? null,
    shift: null,
    idempotencyKey: `key-${count}`,
    requestHash: null,
    events: [],
    createdAt: new Date(now.getTime() - agoMs),
    dedupeKey: null,
  } satisfies NewTransaction)
  if (inserted.kind !== 'INSERTED') throw new Error(inserted.kind)
  return inserted.transaction
}

const change = async (sale: Transaction, name: 'SUCCESS' | 'FAILED', profitIdr: number | null) => {
  const current = await transactions.byId(sale.id)
  if (!current) return
  await transactions.change(current, {
    phase: { name },
    reviewReasons: [],
    change: { profitIdr, priceIdr: (current.priceIdr ?? 0) + 1 },
    events: [],
    at: now,
  })
}

/** Dependencies with which a rebuild of a bucket is aborted before a step, as by a kill of the process. */
function killedAt(step: number) {
  let steps = 0
  const before =
    <Args extends unknown[], Result>(act: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      steps += 1
      if (steps === step) throw new Error('killed')
      return act(...args)
    }
  return {
    transactions: {
      ...transactions,
      dirtyTokensIn: before(transactions.dirtyTokensIn),
      clearDirty: before(transactions.clearDirty),
    },
    salesTotals: { ...salesTotals, scanBucket: before(salesTotals.scanBucket) },
    salesRollups: { ...salesRollups, save: before(salesRollups.save), dropHoursOf: before(salesRollups.dropHoursOf) },
  }
}

const rebuildAll = async (deps: Parameters<typeof rebuildBucket>[1]) => {
  for (const bucket of await salesTotals.bucketsToRebuild()) await rebuildBucket(bucket, deps).catch(() => undefined)
}

/** The expected result, from every transaction. */
async function fullScan({
  employeeId,
  shiftId,
  productType,
  from,
  to,
  untilTimeOfDay,
}: SalesConditions): Promise<string[]> {
  const rows = await transactions.model.find({}).lean()
  const timeOfDay = (instant: Date) => (instant.getTime() + 7 * 3_600_000) % DAY_MS
  const found = new Map<string, [number, number, number]>()
  for (const row of rows) {
    const { state, businessDate = '' } = row
    if (state !== 'SUCCESS' && state !== 'PROCESSING' && state !== 'FAILED') continue
    if (employeeId && row.employeeId !== employeeId) continue
    if (shiftId && row.shiftId !== shiftId) continue
    if (productType && row.productType !== productType) continue
    if ((from && businessDate < from) || (to && businessDate > to)) continue
    const isPartial = untilTimeOfDay && businessDate === to && to < businessDateOf(now)
    if (isPartial && timeOfDay(row.createdAt as Date) >= timeOfDay(now)) continue
    const key = `${businessDate} ${row.productType} ${state}`
    const [n, amount, profit] = found.get(key) ?? [0, 0, 0]
    found.set(key, [n + 1, amount + (row.price ?? 0), profit + (row.profitIdr ?? 0)])
  }
  return [...found].map(([key, total]) => `${key} ${total.join(' ')}`).sort()
}

function asText(rows: readonly TotalRow[]): string[] {
  const found = new Map<string, [number, number, number]>()
  for (const row of rows) {
    const key = `${row.businessDate} ${row.productType} ${row.state}`
    const [n, amount, profit] = found.get(key) ?? [0, 0, 0]
    found.set(key, [n + row.count, amount + row.amountIdr, profit + row.profitIdr])
  }
  return [...found].map(([key, total]) => `${key} ${total.join(' ')}`).sort()
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constant('sell' as const), fc.nat(2), fc.nat(2), fc.nat(3 * DAY_MS), fc.nat(9)) },
  { weight: 4, arbitrary: fc.tuple(fc.constant('change' as const), fc.nat(), fc.constantFrom('SUCCESS', 'FAILED')) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('wait' as const), fc.nat(5 * 3_600_000)) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('rebuild' as const)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('crash' as const), fc.integer({ min: 1, max: 12 })) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('concurrent' as const), fc.nat(), fc.integer({ min: 1, max: 12 })) },
)

const conditions = fc.record({
  ownerId: fc.constant(null),
  employeeId: fc.constantFrom(null, ...EMPLOYEES),
  shiftId: fc.constantFrom(null, 'pagi', 'sore'),
  productType: fc.constantFrom(null, ...TYPES),
  from: fc.constantFrom(null, '2026-03-28', '2026-03-30', '2026-03-31'),
  untilTimeOfDay: fc.boolean(),
  to: fc.constantFrom(null, '2026-03-30', '2026-03-31', '2026-04-02'),
})

test('totals equal a full scan after any history of sales, late changes, rebuilds and crashes', {
  timeout: 180_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 25 }),
      fc.array(conditions, { minLength: 3 }),
      async (steps, queries) => {
        now = START
        await transactions.model.deleteMany({})
        await salesRollups.dropAll()
        const sales: Transaction[] = []
        const saleAt = (index: number) => sales[index % Math.max(1, sales.length)]
        for (const [action, ...args] of steps) {
          const [a = 0, b = 0, c = 0, d = 0] = args as number[]
          if (action === 'sell') sales.push(await sell(a, b, c, 20_000 + d))
          if (action === 'wait') now = new Date(now.getTime() + a)
          if (action === 'rebuild') await rebuildAll({ transactions, salesTotals, salesRollups })
          if (action === 'crash') await rebuildAll(killedAt(a))
          const sale = saleAt(a)
          if (action === 'change' && sale) await change(sale, args[1] as 'SUCCESS' | 'FAILED', 500)
          if (action === 'concurrent' && sale) {
            await Promise.all([
              rebuildAll({ transactions, salesTotals, salesRollups }),
              change(sale, 'SUCCESS', 700),
              rebuildAll(killedAt(b)),
              sell(a, b, 0, 20_000),
            ])
          }
          const query = queries[sales.length % queries.length] ?? { ownerId: null }
          expect(asText(await salesTotals.of(query))).toEqual(await fullScan(query))
        }
        await rebuildAll({ transactions, salesTotals, salesRollups })
        expect((await checkRollups({ salesTotals, salesRollups })).wrong).toEqual([])
      },
    ),
    propertyRuns(15),
  )
})

test('a correction of an old day shows at once, before a rebuild', async () => {
  const sale = await sell(0, 0, 3 * DAY_MS, 22_000)
  await rebuildAll({ transactions, salesTotals, salesRollups })
  await change(sale, 'SUCCESS', 1_500)
  expect(asText(await salesTotals.of({ ownerId: null }))).toEqual(['2026-03-27 PREPAID SUCCESS 1 22001 1500'])
})

test('sales since an instant are counted to the millisecond, also with rollups', async () => {
  for (const hoursAgo of [1, 5, 30]) await sell(0, 0, hoursAgo * 3_600_000, 22_000)
  await rebuildAll({ transactions, salesTotals, salesRollups })
  const since = (hoursAgo: number, more = {}) =>
    salesTotals.of({ ownerId: null, since: new Date(now.getTime() - hoursAgo * 3_600_000), ...more })
  const countOf = (rows: readonly TotalRow[]) => rows.reduce((sum, row) => sum + row.count, 0)
  expect(countOf(await since(5))).toBe(2)
  expect(countOf(await since(4.999))).toBe(1)
  expect(countOf(await since(48, { to: '2026-03-29' }))).toBe(1)
  expect(countOf(await since(48, { from: '2026-03-30' }))).toBe(2)
})

test('the last day counts up to the present time of day, also with rollups', async () => {
  const sameTimeYesterday = new Date(now.getTime() - DAY_MS)
  const minute = 60_000
  for (const ago of [DAY_MS + minute, DAY_MS - minute, DAY_MS - 20 * minute, 2 * DAY_MS - minute])
    await sell(0, 0, ago, 22_000)
  await rebuildAll({ transactions, salesTotals, salesRollups })
  const yesterday = businessDate(sameTimeYesterday, ZONE)
  const before = businessDate(new Date(now.getTime() - 2 * DAY_MS), ZONE)
  const count = async (conditions: object) =>
    (await salesTotals.of({ ownerId: null, ...conditions })).reduce((sum, row) => sum + row.count, 0)
  expect(await count({ from: yesterday, to: yesterday })).toBe(3)
  expect(await count({ from: yesterday, to: yesterday, untilTimeOfDay: true })).toBe(1)
  expect(await count({ from: before, to: yesterday, untilTimeOfDay: true })).toBe(2)
  expect(await count({ from: before, to: before, untilTimeOfDay: true })).toBe(0)
})

test('the part of an earlier day with more than 5,000 sales follows from its hours', async () => {
  const sale = await sell(0, 0, 60_000, 22_000)
  const row = await transactions.model.collection.findOne({ invoice: sale.invoice })
  if (!row) throw new Error('no such sale')
  const { _id, dirty: _dirty, idempotencyKey: _key, ...columns } = row
  const copies = Array.from({ length: 6_000 }, (_, index) => {
    // 5,400 at 08:00, and ten in each minute from 23:00 on.
    const at = new Date('2026-03-30T01:00:00.000Z').getTime()
    const isEarly = index < 5_400
    const createdAt = new Date(isEarly ? at : at + 15 * 3_600_000 + Math.floor((index - 5_400) / 10) * 60_000)
    return { ...columns, invoice: `INV-9${index}`, createdAt, businessHour: isEarly ? 8 : 23 }
  })
  await transactions.model.collection.insertMany(copies as never)
  const day = businessDate(START, ZONE)
  const countAt = async (time: string, from = day) => {
    now = new Date(`2026-03-31T${time}+07:00`)
    const rows = await salesTotals.of({ ownerId: null, from, to: day, untilTimeOfDay: true })
    return rows.reduce((sum, { count }) => sum + count, 0)
  }
  expect(await countAt('00:01:00')).toBe(0)
  await expect(countAt('23:30:00')).rejects.toThrow(RollupsPendingError)
  await rebuildAll({ transactions, salesTotals, salesRollups })
  expect(await countAt('23:30:00')).toBe(5_400 + 300 + 1)
  expect(await countAt('23:00:00')).toBe(5_400)
  expect(await countAt('08:00:00.001', '2026-03-01')).toBe(5_400)
  expect(await countAt('08:00:00')).toBe(0)
})

test('the check finds a wrong rollup, and a rebuild corrects it', async () => {
  await sell(0, 0, 3 * DAY_MS, 22_000)
  await rebuildAll({ transactions, salesTotals, salesRollups })
  const { version } = (await salesRollups.known(['2026-03-27'])).get('2026-03-27') ?? {}
  await salesRollups.save('2026-03-27', version ?? null, [])
  expect((await checkRollups({ salesTotals, salesRollups })).wrong).toEqual(['2026-03-27'])
  await salesRollups.dropAll()
  await rebuildAll({ transactions, salesTotals, salesRollups })
  expect((await checkRollups({ salesTotals, salesRollups })).wrong).toEqual([])
})
