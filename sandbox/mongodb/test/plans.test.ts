import { propertyRuns } from '@setrum/testing/randomness'
import fc from 'fast-check'
import { Decimal128, type Document, Long, MongoClient, ObjectId } from 'mongodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseSort, sortKeys } from '../src/query/sort.js'
import { startEmbedded } from './support/use-database.js'

// Every plan must return the result of a collection scan.

let database: Awaited<ReturnType<typeof startEmbedded>>
let client: MongoClient
beforeAll(async () => {
  database = await startEmbedded()
  client = await MongoClient.connect(database.uri)
})
afterAll(async () => {
  await client.close()
  await database.stop()
})

const ids = [new ObjectId('000000000000000000000001'), new ObjectId('ffffffffffffffffffffffff')]
const scalar = fc.constantFrom<unknown>(
  null,
  0,
  1,
  2,
  -1,
  1.5,
  -0.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 53,
  Long.fromString('9007199254740993'),
  Decimal128.fromString('9007199254740993'),
  Decimal128.fromString('9007199254740992.5'),
  Decimal128.fromString('0.1'),
  '',
  'a',
  'ab',
  'b\0c',
  'é',
  '𝄞',
  '\uffff',
  true,
  false,
  new Date(0),
  new Date(-5),
  new Date(1e12),
  ...ids,
)
const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(fc.array(scalar, { maxLength: 2 }), { maxLength: 2 }) },
  { weight: 1, arbitrary: fc.record({ x: scalar }) },
)
const inner = fc.oneof(
  value,
  fc.record({ x: scalar, y: scalar }, { requiredKeys: [] }),
  fc.array(fc.record({ x: scalar, y: scalar }, { requiredKeys: [] }), { maxLength: 3 }),
)
const document = fc.record({ a: value, b: value, c: scalar, d: inner }, { requiredKeys: [] })

const path = fc.constantFrom('a', 'b', 'c', 'd.x', 'd.y')
const operators = fc.oneof(
  scalar,
  fc.record({ $gt: scalar }),
  fc.record({ $gte: scalar, $lt: scalar }),
  fc.record({ $lte: scalar }),
  fc.record({ $in: fc.array(scalar, { maxLength: 4 }) }),
  fc.record({ $ne: scalar }),
  fc.constantFrom(
    { $exists: true },
    { $exists: false },
    { $regex: '^a' },
    { $type: 'number' },
    { $type: 'double' },
    { $in: [/^ab/, /^a/, /^b/] },
    { $gt: 0, $lt: 2 },
  ),
)
const conditions = fc
  .array(fc.tuple(path, operators), { minLength: 1, maxLength: 3 })
  .map((pairs) => Object.fromEntries(pairs))
const filter = fc.oneof(
  { weight: 4, arbitrary: conditions },
  { weight: 1, arbitrary: fc.tuple(conditions, conditions).map((both) => ({ $or: both })) },
  {
    weight: 1,
    arbitrary: fc.tuple(conditions, conditions, conditions).map(([base, ...both]) => ({ ...base, $or: both })),
  },
  { weight: 1, arbitrary: fc.tuple(conditions, conditions).map((both) => ({ $and: both })) },
  {
    weight: 1,
    arbitrary: fc.tuple(path, operators, operators).map(([one, ...both]) => ({
      $and: both.map((operator) => ({ [one]: operator })),
    })),
  },
)
const sort = fc.uniqueArray(fc.tuple(path, fc.constantFrom<1 | -1>(1, -1)), {
  maxLength: 2,
  selector: ([name]) => name,
})

const write = fc.oneof(
  fc.tuple(fc.constant('insert' as const), document),
  fc.tuple(fc.constant('set' as const), filter, path, value),
  fc.tuple(fc.constant('replace' as const), filter, document),
  fc.tuple(fc.constant('delete' as const), filter),
)

const INDEXES = [
  { key: { a: 1 } },
  { key: { a: 1, b: -1 } },
  { key: { c: -1, a: 1 } },
  { key: { 'd.x': 1, c: 1 } },
  { key: { 'd.x': 1, 'd.y': 1 } },
  { key: { b: 1 }, sparse: true },
  { key: { c: 1 }, name: 'partial', partialFilterExpression: { c: { $gt: 0 } } },
] as const

let round = 0

async function carryOut(
  collection: ReturnType<ReturnType<MongoClient['db']>['collection']>,
  [kind, ...rest]: readonly unknown[],
): Promise<void> {
  const [first, second, third] = rest
  try {
    if (kind === 'insert') await collection.insertOne(first as Document)
    else if (kind === 'set') await collection.updateOne(first as Document, { $set: { [String(second)]: third } })
    else if (kind === 'replace') await collection.replaceOne(first as Document, second as Document)
    else await collection.deleteOne(first as Document)
  } catch (error) {
    // A refused write must change nothing.
    if (![171, 28].includes(Number(Object(error).code))) throw error
  }
}

test('every plan finds the same documents as a collection scan, after any writes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(document, { minLength: 10, maxLength: 40 }),
      fc.array(write, { maxLength: 10 }),
      fc.array(fc.tuple(filter, sort), { minLength: 6, maxLength: 10 }),
      async (documents, writes, queries) => {
        const collection = client.db('p').collection(`c${++round}`)
        await collection.createIndexes(INDEXES.map((index) => ({ ...index })))
        for (const inserted of documents) await carryOut(collection, ['insert', inserted])
        for (const change of writes) await carryOut(collection, change)
        for (const [query, order] of queries) {
          const sorted: Record<string, 1 | -1> | undefined =
            order.length > 0 ? { ...Object.fromEntries(order), _id: 1 } : undefined
          const truth = await collection.find(query).hint({ $natural: 1 }).toArray()
          const key = ({ _id }: Document) => String(_id)
          const found = await collection.find(query, { ...(sorted && { sort: sorted }) }).toArray()
          expect(found.map(key).sort()).toEqual(truth.map(key).sort())
          expect(await collection.countDocuments(query)).toBe(truth.length)
          expect((await collection.aggregate([{ $match: query }, { $count: 'n' }]).toArray())[0]?.n ?? 0).toBe(
            truth.length,
          )
          if (sorted) {
            const inOrder = await collection.find(query).hint({ $natural: 1 }).sort(sorted).toArray()
            expect(found.map(key)).toEqual(inOrder.map(key))
            // With a limit, the index order must match up to equal values.
            const [name, direction] = order[0] ?? ['a', 1]
            const first = await collection
              .find(query)
              .sort({ [name]: direction })
              .limit(5)
              .toArray()
            const all = await collection
              .find(query)
              .hint({ $natural: 1 })
              .sort({ [name]: direction })
              .toArray()
            const keysOf = sortKeys(parseSort({ [name]: direction }))
            // A missing value and null sort as equal.
            const sortedBy = (found: Document) => keysOf(found).map((part) => part ?? null)
            expect(first.map(sortedBy)).toEqual(all.slice(0, 5).map(sortedBy))
          }
          for (const { key: pattern, ...options } of INDEXES) {
            if ('sparse' in options || 'partialFilterExpression' in options) continue
            const hinted = await collection.find(query).hint(pattern).toArray()
            expect(hinted.map(key).sort()).toEqual(truth.map(key).sort())
          }
        }
        await collection.drop()
      },
    ),
    { ...propertyRuns(15), endOnFailure: true },
  )
}, 300_000)
