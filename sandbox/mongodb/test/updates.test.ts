import { Decimal128, Double, Int32, Long, MongoClient, ObjectId } from 'mongodb'
import { describe, expect, test } from 'vitest'
import { isEmbedded, rejectionOf, useDatabase } from './support/use-database.js'

const database = useDatabase()
let last = 0

/** A new collection with one document. */
async function holding(document: object) {
  const collection = database.db.collection(`u${++last}`)
  await collection.insertOne({ _id: 1 as never, ...document })
  return {
    collection,
    update: async (update: object, options: object = {}, filter: object = {}) => {
      await collection.updateOne(filter, update, options)
      const { _id, ...rest } = (await collection.findOne()) ?? {}
      return rest
    },
  }
}

describe('update operators', () => {
  test('$set creates missing documents; $unset removes fields', async () => {
    const { update } = await holding({ a: 1, list: [1, 2] })
    expect(await update({ $set: { 'b.c.d': 5, 'list.3': 9 } })).toEqual({
      a: 1,
      list: [1, 2, null, 9],
      b: { c: { d: 5 } },
    })
    expect(await update({ $unset: { 'b.c': '', 'list.0': '' } })).toEqual({ a: 1, list: [null, 2, null, 9], b: {} })
  })

  test('$inc follows BSON’s number types', async () => {
    const { collection } = await holding({
      int: 1,
      long: Long.fromNumber(1),
      double: new Double(1),
      big: 2_147_483_647,
      decimal: Decimal128.fromString('0.1'),
    })
    await collection.updateOne(
      {},
      { $inc: { int: 1, long: 1, double: 1, big: 1, decimal: Decimal128.fromString('0.2'), fresh: 5 } },
    )
    expect(await collection.findOne({}, { promoteValues: false, projection: { _id: 0 } })).toEqual({
      int: new Int32(2),
      long: Long.fromNumber(2),
      double: new Double(2),
      big: Long.fromNumber(2_147_483_648),
      decimal: Decimal128.fromString('0.3'),
      fresh: new Int32(5),
    })
  })

  test('$push appends one value or several', async () => {
    const { update } = await holding({ a: [3, 1] })
    expect(await update({ $push: { a: 2, fresh: [1] } })).toEqual({ a: [3, 1, 2], fresh: [[1]] })
    expect(await update({ $push: { a: { $each: [9, 8] } } })).toMatchObject({ a: [3, 1, 2, 9, 8] })
  })

  test('invalid updates are refused and change nothing', async () => {
    const { collection } = await holding({ a: 1, text: 'x' })
    const codeOf = async (update: object) => (await rejectionOf(collection.updateOne({}, update))).code
    expect(await codeOf({ $foo: { a: 1 } })).toBe(9)
    expect(await codeOf({ $set: { a: 1 }, $inc: { a: 1 } })).toBe(40)
    expect(await codeOf({ $set: { 'b.c': 1, b: 1 } })).toBe(40)
    expect(await codeOf({ $set: { _id: 2 } })).toBe(66)
    expect(await codeOf({ $inc: { text: 1 } })).toBe(14)
    expect(await codeOf({ $push: { text: 1 } })).toBe(2)
    expect(await codeOf({ $set: { 'text.b': 1 } })).toBe(28)
    expect(await collection.findOne()).toEqual({ _id: 1, a: 1, text: 'x' })
  })
})

describe('upserts and replacements', () => {
  test('an upsert inserts the values of filter and update', async () => {
    const collection = database.db.collection('upserts')
    const filter = { email: 'a', 'x.y': { $eq: 1 }, n: { $gt: 5 }, $and: [{ z: 3 }] }
    const result = await collection.updateOne(
      filter,
      { $set: { s: 1 }, $setOnInsert: { created: true } },
      { upsert: true },
    )
    expect(result).toMatchObject({ matchedCount: 0, upsertedCount: 1 })
    expect(result.upsertedId).toBeInstanceOf(ObjectId)
    expect(await collection.findOne({}, { projection: { _id: 0 } })).toEqual({
      email: 'a',
      x: { y: 1 },
      z: 3,
      s: 1,
      created: true,
    })
    const again = await collection.updateOne(
      { email: 'a' },
      { $set: { s: 2 }, $setOnInsert: { created: false } },
      { upsert: true },
    )
    expect(again).toMatchObject({ matchedCount: 1, modifiedCount: 1, upsertedCount: 0 })
    expect(await collection.findOne()).toMatchObject({ s: 2, created: true })
  })

  test.runIf(isEmbedded)('new fields are in the order of their paths, as in MongoDB', async () => {
    const collection = database.db.collection('fieldorder')
    const update = { $set: { z: 1, 'm.2': 1, 'm.10': 1, c: 1 }, $inc: { d: 1 }, $setOnInsert: { _id: 5, a: 1 } }
    await collection.updateOne({ y: 1, b: 1 }, update as never, { upsert: true })
    expect(JSON.stringify(await collection.findOne())).toBe(
      '{"_id":5,"b":1,"y":1,"a":1,"c":1,"d":1,"m":{"2":1,"10":1},"z":1}',
    )
  })

  test('an upsert whose conditions do not give one value is refused', async () => {
    const collection = database.db.collection('contradicting')
    const codeOf = async (filter: object, update: object = { $set: { b: 1 } }) =>
      (await rejectionOf(collection.updateOne(filter, update, { upsert: true }))).code
    expect(await codeOf({ $and: [{ a: 1 }, { a: 2 }] })).toBe(54)
    expect(await codeOf({ a: 1, $and: [{ a: { $eq: 2 } }] })).toBe(54)
    expect(await codeOf({ 'a.b': 1, $and: [{ a: { b: 2 } }] })).toBe(54)
    expect(await collection.countDocuments()).toBe(0)
    await collection.replaceOne({ $and: [{ a: 1 }, { a: 2 }] }, { c: 1 }, { upsert: true })
    expect(await collection.findOne({}, { projection: { _id: 0 } })).toEqual({ c: 1 })
  })

  test('a replacement keeps the _id; another _id is refused', async () => {
    const { collection } = await holding({ a: 1, b: 2 })
    await collection.replaceOne({ a: 1 }, { c: 3 })
    expect(await collection.findOne()).toEqual({ _id: 1, c: 3 })
    expect((await rejectionOf(collection.replaceOne({ c: 3 }, { _id: 2 as never, d: 1 }))).code).toBe(66)
    await collection.replaceOne({ _id: 7 as never }, { e: 1 }, { upsert: true })
    expect(await collection.findOne({ _id: 7 as never })).toEqual({ _id: 7, e: 1 })
  })

  test('an update without effect counts as matched, not as modified', async () => {
    const { collection } = await holding({ a: 1 })
    expect(await collection.updateOne({}, { $set: { a: 1 } })).toMatchObject({ matchedCount: 1, modifiedCount: 0 })
  })
})

