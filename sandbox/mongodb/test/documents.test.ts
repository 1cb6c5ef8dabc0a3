import { Binary, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp, UUID } from 'mongodb'
import { describe, expect, test } from 'vitest'
import { isEmbedded, rejectionOf, useDatabase } from './support/use-database.js'

const database = useDatabase()
const collection = (name: string) => database.db.collection(name)

describe('storing and finding', () => {
  test('every BSON type is returned as stored', async () => {
    const document = {
      _id: new ObjectId(),
      int: new Int32(5),
      double: new Double(5),
      fraction: 0.1,
      long: Long.fromString('9007199254740993'),
      smallLong: Long.fromNumber(7),
      decimal: Decimal128.fromString('12345678901234567890.123'),
      text: 'Ketenagalistrikan ⚡ 𝄞',
      date: new Date('2024-07-10T01:00:00.123Z'),
      oldDate: new Date(-1),
      binary: new Binary(Buffer.from([0, 1, 255])),
      uuid: new UUID('7b1f1a52-6e1a-4d53-9a51-2f1f5f1e0c11'),
      regex: /^a.b$/im,
      nothing: null,
      yes: true,
      list: [1, 'two', [3], { four: 4 }, null],
      nested: { a: { b: [] } },
      timestamp: new Timestamp({ t: 100, i: 2 }),
      min: new MinKey(),
      max: new MaxKey(),
    }
    await collection('types').insertOne(document)
    const found = await collection('types').findOne({ _id: document._id }, { promoteValues: false })
    expect(found).toStrictEqual({
      ...document,
      fraction: new Double(0.1),
      list: [new Int32(1), 'two', [new Int32(3)], { four: new Int32(4) }, null],
    })
  })

  test('an update keeps the types of other fields', async () => {
    const types = {
      double: new Double(5),
      long: Long.fromNumber(7),
      decimal: Decimal128.fromString('1.50'),
      int: new Int32(1),
    }
    await collection('kept').insertOne({ _id: 1 as never, ...types, n: 0 })
    await collection('kept').updateOne({}, { $set: { n: 1 } })
    const found = await collection('kept').findOne({}, { promoteValues: false })
    expect(found).toStrictEqual({ _id: new Int32(1), ...types, n: new Int32(1) })
  })

  // MongoDB returns documents in any order without a sort.
  test.runIf(isEmbedded)('documents are found in the order in which they were inserted', async () => {
    await collection('order').insertMany(['c', 'a', 'b'].map((_id) => ({ _id: _id as never })))
    expect((await collection('order').find().toArray()).map(({ _id }) => String(_id))).toEqual(['c', 'a', 'b'])
  })

  test('a cursor reads several batches to the end', async () => {
    await collection('many').insertMany(Array.from({ length: 1050 }, (_, n) => ({ n })))
    const cursor = collection('many').find({}, { batchSize: 100, sort: { n: 1 } })
    const found = await cursor.map(({ n }) => Number(n)).toArray()
    expect(found).toEqual(Array.from({ length: 1050 }, (_, n) => n))
    expect(await collection('many').find().skip(1000).limit(20).toArray()).toHaveLength(20)
    expect(await collection('many').find().sort({ n: -1 }).skip(2).limit(1).next()).toMatchObject({ n: 1047 })
  })

  test('a closed cursor cannot be read', async () => {
    const { cursor } = await database.db.command({ find: 'many', batchSize: 2 })
    await database.db.command({ killCursors: 'many', cursors: [cursor.id] })
    const error = await rejectionOf(database.db.command({ getMore: Long.fromValue(cursor.id), collection: 'many' }))
    expect(error.code).toBe(43)
  })

  test('large documents are split into batches of at most 16 MB', async () => {
    const large = 'x'.repeat(6_000_000)
    await collection('large').insertMany(Array.from({ length: 5 }, (_, n) => ({ n, large })))
    expect((await collection('large').find().sort({ n: 1 }).toArray()).map(({ n }) => n)).toEqual([0, 1, 2, 3, 4])
  })

  test('a document over 16 MB is refused and not stored', async () => {
    const half = 'x'.repeat(9_000_000)
    await collection('toolarge').insertOne({ _id: 1 as never, half })
    const error = await rejectionOf(collection('toolarge').updateOne({}, { $set: { other: half } }))
    expect([10334, 17419]).toContain(error.code)
    expect(Object.keys((await collection('toolarge').findOne()) ?? {})).toEqual(['_id', 'half'])
  })
})

