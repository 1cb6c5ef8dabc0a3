import { Decimal128, Long, MongoClient } from 'mongodb'
import { describe, expect, test } from 'vitest'
import { isEmbedded, rejectionOf, startEmbedded, useDatabase } from './support/use-database.js'

const database = useDatabase()

describe.runIf(isEmbedded)('unsupported features are refused', () => {
  const command = (body: object) => rejectionOf(database.db.command(body))
  const find = (options: object) => command({ find: 'c', ...options })

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
    const sorted = database.db.collection('c').updateOne({}, { $set: { a: 1 } }, { sort: { a: 1 } })
    expect(await rejectionOf(sorted)).toMatchObject({ code: 40415 })
    expect(await find({ limit: 'x' })).toMatchObject({ code: 14 })
    expect(await find({ skip: -1 })).toMatchObject({ code: 51024 })
    await database.db.command({ find: 'c', collation: { locale: 'simple' } })
  })

  const refused: [feature: string, code: number, make: () => object][] = [
    ...['$where', '$text', '$jsonSchema', '$foo'].map((name) => filter(name, { [name]: {} })),
    ...[
      '$all',
      '$elemMatch',
      '$mod',
      '$bitsAllSet',
      '$bitsAnySet',
      '$bitsAllClear',
      '$bitsAnyClear',
      '$near',
      '$geoWithin',
    ].map((name) => filter(name, { a: { [name]: [1, 1] } })),
    ...['$pull', '$pullAll', '$addToSet', '$pop', '$rename', '$bit', '$mul', '$min', '$max', '$currentDate'].map(
      (name) => update(name, 9, { [name]: { a: 1 } }),
    ),
    ...['$slice', '$sort', '$position'].map((name) =>
      update(`${name} in $push`, 2, { $push: { a: { $each: [], [name]: 1 } } }),
    ),
    ...['a.$', 'a.$[]', 'a.$[x].b'].map((path) => update(path, 238, { $set: { [path]: 1 } })),
    ...['$a', 'a.$each'].map((path) => update(path, 52, { $set: { [path]: 1 } })),
    update('arrayFilters', 238, { $set: { a: 1 } }, { arrayFilters: [{ x: 1 }] }),
    update('a pipeline', 238, [{ $set: { a: 1 } }]),
    ...['$slice', '$elemMatch', '$meta'].map((name) => projection(`${name} in a projection`, { a: { [name]: {} } })),
    projection('a positional projection', { 'a.$': 1 }),
    ...[
      '$bucket $bucketAuto $changeStream $collStats $densify $documents $facet $fill $geoNear $graphLookup $indexStats $lookup',
      '$merge $out $redact $replaceRoot $replaceWith $sample $search $setWindowFields $sortByCount $unionWith $unwind',
    ]
      .join(' ')
      .split(' ')
      .map((name) => stage(name, 40324, { [name]: 'x' })),
    ...[
      '$function $map $reduce $range $let $switch $concat $toUpper $toString $convert $regexMatch $mergeObjects $arrayElemAt',
      '$abs $mod $sum $max $dateTrunc $dateAdd $objectToArray $setUnion $getField $rand',
    ]
      .join(' ')
      .split(' ')
      .map((name) => stage(name, 168, { $project: { a: { [name]: [1] } } })),
    ...['$top', '$firstN', '$mergeObjects', '$stdDevPop', '$accumulator'].map((name) =>
      stage(`${name} in $group`, 15952, { $group: { _id: 1, a: { [name]: '$a' } } }),
    ),
  ]

  function filter(name: string, query: object): (typeof refused)[number] {
    return [name, 2, () => ({ find: 'c', filter: query })]
  }
  function update(name: string, code: number, u: object, options: object = {}): (typeof refused)[number] {
    return [name, code, () => ({ findAndModify: 'c', query: {}, update: u, upsert: true, ...options })]
  }
  function projection(name: string, fields: object): (typeof refused)[number] {
    return [name, 238, () => ({ find: 'c', projection: fields })]
  }
  function stage(name: string, code: number, only: object): (typeof refused)[number] {
    return [name, code, () => ({ aggregate: 'c', pipeline: [only], cursor: {} })]
  }

  test.each(refused)('%s is refused with code %i and leaves no trace', async (_name, code, make) => {
    expect(await command(make())).toMatchObject({
      code,
      message: expect.stringMatching(/embedded database does not support .*use MongoDB/),
    })
    expect(await database.db.listCollections({ name: 'c' }).toArray()).toEqual([])
  })

  test('computing with decimals', async () => {
    await database.db.collection('dec').insertOne({ d: Decimal128.fromString('1.5') })
    for (const only of [{ $group: { _id: null, s: { $sum: '$d' } } }, { $project: { s: { $add: ['$d', 1] } } }]) {
      expect(await command({ aggregate: 'dec', pipeline: [only], cursor: {} })).toMatchObject({ code: 238 })
    }
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

  test('maxTimeMS ends a long regular expression and a long loop', async () => {
    const slow = database.db.collection('slowest')
    await slow.insertOne({ t: 'a'.repeat(40), list: Array.from({ length: 5000 }, (_, n) => n) })
    expect((await rejectionOf(slow.find({ t: /^(a+)+b$/ }, { maxTimeMS: 100 }).toArray())).code).toBe(50)
    const write = database.db.command({
      findAndModify: 'slowest',
      query: { t: { $regex: '^(a|aa)+b$' } },
      update: { $set: { n: 1 } },
      maxTimeMS: 100,
    })
    expect((await rejectionOf(write)).code).toBe(50)
    expect(await slow.countDocuments({ n: { $exists: false } })).toBe(1)
    const inner = { $filter: { input: '$list', cond: { $gt: ['$$this', 0] } } }
    const loop = { $filter: { input: '$list', cond: { $gt: [{ $size: inner }, 0] } } }
    const pipeline = [{ $project: { n: { $size: loop } } }]
    expect((await rejectionOf(slow.aggregate(pipeline, { maxTimeMS: 100 }).toArray())).code).toBe(50)
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
