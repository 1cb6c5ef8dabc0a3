import { Long } from 'mongodb'
import { beforeAll, describe, expect, test } from 'vitest'
import { rejectionOf, useDatabase } from './support/use-database.js'

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
  await database.db.collection('users').insertMany([
    { _id: 'u1' as never, name: 'Siti' },
    { _id: 'u2' as never, name: 'Budi' },
  ])
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

  test('run all facets on the same documents', async () => {
    expect(
      await run([
        { $match: { price: { $lt: 1_000_000 } } },
        {
          $facet: {
            page: [{ $sort: { price: -1 } }, { $skip: 1 }, { $limit: 1 }, { $project: { price: 1 } }],
            total: [{ $count: 'count' }],
            byStatus: [{ $group: { _id: '$status', n: { $sum: 1 } } }, { $sort: { _id: 1 } }],
          },
        },
      ]),
    ).toEqual([
      {
        page: [{ _id: 2, price: 50_000 }],
        total: [{ count: 3 }],
        byStatus: [
          { _id: 'FAILED', n: 1 },
          { _id: 'SUCCESS', n: 2 },
        ],
      },
    ])
  })

  test('unwind arrays, with and without empty ones', async () => {
    expect(await run([{ $unwind: '$tags' }, { $sort: { _id: 1, tags: 1 } }, { $project: { tags: 1 } }])).toEqual([
      { _id: 1, tags: 'a' },
      { _id: 1, tags: 'b' },
      { _id: 2, tags: 'b' },
    ])
    expect(
      await run([
        { $unwind: { path: '$tags', preserveNullAndEmptyArrays: true, includeArrayIndex: 'i' } },
        { $sort: { _id: 1, i: 1 } },
        { $project: { tags: 1, i: 1 } },
      ]),
    ).toEqual([
      { _id: 1, tags: 'a', i: 0 },
      { _id: 1, tags: 'b', i: 1 },
      { _id: 2, tags: 'b', i: 0 },
      { _id: 3, i: null },
      { _id: 4, i: null },
    ])
    expect(await run([{ $unwind: '$tags' }, { $sortByCount: '$tags' }])).toEqual([
      { _id: 'b', count: 2 },
      { _id: 'a', count: 1 },
    ])
  })

  test('join and append other collections', async () => {
    expect(
      await run([
        { $match: { _id: { $in: [1, 4] } } },
        { $sort: { _id: 1 } },
        { $lookup: { from: 'users', localField: 'user', foreignField: '_id', as: 'seller' } },
        { $project: { seller: '$seller.name' } },
      ]),
    ).toEqual([
      { _id: 1, seller: ['Siti'] },
      { _id: 4, seller: [] },
    ])
    expect(
      await run([
        { $match: { _id: 2 } },
        {
          $lookup: {
            from: 'users',
            let: { u: '$user' },
            pipeline: [{ $match: { $expr: { $eq: ['$_id', '$$u'] } } }, { $project: { _id: 0, name: 1 } }],
            as: 'seller',
          },
        },
        { $project: { seller: 1 } },
      ]),
    ).toEqual([{ _id: 2, seller: [{ name: 'Budi' }] }])
    expect(
      await run([
        { $match: { _id: 1 } },
        { $project: { _id: 1 } },
        { $unionWith: { coll: 'users', pipeline: [{ $sort: { _id: 1 } }, { $project: { _id: 1 } }] } },
      ]),
    ).toEqual([{ _id: 1 }, { _id: 'u1' }, { _id: 'u2' }])
  })

  test('compute, rename and remove fields', async () => {
    expect(
      await run([
        { $match: { _id: 1 } },
        {
          $addFields: {
            fee: { $multiply: ['$price', 0.1] },
            'inner.user': '$user',
            upper: { $toUpper: '$user' },
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
        upper: 'U1',
        size: 2,
        none: 'n/a',
        big: true,
      },
    ])
    expect(await run([{ $match: { _id: 1 } }, { $replaceRoot: { newRoot: { only: '$price' } } }])).toEqual([
      { only: 20_000 },
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

  test('return the first document of a group in a given order', async () => {
    expect(
      await run([
        {
          $group: {
            _id: null,
            dearest: { $top: { sortBy: { price: -1 }, output: '$_id' } },
            users: { $addToSet: '$user' },
          },
        },
        { $project: { dearest: 1, users: { $size: '$users' } } },
      ]),
    ).toEqual([{ _id: null, dearest: 4, users: 3 }])
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

  test('refuse unknown stages and expressions', async () => {
    expect((await rejectionOf(run([{ $foo: 1 }]))).code).toBe(40324)
    expect((await rejectionOf(run([{ $project: { a: { $foo: 1 } } }]))).code).toEqual(expect.any(Number))
    expect((await rejectionOf(run([{ $group: { _id: null, a: { $foo: 1 } } }]))).code).toBe(15952)
    expect((await rejectionOf(run([{ $limit: -1 }]))).code).toEqual(expect.any(Number))
    expect((await rejectionOf(run([{ $match: { $bad: 1 } }, { $count: 'n' }]))).code).toBe(2)
  })
})