describe('filters', () => {
  const find = async (name: string, filter: object) =>
    (await collection(name).find(filter).sort({ _id: 1 }).toArray()).map(({ _id }) => Number(_id))

  test('comparisons match only the type of their operand', async () => {
    const values = [
      1,
      2.5,
      Long.fromNumber(3),
      '2',
      null,
      new Date(2),
      [1, 9],
      { a: 2 },
      true,
      Decimal128.fromString('4'),
    ]
    await collection('cmp').insertMany(values.map((v, _id) => ({ _id: _id as never, v })))
    await collection('cmp').insertOne({ _id: values.length as never })
    expect(await find('cmp', { v: { $gt: 1 } })).toEqual([1, 2, 6, 9])
    expect(await find('cmp', { v: { $lte: 3 } })).toEqual([0, 1, 2, 6])
    expect(await find('cmp', { v: { $gte: '1' } })).toEqual([3])
    expect(await find('cmp', { v: { $lt: new Date() } })).toEqual([5])
    expect(await find('cmp', { v: 3 })).toEqual([2])
    expect(await find('cmp', { v: 4 })).toEqual([9])
    expect(await find('cmp', { v: null })).toEqual([4, 10])
    expect(await find('cmp', { v: { $ne: null } })).toEqual([0, 1, 2, 3, 5, 6, 7, 8, 9])
    expect(await find('cmp', { v: { $exists: false } })).toEqual([10])
    expect(await find('cmp', { v: { $type: 'number' } })).toEqual([0, 1, 2, 6, 9])
    expect(await find('cmp', { v: { $in: [1, '2', null] } })).toEqual([0, 3, 4, 6, 10])
    expect(await find('cmp', { v: { $nin: [1, '2', null] } })).toEqual([1, 2, 5, 7, 8, 9])
    expect(await find('cmp', { v: { $not: { $gt: 1 } } })).toEqual([0, 3, 4, 5, 7, 8, 10])
  })

  test('paths go through arrays of documents', async () => {
    await collection('paths').insertMany([
      { _id: 1 as never, a: [{ b: 1 }, { b: 5 }] },
      { _id: 2 as never, a: [{ b: 3 }, { c: 1 }] },
      { _id: 3 as never, a: { b: 3 } },
      { _id: 4 as never, a: [] },
      { _id: 5 as never, a: [[{ b: 3 }]] },
      { _id: 6 as never },
    ])
    expect(await find('paths', { 'a.b': 3 })).toEqual([2, 3])
    expect(await find('paths', { 'a.b': { $gt: 2, $lt: 4 } })).toEqual([1, 2, 3])
    expect(await find('paths', { 'a.b': { $gt: 4 }, 'a.0.b': 1 })).toEqual([1])
    expect(await find('paths', { 'a.b': { $exists: true } })).toEqual([1, 2, 3])
    expect(await find('paths', { a: { $size: 2 } })).toEqual([1, 2])
    expect(await find('paths', { a: [] })).toEqual([4])
    expect(await find('paths', { 'a.b': null })).toEqual(expect.arrayContaining([2, 6]))
  })

  test('regular expressions, logic and expressions', async () => {
    await collection('logic').insertMany(
      ['Siti', 'budi', 'DEWI', 'sinta'].map((name, _id) => ({ _id: _id as never, name, n: _id, m: 2 })),
    )
    expect(await find('logic', { name: /^si/i })).toEqual([0, 3])
    expect(await find('logic', { name: { $regex: 'i$', $options: '' } })).toEqual([0, 1])
    expect(await find('logic', { $or: [{ n: 1 }, { name: /^D/ }] })).toEqual([1, 2])
    expect(await find('logic', { $nor: [{ n: 1 }, { name: /^D/ }] })).toEqual([0, 3])
    expect(await find('logic', { $and: [{ n: { $gt: 0 } }, { n: { $lt: 3 } }] })).toEqual([1, 2])
    expect(await find('logic', { $expr: { $gt: ['$n', '$m'] } })).toEqual([3])
    expect(await find('logic', { name: { $in: [/^s/, 'DEWI'] } })).toEqual([2, 3])
    expect(await find('logic', { name: { $not: /i/ } })).toEqual([2])
  })

  test('an invalid filter is refused, also on an empty collection', async () => {
    expect((await rejectionOf(collection('none').find({ $foo: 1 }).toArray())).code).toBe(2)
    expect(
      (
        await rejectionOf(
          collection('none')
            .find({ a: { $foo: 1 } })
            .toArray(),
        )
      ).code,
    ).toBe(2)
    expect(
      (
        await rejectionOf(
          collection('none')
            .find({ a: { $in: 1 } } as never)
            .toArray(),
        )
      ).code,
    ).toBe(2)
    expect((await rejectionOf(collection('none').find({ $or: [] }).toArray())).code).toBe(2)
  })

  test('values of all types are sorted in the order of BSON', async () => {
    const values = [
      new MaxKey(),
      new Date(0),
      true,
      false,
      new ObjectId(),
      new Binary(Buffer.from('x')),
      { a: 1 },
      'b',
      'a',
      2,
      1,
      null,
      new MinKey(),
    ]
    await collection('sorted').insertMany(values.map((v, _id) => ({ _id: _id as never, v })))
    const inOrder = (await collection('sorted').find().sort({ v: 1 }).toArray()).map(({ _id }) => Number(_id))
    expect(inOrder).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
    await collection('sorted').createIndex({ v: 1 })
    expect((await collection('sorted').find().sort({ v: 1 }).toArray()).map(({ _id }) => Number(_id))).toEqual(inOrder)
    expect((await collection('sorted').find().sort({ v: -1 }).toArray()).map(({ _id }) => Number(_id))).toEqual(
      [...inOrder].reverse(),
    )
  })
})

