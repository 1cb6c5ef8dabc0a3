import type { Document } from 'mongodb'
import { describe, expect, test } from 'vitest'
import { isEmbedded, rejectionOf, useDatabase } from './support/use-database.js'

const database = useDatabase()
let last = 0
const fresh = () => database.db.collection(`i${++last}`)

/** The names of the indexes of a find's plan, or COLLSCAN. */
async function planOf(cursor: { explain: (verbosity: 'executionStats') => Promise<Document> }): Promise<string[]> {
  const { queryPlanner } = await cursor.explain('executionStats')
  const names: string[] = []
  JSON.stringify(queryPlanner.winningPlan, (key, value) => {
    if (key === 'indexName') names.push(String(value))
    if (key === 'stage' && (value === 'COLLSCAN' || value === 'SORT')) names.push(value)
    return value
  })
  return names
}

describe('uniqueness', () => {
  test('a duplicate is refused with E11000, the key pattern and the value', async () => {
    const collection = fresh()
    await collection.createIndex({ user_id: 1, idempotencyKey: 1 }, { unique: true })
    await collection.insertOne({ user_id: 'u', idempotencyKey: 'k' })
    const error = await rejectionOf(collection.insertOne({ user_id: 'u', idempotencyKey: 'k' }))
    expect(error).toMatchObject({
      code: 11000,
      keyPattern: { user_id: 1, idempotencyKey: 1 },
      keyValue: { user_id: 'u', idempotencyKey: 'k' },
    })
    expect(error.message).toMatch(
      /^E11000 duplicate key error collection: .* index: user_id_1_idempotencyKey_1 dup key: \{ user_id: "u", idempotencyKey: "k" \}/,
    )
    await collection.insertOne({ user_id: 'u', idempotencyKey: 'other' })
    const update = await rejectionOf(
      collection.updateOne({ idempotencyKey: 'other' }, { $set: { idempotencyKey: 'k' } }),
    )
    expect(update).toMatchObject({ code: 11000 })
    const modify = await rejectionOf(
      collection.findOneAndUpdate({ idempotencyKey: 'other' }, { $set: { idempotencyKey: 'k' } }),
    )
    expect(modify).toMatchObject({ code: 11000, keyPattern: { user_id: 1, idempotencyKey: 1 } })
    const upsert = await rejectionOf(
      collection.updateOne({ x: 1 }, { $set: { user_id: 'u', idempotencyKey: 'k' } }, { upsert: true }),
    )
    expect(upsert).toMatchObject({ code: 11000 })
    expect(await collection.countDocuments()).toBe(2)
  })

  test('of fifty concurrent inserts with one key, one is stored', async () => {
    const collection = fresh()
    await collection.createIndex({ key: 1 }, { unique: true })
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => collection.insertOne({ key: 'same' })))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await collection.countDocuments()).toBe(1)
  })

  test('a missing field counts as null, unless the index is sparse or partial', async () => {
    const plain = fresh()
    await plain.createIndex({ email: 1 }, { unique: true })
    await plain.insertOne({ a: 1 })
    expect((await rejectionOf(plain.insertOne({ a: 2 }))).code).toBe(11000)
    expect((await rejectionOf(plain.insertOne({ email: null }))).code).toBe(11000)

    const sparse = fresh()
    await sparse.createIndex({ email: 1 }, { unique: true, sparse: true })
    await sparse.insertMany([{ a: 1 }, { a: 2 }, { email: 'x' }])
    expect((await rejectionOf(sparse.insertOne({ email: 'x' }))).code).toBe(11000)

    const partial = fresh()
    await partial.createIndex({ email: 1 }, { unique: true, partialFilterExpression: { active: true } })
    await partial.insertMany([{ email: 'x' }, { email: 'x' }, { email: 'x', active: true }])
    expect((await rejectionOf(partial.insertOne({ email: 'x', active: true }))).code).toBe(11000)
    expect(
      (await rejectionOf(partial.updateOne({ active: { $exists: false } }, { $set: { active: true } }))).code,
    ).toBe(11000)
  })

  test('a released key can be used again', async () => {
    const collection = fresh()
    await collection.createIndex({ key: 1 }, { unique: true })
    await collection.insertOne({ key: 'a' })
    await collection.updateOne({ key: 'a' }, { $set: { key: 'b' } })
    await collection.insertOne({ key: 'a' })
    await collection.deleteOne({ key: 'b' })
    await collection.insertOne({ key: 'b' })
    expect(await collection.countDocuments()).toBe(2)
  })

  test('an index that existing documents violate is not created', async () => {
    const collection = fresh()
    await collection.insertMany([{ a: 1 }, { a: 1 }])
    expect((await rejectionOf(collection.createIndex({ a: 1 }, { unique: true }))).code).toBe(11000)
    expect(await collection.indexes()).toHaveLength(1)
    await collection.insertOne({ a: 1 })
  })

  test('each element of an array is a separate key', async () => {
    const collection = fresh()
    await collection.createIndex({ tags: 1 }, { unique: true })
    await collection.insertOne({ tags: ['a', 'b', 'a'] })
    expect((await rejectionOf(collection.insertOne({ tags: ['c', 'b'] }))).code).toBe(11000)
    // MongoDB allows two arrays here.
    if (!isEmbedded) return
    await collection.createIndex({ x: 1, y: 1 })
    expect((await rejectionOf(collection.insertOne({ tags: 'q', x: [1], y: [2] }))).code).toBe(171)
  })

  test('long keys are distinguished', async () => {
    const collection = fresh()
    await collection.createIndex({ key: 1 }, { unique: true })
    const long = 'x'.repeat(5000)
    await collection.insertMany([{ key: `${long}a` }, { key: `${long}b` }])
    expect((await rejectionOf(collection.insertOne({ key: `${long}a` }))).code).toBe(11000)
    expect(await collection.countDocuments({ key: `${long}b` })).toBe(1)
    expect(await collection.countDocuments({ key: { $gt: `${long}a` } })).toBe(1)
    expect((await collection.find().sort({ key: -1 }).toArray()).map(({ key }) => String(key).at(-1))).toEqual([
      'b',
      'a',
    ])
  })
})

