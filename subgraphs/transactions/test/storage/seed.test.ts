import { migrate } from '@setrum/subgraph-kit'
import type { Connection } from 'mongoose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { salesRollupsOf } from '../../src/models/sales-rollups.js'
import { transactionsOf } from '../../src/models/transaction.js'
import { MIGRATIONS } from '../../src/prepare.js'
import { demoRows, seedTransactions } from '../../src/seed/seed.js'
import { type ConnectedTestDatabase, connectTestDatabase } from '../support/connect-test-database.js'

let database: ConnectedTestDatabase
let connection: Connection
beforeAll(async () => {
  database = await connectTestDatabase()
  connection = database.connection
  await migrate(connection, MIGRATIONS)
})
afterAll(() => database?.stop())

test('two processes that are started at once insert each demo sale once', async () => {
  const timeZone = 'Asia/Jakarta'
  const now = new Date('2026-03-31T20:00:00+07:00')
  const billCodes = { POSTPAID: 'PLNPOSTPAID', NON_TAGLIS: 'PLNNONTAG' }
  const { model } = transactionsOf(connection, { timeZone, now: () => now, billCodes })
  const target = { model, salesRollups: salesRollupsOf(connection) }
  const inserted = await Promise.all([1, 2].map(() => seedTransactions(target, { now, timeZone })))
  const { length } = demoRows(now, timeZone)
  expect(inserted.toSorted((a, b) => a - b)).toEqual([0, length])
  expect(await model.countDocuments()).toBe(length)
})
