import { migrate } from '@setrum/subgraph-kit'
import type { Connection } from 'mongoose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transactionsOf } from '../../src/models/transaction.js'
import { MIGRATIONS } from '../../src/prepare.js'
import { type ConnectedTestDatabase, connectTestDatabase } from '../support/connect-test-database.js'

let database: ConnectedTestDatabase
let connection: Connection
beforeAll(async () => {
  database = await connectTestDatabase()
  connection = database.connection
})
afterAll(() => database?.stop())

test('the migrations make the indexes that the models declare, and no others', async () => {
  const billCodes = { POSTPAID: 'PLNPOSTPAID', NON_TAGLIS: 'PLNNONTAG' }
  transactionsOf(connection, { timeZone: 'Asia/Jakarta', now: () => new Date(), billCodes })

  await migrate(connection, MIGRATIONS)
  const differences = await Promise.all(Object.values(connection.models).map((model) => model.diffIndexes()))
  expect(differences).toEqual(differences.map(() => ({ toCreate: [], toDrop: [] })))
  expect(differences.length).toBeGreaterThan(0)
})