describe('types and orders', () => {
  test('$type distinguishes double, long and int', async () => {
    const typed = collection('typed')
    await typed.insertMany([{ v: new Double(5) }, { v: Long.fromNumber(5) }, { v: [new Int32(5)] }, { v: 2.5 }])
    const counts = (types: unknown[]) =>
      Promise.all(types.map((type) => typed.countDocuments({ v: { $type: type as never } })))
    const expected = [2, 1, 1, 4, 2]
    expect(await counts(['double', 'long', 'int', 'number', ['long', 16]])).toEqual(expected)
    await typed.createIndex({ v: 1 })
    expect(await counts(['double', 'long', 'int', 'number', ['long', 16]])).toEqual(expected)
    expect(await typed.countDocuments({ v: { $eq: { $type: 'any' } } })).toBe(0)
    expect(await typed.countDocuments({ v: { $type: 'double', $gt: 3 }, $expr: { $eq: ['$v', 5] } })).toBe(1)
    expect(await typed.updateMany({ v: { $type: 'long' } }, { $set: { found: true } })).toMatchObject({
      matchedCount: 1,
    })
  })

  test('decimals equal and order like longs and other decimals, by an index as by a scan', async () => {
    const numbers = collection('numbers')
    const values = [
      Decimal128.fromString('-9007199254740993.5'),
      Long.fromString('-9007199254740993'),
      Decimal128.fromString('0.1'),
      0.1,
      Decimal128.fromString('0.1000000000000000055511151231257828'),
      Decimal128.fromString('9007199254740992.25'),
      Decimal128.fromString('9007199254740992.5'),
      Long.fromString('9007199254740993'),
      Decimal128.fromString('9007199254740993.1'),
      Long.fromString('9223372036854775807'),
      Decimal128.fromString('1000000000000000000000000000000'),
      Decimal128.fromString('1000000000000000000000000000001'),
      Decimal128.fromString('1000000000000000000012345678901'),
    ]
    await numbers.insertMany(values.map((v, _id) => ({ _id: _id as never, v })))
    await numbers.insertOne({ _id: 99 as never, v: Decimal128.fromString('9007199254740993') })
    await numbers.createIndex({ v: 1 })
    const ids = (cursor: { toArray: () => Promise<{ _id: unknown }[]> }) =>
      cursor.toArray().then((found) => found.map(({ _id }) => _id))
    for (const hint of [{ $natural: 1 as const }, { v: 1 as const }]) {
      expect(
        await ids(
          numbers
            .find({ _id: { $ne: 99 as never } })
            .sort({ v: 1 })
            .hint(hint),
        ),
      ).toEqual(values.map((_, i) => i))
      for (const v of [Decimal128.fromString('9007199254740993.0'), Long.fromString('9007199254740993')]) {
        expect(await ids(numbers.find({ v }).sort({ _id: 1 }).hint(hint))).toEqual([7, 99])
      }
      expect(await numbers.countDocuments({ v: { $gt: Decimal128.fromString('9007199254740992.3') } }, { hint })).toBe(
        8,
      )
    }
  })

  test('arrays inside an array sort as arrays', async () => {
    const nested = collection('nested')
    const values = [[[3]], [[1, 2]], [{ x: 1 }], [[]], [], [5]]
    await nested.insertMany(values.map((v, _id) => ({ _id: _id as never, v })))
    const order = async () => (await nested.find().sort({ v: 1 }).toArray()).map(({ _id }) => Number(_id))
    expect(await order()).toEqual([4, 5, 2, 3, 1, 0])
    await nested.createIndex({ v: 1 })
    expect(await order()).toEqual([4, 5, 2, 3, 1, 0])
  })

  test.runIf(isEmbedded)('a field named __proto__ is kept', async () => {
    const document = JSON.parse('{"_id":1,"__proto__":{"a":1},"inner":{"__proto__":2}}')
    await collection('proto').insertOne(document)
    await collection('proto').updateOne({}, { $set: { n: 1, 'deep.__proto__': 3 } })
    const expected = '{"_id":1,"__proto__":{"a":1},"inner":{"__proto__":2},"deep":{"__proto__":3},"n":1}'
    expect(JSON.stringify(await collection('proto').findOne({ '__proto__.a': 1 }))).toBe(expected)
    expect(JSON.stringify(await collection('proto').findOne({}, { projection: { 'inner.__proto__': 1 } }))).toBe(
      '{"_id":1,"inner":{"__proto__":2}}',
    )
    const [found] = await collection('proto')
      .aggregate([{ $skip: 0 }, { $addFields: { 'inner.x': '$__proto__.a' } }, { $project: { n: 0, deep: 0 } }])
      .toArray()
    expect(JSON.stringify(found)).toBe('{"_id":1,"__proto__":{"a":1},"inner":{"__proto__":2,"x":1}}')
  })
})

