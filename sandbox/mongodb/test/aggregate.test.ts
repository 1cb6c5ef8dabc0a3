import { Long } from 'mongodb'
import { beforeAll, describe, expect, test } from 'vitest'
import { isEmbedded, rejectionOf, useDatabase } from './support/use-database.js'

const database = useDatabase()
const sales = () => database.db.collection('sales')
const run = (pipeline: object[]) => sales().aggregate(pipeline).toArray()

beforeAll(async () => {
  const at = (text: string) => new Date(text)
  await sales().insertMany([
    {
      _id: 1 as never,
      status: 'SUCCESS',
      price: 20_000,
      user: 'u1',
      at: at('2024-07-10T16:59:59.999Z'),
      tags: ['a', 'b'],
    },
    { _id: 2 as never, status: 'SUCCESS', price: 50_000, user: 'u2', at: at('2024-07-10T17:00:00.000Z'), tags: ['b'] },
    { _id: 3 as never, status: 'FAILED', price: 100_000, user: 'u1', at: at('2024-07-11T03:00:00.000Z'), tags: [] },
    { _id: 4 as never, status: 'PROCESSING', price: 3_000_000_000, user: 'u3', at: at('2024-07-11T16:59:59.000Z') },
  ])
  await sales().createIndex({ status: 1, at: 1 })
})