describe('declaring', () => {
  test('indexes are listed as declared', async () => {
    const collection = fresh()
    await collection.createIndex({ a: 1, b: -1 }, { name: 'ab', sparse: true })
    await collection.createIndex({ at: 1 }, { expireAfterSeconds: 3600 })
    await collection.createIndex({ c: 1 }, { partialFilterExpression: { c: { $gt: 5 } }, unique: true })
    expect(await collection.createIndex({ a: 1, b: -1 }, { name: 'ab', sparse: true })).toBe('ab')
    expect(await collection.indexes()).toEqual([
      expect.objectContaining({ key: { _id: 1 }, name: '_id_' }),
      expect.objectContaining({ key: { a: 1, b: -1 }, name: 'ab', sparse: true }),
      expect.objectContaining({ key: { at: 1 }, name: 'at_1', expireAfterSeconds: 3600 }),
      expect.objectContaining({ key: { c: 1 }, name: 'c_1', unique: true, partialFilterExpression: { c: { $gt: 5 } } }),
    ])
    await collection.dropIndex('ab')
    expect(await collection.indexes()).toHaveLength(3)
    await collection.dropIndexes()
    expect(await collection.indexes()).toHaveLength(1)
  })

  test('conflicting declarations are refused with MongoDB’s codes', async () => {
    const collection = fresh()
    await collection.createIndex({ a: 1 })
    expect([85, 86]).toContain((await rejectionOf(collection.createIndex({ a: 1 }, { unique: true }))).code)
    expect([85, 86]).toContain((await rejectionOf(collection.createIndex({ b: 1 }, { name: 'a_1' }))).code)
    expect((await rejectionOf(collection.createIndex({ a: 1 }, { name: 'other' }))).code).toBe(85)
    expect((await rejectionOf(collection.dropIndex('nope'))).code).toBe(27)
    expect((await rejectionOf(database.db.collection('absent').indexes())).code).toBe(26)
  })
})