describe('projections', () => {
  const project = async (projection: object, filter = {}) => collection('proj').findOne(filter, { projection })

  test('fields are included or excluded, also nested ones', async () => {
    await collection('proj').insertOne({
      _id: 1 as never,
      a: 1,
      b: { c: 2, d: 3 },
      list: [
        { x: 1, y: 2 },
        { x: 3, y: 4 },
      ],
      nums: [1, 2, 3, 4],
    })
    expect(await project({ a: 1 })).toEqual({ _id: 1, a: 1 })
    expect(await project({ a: 1, _id: 0 })).toEqual({ a: 1 })
    expect(await project({ a: 0, list: 0, nums: 0 })).toEqual({ _id: 1, b: { c: 2, d: 3 } })
    expect(await project({ 'b.c': 1, _id: 0 })).toEqual({ b: { c: 2 } })
    expect(await project({ b: { d: 1 }, _id: 0 })).toEqual({ b: { d: 3 } })
    expect(await project({ 'list.x': 0, nums: 0, a: 0, b: 0 })).toEqual({ _id: 1, list: [{ y: 2 }, { y: 4 }] })
    expect(await project({ 'list.x': 1, _id: 0 })).toEqual({ list: [{ x: 1 }, { x: 3 }] })
    expect(await project({ _id: 1 })).toEqual({ _id: 1 })
    expect(await project({ _id: 0, list: 0, b: 0, nums: 0 })).toEqual({ a: 1 })
  })

  test('fields are computed', async () => {
    expect(await project({ sum: { $add: ['$a', 1] }, 'b.e': '$a', b: { c: 1 }, _id: 0 })).toEqual({
      b: { c: 2, e: 1 },
      sum: 2,
    })
  })

  test('inclusion and exclusion cannot be mixed', async () => {
    expect([31253, 31254]).toContain((await rejectionOf(project({ a: 1, b: 0 }))).code)
  })
})

