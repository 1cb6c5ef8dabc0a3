import { startTestDatabase, type TestDatabase } from '@setrum/testing'
import { BSON, type Db, MongoClient, ObjectId } from 'mongodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importOldSystem } from '../src/import-old-system.js'

let database: TestDatabase
let client: MongoClient
let old: Db
beforeAll(async () => {
  database = await startTestDatabase()
  client = await MongoClient.connect(database.uri)
  old = client.db(`${database.prefix}old`)
})
afterAll(async () => {
  await client?.close()
  await database?.stop()
})

test('a run that refuses thousands of rows stores a small progress record, resumes from it and reports that', async () => {
  const sale = (number: number) => ({
    _id: new ObjectId(),
    invoice: `INV-${number}`,
    customer_id: '1',
    product_code: 'x',
  })
  const good = Array.from({ length: 500 }, (_, number) => sale(number))
  const bad = Array.from({ length: 2_000 }, (_, number) => ({ ...sale(500 + number), price: 'mahal' }))
  const ofAnotherKind = [1, '1'].map((_id) => ({ ...sale(0), _id }))
  await old.collection('transaction').insertMany([...good, ...bad, ...ofAnotherKind] as never[])
  const from = new URL(database.uri)
  from.pathname = `/${old.databaseName}`
  const resumed: string[] = []
  const run = (stopAt: number) =>
    importOldSystem({
      from: [from.href],
      to: database.uri,
      databasePrefix: database.prefix,
      timeZone: 'Asia/Jakarta',
      onResume: (name, isDone) => resumed.push(`${name} ${isDone}`),
      onProgress: (_name, { read }) => {
        if (read >= stopAt) throw new Error('interrupted')
      },
    })
  await expect(run(2_000)).rejects.toThrow('interrupted')
  const checkpoint = await client.db(`${database.prefix}import`).collection('progress').findOne()
  expect(checkpoint?.counts.read).toBeGreaterThanOrEqual(2_000)
  expect(BSON.calculateObjectSize(checkpoint ?? {})).toBeLessThan(1_000)
  expect(resumed).toEqual([])

  const [report] = await run(Number.POSITIVE_INFINITY)
  expect(resumed).toEqual(['transaction false'])
  expect(report?.copied).toMatchObject({ read: 2_502, copied: 500, changedSince: [] })
  expect(report?.copied.refused).toHaveLength(2_002)
  expect(new Set(report?.copied.refused.map(({ why }) => why))).toEqual(
    new Set(['price missing or of a wrong type', '_id missing or of a wrong type']),
  )
  // A complete run leaves no progress data.
  for (const { name } of await client.db(`${database.prefix}import`).listCollections().toArray())
    expect(await client.db(`${database.prefix}import`).collection(name).countDocuments()).toBe(0)
})