describe('pipelines', () => {
  test('compute sums, counts and averages by group, also beyond 2^31', async () => {
    expect(
      await run([
        { $group: { _id: '$status', amount: { $sum: '$price' }, count: { $sum: 1 }, mean: { $avg: '$price' } } },
        { $sort: { _id: 1 } },
      ]),
    ).toEqual([
      { _id: 'FAILED', amount: 100_000, count: 1, mean: 100_000 },
      { _id: 'PROCESSING', amount: 3_000_000_000, count: 1, mean: 3_000_000_000 },
      { _id: 'SUCCESS', amount: 70_000, count: 2, mean: 35_000 },
    ])
    expect(
      await run([
        {
          $group: {
            _id: null,
            total: { $sum: '$price' },
            max: { $max: '$price' },
            min: { $min: '$at' },
            users: { $addToSet: '$user' },
          },
        },
      ]),
    ).toEqual([
      {
        _id: null,
        total: 3_000_170_000,
        max: 3_000_000_000,
        min: new Date('2024-07-10T16:59:59.999Z'),
        users: expect.arrayContaining(['u1', 'u2', 'u3']),
      },
    ])
  })

  test('format days in Asia/Jakarta', async () => {
    const day = { $dateToString: { date: '$at', format: '%Y-%m-%d', timezone: 'Asia/Jakarta' } }
    expect(await run([{ $group: { _id: day, count: { $sum: 1 } } }, { $sort: { _id: 1 } }])).toEqual([
      { _id: '2024-07-10', count: 1 },
      { _id: '2024-07-11', count: 3 },
    ])
  })

  test('support conditions inside sums', async () => {
    expect(
      await run([
        { $match: { at: { $gte: new Date('2024-07-10T00:00:00Z') } } },
        {
          $group: {
            _id: '$user',
            ok: { $sum: { $cond: [{ $eq: ['$status', 'SUCCESS'] }, '$price', 0] } },
            n: { $sum: { $cond: [{ $in: ['$status', ['SUCCESS', 'FAILED']] }, 1, 0] } },
          },
        },
        { $sort: { _id: 1 } },
      ]),
    ).toEqual([
      { _id: 'u1', ok: 20_000, n: 2 },
      { _id: 'u2', ok: 50_000, n: 1 },
      { _id: 'u3', ok: 0, n: 0 },
    ])
  })

  test('group by two fields, with first and last', async () => {
    expect(
      await run([
        { $sort: { at: 1 } },
        {
          $group: {
            _id: { user: '$user', status: '$status' },
            first: { $first: '$_id' },
            last: { $last: '$_id' },
            all: { $push: '$price' },
          },
        },
        { $sort: { '_id.user': 1, '_id.status': 1 } },
        { $limit: 2 },
      ]),
    ).toEqual([
      { _id: { user: 'u1', status: 'FAILED' }, first: 3, last: 3, all: [100_000] },
      { _id: { user: 'u1', status: 'SUCCESS' }, first: 1, last: 1, all: [20_000] },
    ])
  })

  test('compute, rename and remove fields', async () => {
    expect(
      await run([
        { $match: { _id: 1 } },
        {
          $addFields: {
            fee: { $multiply: ['$price', 0.1] },
            'inner.user': '$user',
            size: { $size: '$tags' },
            none: { $ifNull: ['$missing', 'n/a'] },
          },
        },
        { $set: { big: { $gte: ['$price', 20_000] } } },
        { $unset: ['tags', 'at'] },
      ]),
    ).toEqual([
      {
        _id: 1,
        status: 'SUCCESS',
        price: 20_000,
        user: 'u1',
        fee: 2000,
        inner: { user: 'u1' },
        size: 2,
        none: 'n/a',
        big: true,
      },
    ])
    expect(
      await run([
        { $match: { _id: 1 } },
        { $project: { _id: 0, name: '$user', day: { $dayOfMonth: { date: '$at', timezone: 'Asia/Jakarta' } } } },
      ]),
    ).toEqual([{ name: 'u1', day: 10 }])
    expect(await run([{ $match: { _id: 1 } }, { $project: { tags: 0, at: 0, user: 0 } }])).toEqual([
      { _id: 1, status: 'SUCCESS', price: 20_000 },
    ])
  })

  test('count, and return results in several batches', async () => {
    expect(await run([{ $match: { status: 'SUCCESS' } }, { $count: 'n' }])).toEqual([{ n: 2 }])
    await database.db.collection('nums').insertMany(Array.from({ length: 1000 }, (_, n) => ({ n })))
    const doubled = await database.db
      .collection('nums')
      .aggregate([{ $sort: { n: 1 } }, { $project: { _id: 0, d: { $multiply: ['$n', 2] } } }], { batchSize: 50 })
      .toArray()
    expect(doubled.map(({ d }) => d)).toEqual(Array.from({ length: 1000 }, (_, n) => n * 2))
    expect(
      await database.db
        .collection('nums')
        .aggregate([{ $project: { n: 1 } }, { $limit: 3 }])
        .toArray(),
    ).toHaveLength(3)
    expect(
      await database.db
        .collection('absent')
        .aggregate([{ $group: { _id: null, n: { $sum: 1 } } }])
        .toArray(),
    ).toEqual([])
  })

  test('sum integers exactly, also as longs', async () => {
    const collection = database.db.collection('longs')
    await collection.insertMany([
      { v: Long.fromNumber(2_000_000_000) },
      { v: Long.fromNumber(2_000_000_000) },
      { v: 1 },
    ])
    expect(await collection.aggregate([{ $group: { _id: null, s: { $sum: '$v' } } }]).toArray()).toEqual([
      { _id: null, s: 4_000_000_001 },
    ])
  })

  test('compare, choose and compute in expressions', async () => {
    const compute = async (expression: unknown) =>
      (await run([{ $match: { _id: 1 } }, { $project: { _id: 0, value: expression } }]))[0]?.value
    expect(await compute({ $cond: [{ $not: ['$missing'] }, 'none', 'some'] })).toBe('none')
    const named = Object.fromEntries([
      ['if', '$missing'],
      ['then', 'some'],
      ['else', 'none'],
    ])
    expect(await compute({ $cond: named })).toBe('none')
    expect(await compute({ $and: ['$price', { $or: [0, '$user'] }] })).toBe(true)
    expect(await compute({ $filter: { input: '$tags', as: 'tag', cond: { $gt: ['$$tag', 'a'] } } })).toEqual(['b'])
    expect(await compute({ $in: ['b', '$tags'] })).toBe(true)
    expect(await compute({ $cmp: ['$missing', null] })).toBe(-1)
    expect(await compute({ $subtract: [{ $add: ['$price', 1, 2] }, { $divide: ['$price', 2] }] })).toBe(10_003)
    expect(await compute({ $add: ['$price', '$missing'] })).toBeNull()
    expect(await compute({ $literal: '$price' })).toBe('$price')
    expect(await compute(['$user', '$missing'])).toEqual(['u1', null])
    expect(await compute({ a: '$user', b: '$missing' })).toEqual({ a: 'u1' })
    expect(await compute({ $dateToString: { date: '$at' } })).toBe('2024-07-10T16:59:59.999Z')
    expect(await compute({ $dateToString: { date: '$missing', onNull: 'never' } })).toBe('never')
    expect(await compute({ $dateToString: { date: '$at', format: '%H:%M %%', timezone: '+05:30' } })).toBe('22:29 %')
    expect(await compute({ $hour: { date: '$at', timezone: 'America/New_York' } })).toBe(12)
    expect(await compute({ $minute: '$at' })).toBe(59)
  })

  test('compare a regular expression in an expression as a value', async () => {
    const patterns = database.db.collection('patterns')
    await patterns.insertMany([
      { _id: 1 as never, p: /^a/i },
      { _id: 2 as never, p: '^a' },
    ])
    expect(await patterns.find({ $expr: { $eq: ['$p', /^a/i] } }).toArray()).toMatchObject([{ _id: 1 }])
    expect(
      await patterns.aggregate([{ $sort: { _id: 1 } }, { $project: { x: { $in: ['$p', [/^a/i]] } } }]).toArray(),
    ).toEqual([
      { _id: 1, x: true },
      { _id: 2, x: false },
    ])
  })

  test('evaluate let', async () => {
    const bindings = { least: { $multiply: [25, 1000] }, user: 'u1' }
    const filter = { $expr: { $and: [{ $eq: ['$user', '$$user'] }, { $gt: ['$price', '$$least'] }] } }
    expect(await sales().find(filter, { let: bindings }).toArray()).toMatchObject([{ _id: 3 }])
    expect(
      await sales()
        .aggregate([{ $match: filter }], { let: bindings })
        .toArray(),
    ).toMatchObject([{ _id: 3 }])
    expect(
      await sales()
        .aggregate([{ $skip: 0 }, { $project: { x: '$$least' } }, { $limit: 1 }], { let: bindings })
        .toArray(),
    ).toMatchObject([{ x: 25_000 }])
    expect(
      (
        await rejectionOf(
          sales()
            .find({}, { let: { x: '$price' } })
            .toArray(),
        )
      ).code,
    ).toEqual(expect.any(Number))
    expect((await rejectionOf(sales().find({ $expr: '$$unknown' }).toArray())).code).toBe(17276)
    const copy = database.db.collection('copied')
    await copy.insertMany([{ n: 1 }, { n: 2 }])
    await copy.updateMany(
      { $expr: { $eq: ['$n', '$$two'] } },
      { $set: { found: true } },
      { let: { two: { $add: [1, 1] } } },
    )
    expect(await copy.find({ found: true }).toArray()).toMatchObject([{ n: 2 }])
    await copy.deleteMany({ $expr: { $eq: ['$n', '$$two'] } }, { let: { two: { $add: [1, 1] } } })
    expect(await copy.countDocuments()).toBe(1)
  })

  test.runIf(isEmbedded)('refuse sums of whole numbers beyond 2^53', async () => {
    const large = database.db.collection('large')
    await large.insertMany([{ v: 2 ** 53 - 1 }, { v: 2 }])
    const code = async (stage: object) => (await rejectionOf(large.aggregate([stage]).toArray())).code
    expect(await code({ $group: { _id: null, s: { $sum: '$v' } } })).toBe(238)
    expect(await code({ $group: { _id: null, s: { $avg: '$v' } } })).toBe(238)
    expect(await code({ $project: { s: { $add: ['$v', 2 ** 52, 2 ** 52] } } })).toBe(238)
    expect(await code({ $project: { s: { $multiply: ['$v', 2 ** 53 - 1] } } })).toBe(238)
    await large.insertOne({ v: Long.fromString('9007199254740993') })
    expect(await code({ $group: { _id: null, s: { $sum: '$v' } } })).toBe(238)
  })

  test('refuse unknown stages and expressions', async () => {
    expect((await rejectionOf(run([{ $foo: 1 }]))).code).toBe(40324)
    expect((await rejectionOf(run([{ $project: { a: { $foo: 1 } } }]))).code).toEqual(expect.any(Number))
    expect((await rejectionOf(run([{ $group: { _id: null, a: { $foo: 1 } } }]))).code).toBe(15952)
    expect((await rejectionOf(run([{ $limit: -1 }]))).code).toEqual(expect.any(Number))
    expect((await rejectionOf(run([{ $match: { $bad: 1 } }, { $count: 'n' }]))).code).toBe(2)
  })
})
