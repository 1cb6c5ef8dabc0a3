import { Decimal128, Long, MongoClient } from 'mongodb'
import { describe, expect, test } from 'vitest'
import { isEmbedded, rejectionOf, startEmbedded, useDatabase } from './support/use-database.js'

const database = useDatabase()

describe.runIf(isEmbedded)('unsupported features are refused', () => {
  const command = (body: object) => rejectionOf(database.db.command(body))
  const find = (options: object) => command({ find: 'c', ...options })
  const pipeline = (...stages: object[]) => command({ aggregate: 'c', pipeline: stages, cursor: {} })

  test('commands', async () => {
    expect(await command({ nonsense: 1 })).toMatchObject({ code: 59 })
    expect(await command({ mapReduce: 'c' })).toMatchObject({
      code: 59,
      message: expect.stringContaining('embedded database'),
    })
    expect(await command({ create: 'capped', capped: true, size: 1000 })).toMatchObject({ code: 238 })
    expect(await command({ create: 'checked', validator: { a: 1 } })).toMatchObject({ code: 238 })
  })

  test('options', async () => {
    expect(await find({ collation: { locale: 'id' } })).toMatchObject({ code: 238 })
    expect(await find({ tailable: true })).toMatchObject({ code: 238 })
    expect(await find({ nonsense: true })).toMatchObject({ code: 40415 })
    expect(await find({ filter: { $where: 'true' } })).toMatchObject({ code: 238 })
    expect(await find({ filter: { $text: { $search: 'x' } } })).toMatchObject({ code: 238 })
    expect(await find({ filter: { a: { $near: [0, 0] } } })).toMatchObject({ code: 238 })
    expect(await find({ limit: 'x' })).toMatchObject({ code: 14 })
    expect(await find({ skip: -1 })).toMatchObject({ code: 51024 })
    await database.db.command({ find: 'c', collation: { locale: 'simple' } })
  })

  test('stages and expressions', async () => {
    for (const stage of [
      { $out: 'x' },
      { $merge: 'x' },
      { $graphLookup: {} },
      { $setWindowFields: {} },
      { $changeStream: {} },
    ]) {
      expect(await pipeline(stage)).toMatchObject({
        code: 40324,
        message: expect.stringContaining('embedded database'),
      })
    }
    expect(await pipeline({ $project: { a: { $function: { body: 'x', args: [], lang: 'js' } } } })).toMatchObject({
      code: 238,
    })
    await database.db.collection('dec').insertOne({ d: Decimal128.fromString('1.5') })
    expect(
      await command({ aggregate: 'dec', pipeline: [{ $group: { _id: null, s: { $sum: '$d' } } }], cursor: {} }),
    ).toMatchObject({ code: 238 })
  })

  test('indexes', async () => {
    for (const key of [{ a: 'text' }, { a: '2dsphere' }, { a: 'hashed' }, { '$**': 1 }]) {
      expect(await command({ createIndexes: 'c', indexes: [{ key, name: 'x' }] })).toMatchObject({ code: 67 })
    }
    expect(
      await command({ createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'x', collation: { locale: 'id' } }] }),
    ).toMatchObject({ code: 238 })
  })

  test('multi-document transactions', async () => {
    const session = database.client.startSession()
    session.startTransaction()
    const error = await rejectionOf(database.db.collection('c').insertOne({ a: 1 }, { session }))
    expect(error).toMatchObject({ code: 263, message: expect.stringContaining('no multi-document transactions') })
    await session.abortTransaction().catch(() => {})
    await session.endSession()
  })

  test('maxTimeMS is enforced', async () => {
    await database.db.collection('slow').insertMany(Array.from({ length: 20_000 }, (_, n) => ({ n, t: `${n}` })))
    const error = await rejectionOf(database.db.collection('slow').find({ t: /9{9}$/ }, { maxTimeMS: 1 }).toArray())
    expect(error.code).toBe(50)
  })
})

describe('retryable writes', () => {
  test.runIf(isEmbedded)('a repeated write is executed once and gets the same response', async () => {
    // A separate client: sequential commands share one session with known transaction numbers.
    const client = await MongoClient.connect(database.uri, { retryWrites: false })
    const db = client.db(database.db.databaseName)
    const again = async (body: object) => [await db.command({ ...body }), await db.command({ ...body })]
    const numbered = (n: number) => ({ txnNumber: Long.fromNumber(n) })
    const insert = await again({
      insert: 'r',
      documents: [
        { _id: 1, n: 0 },
        { _id: 2, n: 0 },
      ],
      ...numbered(1),
    })
    expect(insert[0]).toEqual(insert[1])
    const update = await again({
      update: 'r',
      updates: [
        { q: { _id: 1 }, u: { $inc: { n: 1 } } },
        { q: { _id: 2 }, u: { $inc: { n: 1 } } },
      ],
      ...numbered(2),
    })
    expect(update).toEqual([
      { n: 2, nModified: 2, ok: 1 },
      { n: 2, nModified: 2, ok: 1 },
    ])
    const modify = await again({
      findAndModify: 'r',
      query: { _id: 1 },
      update: { $inc: { n: 1 } },
      new: true,
      ...numbered(3),
    })
    expect(modify.map(({ value }) => value)).toEqual([
      { _id: 1, n: 2 },
      { _id: 1, n: 2 },
    ])
    const removal = await again({ delete: 'r', deletes: [{ q: {}, limit: 1 }], ...numbered(4) })
    expect(removal).toEqual([
      { n: 1, ok: 1 },
      { n: 1, ok: 1 },
    ])
    expect(await db.collection('r').find().toArray()).toEqual([{ _id: 2, n: 1 }])
    const old = await rejectionOf(db.command({ delete: 'r', deletes: [{ q: {}, limit: 1 }], ...numbered(2) }))
    expect(old.code).toBe(225)
    await client.close()
  })

  test('the driver makes its writes retryable', async () => {
    const numbers: unknown[] = []
    const client = await MongoClient.connect(database.uri, { monitorCommands: true })
    client.on('commandStarted', ({ commandName, command }) => {
      if (commandName === 'insert') numbers.push(command.txnNumber)
    })
    await client.db(database.db.databaseName).collection('driver').insertOne({ a: 1 })
    await client.close()
    expect(numbers).toEqual([expect.anything()])
  })
})

describe.runIf(isEmbedded)('an expired document', () => {
  test('is removed by a TTL index, other documents stay', async () => {
    const { uri, stop } = await startEmbedded({ ttlIntervalMs: 50 })
    const client = await MongoClient.connect(uri)
    const sessions = client.db('t').collection('sessions')
    await sessions.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 })
    await sessions.createIndex({ seenAt: 1 }, { expireAfterSeconds: 60, partialFilterExpression: { guest: true } })
    const past = new Date(Date.now() - 120_000)
    await sessions.insertMany([
      { name: 'old', expiresAt: past },
      { name: 'new', expiresAt: new Date(Date.now() + 120_000) },
      { name: 'none' },
      { name: 'text', expiresAt: 'yesterday' },
      { name: 'guest', seenAt: past, guest: true },
      { name: 'member', seenAt: past },
      { name: 'several', expiresAt: [new Date(Date.now() + 120_000), past] },
    ])
    while ((await sessions.countDocuments()) > 4) await new Promise((resolve) => setTimeout(resolve, 20))
    expect((await sessions.find().toArray()).map(({ name }) => name)).toEqual(['new', 'none', 'text', 'member'])
    await client.close()
    await stop()
  })
})