describe('plans', () => {
  test('a find uses the best index', async () => {
    const collection = fresh()
    await collection.insertMany(
      Array.from({ length: 500 }, (_, n) => ({
        n,
        state: n % 5,
        at: new Date(n * 1000),
        text: `t${n % 50}`,
        tags: [n % 3, n % 7],
      })),
    )
    await collection.createIndexes([
      { key: { state: 1, at: -1 } },
      { key: { n: 1 } },
      { key: { text: 1 } },
      { key: { tags: 1 } },
      { key: { at: 1 }, name: 'recent', partialFilterExpression: { state: 1 } },
    ])
    expect(await planOf(collection.find({ _id: 1 as never }))).toEqual(['_id_'])
    expect(await planOf(collection.find({ n: { $gt: 490 } }))).toEqual(['n_1'])
    expect(await planOf(collection.find({ tags: 2 }))).toEqual(['tags_1'])
    // The plans of MongoDB may differ.
    if (!isEmbedded) return
    expect(await planOf(collection.find({ state: 2 }).sort({ at: -1 }))).toEqual(['state_1_at_-1'])
    expect(await planOf(collection.find({ state: 2 }).sort({ at: 1 }))).toEqual(['state_1_at_-1'])
    expect(await planOf(collection.find({ state: { $in: [1, 2] }, at: { $gt: new Date(5000) } }))).toEqual([
      'state_1_at_-1',
    ])
    expect(await planOf(collection.find({ text: /^t4/ }))).toEqual(['text_1'])
    expect(await planOf(collection.find({ $or: [{ n: 5 }, { text: 't7' }] }))).toEqual(['n_1', 'text_1'])
    expect(await planOf(collection.find({ $or: [{ n: 5 }, { other: 7 }] }))).toEqual(['COLLSCAN'])
    expect(await planOf(collection.find({ other: 1 }))).toEqual(['COLLSCAN'])
    expect(await planOf(collection.find().sort({ n: -1 }))).toEqual(['n_1'])
    expect(await planOf(collection.find().sort({ other: -1 }))).toEqual(['SORT', 'COLLSCAN'])
    expect(await planOf(collection.find({ state: 2 }).hint('n_1'))).toEqual(['n_1'])
    expect(await planOf(collection.find({ at: { $gt: new Date(490_000) } }))).toEqual(['COLLSCAN'])
    const explained = await collection.find({ state: 2 }).sort({ at: -1 }).limit(3).explain('executionStats')
    expect(explained.executionStats).toMatchObject({ nReturned: 3, totalDocsExamined: 3, totalKeysExamined: 3 })
    const aggregated = await collection.aggregate([{ $match: { n: 5 } }, { $group: { _id: '$state' } }]).explain()
    expect(JSON.stringify(aggregated.queryPlanner.winningPlan)).toContain('"indexName":"n_1"')
  })

  test.skipIf(!isEmbedded)('the first of several conditions on an array restricts the scan, in order', async () => {
    const collection = fresh()
    await collection.insertMany(
      Array.from({ length: 500 }, (_, n) => ({
        at: n,
        words: [...(n === 400 ? [] : ['frequent']), ...(n % 50 === 0 ? ['rare'] : [])],
      })),
    )
    await collection.createIndex({ words: 1, at: -1 })
    const both = { $and: [{ at: { $gte: 0 } }, { $and: [{ words: 'rare' }, { words: 'frequent' }] }] }
    const found = collection.find(both).sort({ at: -1 }).limit(3)
    expect((await found.toArray()).map(({ at }) => at)).toEqual([450, 350, 300])
    const { executionStats } = await found.clone().explain('executionStats')
    // Keys are read in batches: at most those of the rare word.
    expect(executionStats).toMatchObject({ totalDocsExamined: 4, totalKeysExamined: 10 })
    expect(await collection.countDocuments({ $and: [{ words: 'rare' }, { words: 'frequent' }] })).toBe(9)
  })

  test('a hint for a missing index is refused', async () => {
    const collection = fresh()
    await collection.insertOne({ a: 1 })
    expect((await rejectionOf(collection.find().hint('nope').toArray())).code).toBe(2)
  })
})