describe('findAndModify', () => {
  test('returns the document before or after, or nothing', async () => {
    const collection = database.db.collection('fam')
    await collection.insertMany([
      { n: 1, s: 'a' },
      { n: 2, s: 'a' },
    ])
    expect(await collection.findOneAndUpdate({ s: 'a' }, { $set: { s: 'b' } }, { sort: { n: -1 } })).toMatchObject({
      n: 2,
      s: 'a',
    })
    expect(
      await collection.findOneAndUpdate(
        { s: 'a' },
        { $inc: { n: 10 } },
        { returnDocument: 'after', projection: { _id: 0, n: 1 } },
      ),
    ).toEqual({ n: 11 })
    expect(await collection.findOneAndUpdate({ s: 'none' }, { $set: { n: 1 } })).toBeNull()
    expect(
      await collection.findOneAndUpdate({ s: 'new' }, { $set: { n: 1 } }, { upsert: true, returnDocument: 'after' }),
    ).toMatchObject({ s: 'new', n: 1 })
    expect(await collection.findOneAndReplace({ s: 'new' }, { s: 'newer' }, { returnDocument: 'after' })).toMatchObject(
      { s: 'newer' },
    )
    expect(await collection.findOneAndDelete({ s: 'newer' })).toMatchObject({ s: 'newer' })
    const raw = await collection.findOneAndUpdate({ s: 'b' }, { $set: { k: 1 } }, { includeResultMetadata: true })
    expect(raw?.lastErrorObject).toMatchObject({ n: 1, updatedExisting: true })
  })

  test('of fifty concurrent compare-and-set calls exactly one wins', async () => {
    // Open the connections first: handshakes would serialize the callers.
    const client = await MongoClient.connect(database.uri, { minPoolSize: 50, maxPoolSize: 50 })
    const collection = client.db(database.db.databaseName).collection('cas')
    await Promise.all(Array.from({ length: 50 }, () => collection.findOne()))
    for (let round = 0; round < 10; round++) {
      const lease = { _id: round as never, holder: null }
      await collection.insertOne({ ...lease, wins: 0, ends: 0 })
      const attempts = await Promise.all(
        Array.from({ length: 50 }, (_, caller) =>
          collection.findOneAndUpdate(lease, { $set: { holder: caller }, $inc: { wins: 1 } }),
        ),
      )
      expect(attempts.filter((found) => found !== null)).toHaveLength(1)
      const ends = await Promise.all(
        Array.from({ length: 50 }, () =>
          collection.updateOne({ _id: round as never, ends: 0 }, { $set: { ends: 1 }, $inc: { wins: 1 } }),
        ),
      )
      expect(ends.reduce((sum, { modifiedCount }) => sum + modifiedCount, 0)).toBe(1)
      expect(await collection.findOne({ _id: round as never })).toMatchObject({ wins: 2, ends: 1 })
    }
    await client.close()
  })

  test('concurrent increments are all counted', async () => {
    const { collection } = await holding({ n: 0 })
    await Promise.all(Array.from({ length: 200 }, () => collection.updateOne({}, { $inc: { n: 1 } })))
    expect(await collection.findOne()).toMatchObject({ n: 200 })
  })
})

describe('changing many documents', () => {
  test('updateMany changes each document once, even if it moves in the scanned index', async () => {
    const collection = database.db.collection('many')
    await collection.insertMany(Array.from({ length: 3000 }, (_, n) => ({ n })))
    await collection.createIndex({ n: 1 })
    expect(await collection.updateMany({ n: { $gte: 1000 } }, { $inc: { n: 5000 } })).toMatchObject({
      matchedCount: 2000,
      modifiedCount: 2000,
    })
    expect(await collection.countDocuments({ n: { $gte: 6000 } })).toBe(2000)
    expect(await collection.countDocuments({ n: { $gte: 11_000 } })).toBe(0)
    expect(await collection.deleteMany({ n: { $gte: 6000 } })).toMatchObject({ deletedCount: 2000 })
    expect(await collection.countDocuments()).toBe(1000)
  })

  test('a bulk write executes its operations in order', async () => {
    const collection = database.db.collection('bulk')
    const result = await collection.bulkWrite([
      { insertOne: { document: { a: 1 } } },
      { updateOne: { filter: { a: 1 }, update: { $set: { b: 1 } } } },
      { updateOne: { filter: { a: 2 }, update: { $set: { b: 2 } }, upsert: true } },
      { deleteOne: { filter: { a: 1 } } },
    ])
    expect(result).toMatchObject({ insertedCount: 1, modifiedCount: 1, upsertedCount: 1, deletedCount: 1 })
  })
})