describe('counting', () => {
  // MongoDB estimates from statistics, which lag behind a write by about a second.
  const expectEstimate = (count: number) =>
    isEmbedded
      ? expect(collection('counted').estimatedDocumentCount()).resolves.toBe(count)
      : expect.poll(() => collection('counted').estimatedDocumentCount(), { timeout: 30_000 }).toBe(count)

  test('counts, estimates and distinct values', async () => {
    await collection('counted').insertMany([{ a: 1, t: ['x', 'y'] }, { a: 1 }, { a: 2, t: ['y'] }])
    expect(await collection('counted').countDocuments({ a: 1 })).toBe(2)
    await expectEstimate(3)
    expect(await collection('counted').countDocuments({}, { skip: 1, limit: 1 })).toBe(1)
    expect((await collection('counted').distinct('t')).sort()).toEqual(['x', 'y'])
    expect((await collection('counted').distinct('a', { t: 'y' })).sort()).toEqual([1, 2])
    await collection('counted').deleteOne({ a: 2 })
    await expectEstimate(2)
    expect(await collection('nothing').countDocuments()).toBe(0)
  })
})

describe('inserting', () => {
  test('a document without an _id gets one as its first field', async () => {
    await database.db.command({ insert: 'ids', documents: [{ a: 1 }] })
    const found = await collection('ids').findOne()
    expect(found?._id).toBeInstanceOf(ObjectId)
    await collection('ids').insertOne({ a: 1, _id: 'last' as never })
    expect(Object.keys((await collection('ids').findOne({ _id: 'last' as never })) ?? {})).toEqual(['_id', 'a'])
  })

  test('an ordered insert stops at the first duplicate, an unordered one continues', async () => {
    const documents = () => [1, 2, 2, 3].map((_id) => ({ _id: _id as never }))
    const ordered = await rejectionOf(collection('ordered').insertMany(documents()))
    expect(ordered).toMatchObject({ code: 11000, insertedCount: 2 })
    const unordered = await rejectionOf(collection('unordered').insertMany(documents(), { ordered: false }))
    expect(unordered).toMatchObject({
      code: 11000,
      insertedCount: 3,
      writeErrors: [expect.objectContaining({ index: 2 })],
    })
    expect(await collection('unordered').countDocuments()).toBe(3)
  })

  test.runIf(isEmbedded)('an _id with an operator or a regular expression is refused', async () => {
    const codes = async (_id: object) => {
      const insert = collection('badids').insertOne({ _id: _id as never })
      const replace = collection('badids').replaceOne({ x: 1 }, { _id: _id as never }, { upsert: true })
      const set = collection('badids').updateOne({ x: 1 }, { $set: { _id } }, { upsert: true })
      return [(await rejectionOf(insert)).code, (await rejectionOf(replace)).code, (await rejectionOf(set)).code]
    }
    expect(await codes({ $a: 1 })).toEqual([52, 52, 52])
    expect(await codes(/x/)).toEqual([53, 53, 53])
    expect(await collection('badids').countDocuments()).toBe(0)
  })

  test('equal numbers of different types are the same _id', async () => {
    await collection('numids').insertOne({ _id: 1 as never })
    expect((await rejectionOf(collection('numids').insertOne({ _id: Long.fromNumber(1) as never }))).code).toBe(11000)
    expect((await rejectionOf(collection('numids').insertOne({ _id: new Double(1) as never }))).code).toBe(11000)
    expect((await rejectionOf(collection('numids').insertOne({ _id: [1] as never }))).code).toEqual(
      isEmbedded ? 53 : expect.any(Number),
    )
  })
})
