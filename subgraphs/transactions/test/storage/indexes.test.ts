import type { Collection, Document } from 'mongodb'
import mongoose from 'mongoose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoRows } from '../../src/seed/seed.js'
import { ADMIN, BUDI, SITI } from '../support/fixtures.js'
import { buy, CHECK, inquire, ONE, PAY } from '../support/operations.js'
import { startTestTransactions, type TestTransactions } from '../support/start-test-transactions.js'

/** A database call, as mongoose reports it. */
interface DatabaseCall {
  collection: string
  method: string
  args: unknown[]
}

interface Stage {
  stage: string
  inputStage?: Stage
  inputStages?: Stage[]
}

let subgraph: TestTransactions
let calls: DatabaseCall[] = []
beforeAll(async () => {
  subgraph = await startTestTransactions()
  await subgraph.collection('transaction').insertMany(demoRows(new Date(), 'Asia/Jakarta') as never)
  mongoose.set('debug', (collection: string, method: string, ...args: unknown[]) => {
    calls.push({ collection, method, args })
  })
})
afterAll(async () => {
  mongoose.set('debug', false)
  await subgraph?.stop()
})

const LIST = `query($f: TransactionFilter, $page: Int, $sort: TransactionSort) {
  transactions(filter: $f, first: 20, page: $page, sort: $sort) { totalCount nodes { id } } }`
const SUMMARY = 'query($f: SalesFilter) { salesSummary(filter: $f) { success { count } daily { date } } }'
const DAYS = { from: '2026-01-01', to: '2026-12-31' }

const list = (f: object, more: object = {}) => subgraph.execute(ADMIN, LIST, { f, ...more })
const entities = (ref: object, fields: string) =>
  subgraph.execute(ADMIN, `query($r: [_Any!]!) { _entities(representations: $r) { ${fields} } }`, { r: [ref] })

// Without the list that has no condition: one database reads it along the index of its order, the other one scans and sorts.
const OPERATIONS: Record<string, () => Promise<unknown>> = {
  'the owner’s list by day': () => list(DAYS),
  'the owner’s list by status': () => list({ status: ['PROCESSING'] }),
  'the owner’s list by product type': () => list({ productType: 'NON_TAGLIS' }),
  'the transactions with review reasons': () => list({ needsAttention: true }),
  'the owner’s list by employee': () => list({ employeeId: SITI.role === 'EMPLOYEE' ? SITI.userId : '' }),
  'the owner’s list by shift': () => list({ shiftId: '665000000000000000000001' }),
  'a search by invoice': () => list({ search: 'INV-12345' }),
  'a search by last digits, with all other conditions': () =>
    list({ search: '4567', ...DAYS, status: ['SUCCESS'], employeeId: SITI.role === 'EMPLOYEE' ? SITI.userId : '' }),
  'a search by number': () => list({ search: '5430000000', productType: 'POSTPAID' }),
  'a search by a word': () => list({ search: 'jaya' }),
  'a search by several words': () => list({ search: 'jaya toko' }),
  'an employee’s search': () => subgraph.execute(SITI, LIST, { f: { search: 'jaya toko' } }),
  'a search without a word': () => list({ search: '(.*)' }),
  'an employee’s own list': () => subgraph.execute(SITI, LIST, {}),
  'an employee’s salesTotals': () => subgraph.execute(SITI, SUMMARY, { f: DAYS }),
  'the owner’s salesTotals': () => subgraph.execute(ADMIN, SUMMARY, { f: DAYS }),
  'salesTotals of a shift': () =>
    entities(
      { __typename: 'Shift', id: '665000000000000000000001' },
      '... on Shift { sales(filter: {from: "2026-01-01"}) { success { count } } }',
    ),
  'an employee’s customers': () => subgraph.execute(BUDI, '{ customers(search: "123", first: 5) { number } }'),
  'the owner’s customers': () => subgraph.execute(ADMIN, '{ customers(search: "agus", first: 5) { number } }'),
  'a sale, read and checked': async () => {
    const { id } = await buy(subgraph)
    await subgraph.execute(SITI, ONE, { id })
    return subgraph.execute(SITI, CHECK, { id })
  },
  'a bill, looked up and paid': async () => {
    const { id } = await inquire(subgraph)
    return subgraph.execute(SITI, PAY, { id })
  },
}

/** The jobs run beside every operation. A planner by cost scans a table of a few pages for rows that do not exist. */
const isBackfillJob = ({ method, args }: DatabaseCall) =>
  ['findOne {"state":null}', 'find {"searchTerms":null}'].includes(`${method} ${JSON.stringify(args[0])}`)

test.each(Object.entries(OPERATIONS))('%s is read by an index', async (_name, execute) => {
  calls = []
  const response = await execute()
  expect(response).not.toHaveProperty('errors')
  const transactionCalls = calls.filter((call) => call.collection === 'transaction' && !isBackfillJob(call))
  expect(transactionCalls).not.toEqual([])
  for (const call of transactionCalls) {
    const plan = await planOf(call, subgraph.collection('transaction'))
    if (plan) expect(stagesOf(plan), JSON.stringify(call)).not.toContain('COLLSCAN')
  }
})

test('a page is counted only when totalCount is selected', async () => {
  const methods = async (fields: string) => {
    calls = []
    await subgraph.execute(ADMIN, `{ transactions(filter: {status: [SUCCESS]}) { ${fields} } }`)
    return calls.map(({ method }) => method)
  }
  expect(await methods('nodes { id } pageInfo { hasNextPage hasPreviousPage }')).not.toContain('countDocuments')
  expect(await methods('totalCount')).toContain('countDocuments')
})

test('a query without an index is detected as a scan', async () => {
  const { queryPlanner } = await subgraph.collection('transaction').find({ sn: 'x' }).explain()
  expect(stagesOf(queryPlanner.winningPlan)).toContain('COLLSCAN')
})

/** The database's plan for a call; null when it reads no rows. */
async function planOf({ method, args }: DatabaseCall, rows: Collection<Document>): Promise<Stage | null> {
  const [first, second] = args as [Document, Document | undefined]
  switch (method) {
    case 'insertOne':
    case 'estimatedDocumentCount':
    case 'createIndex':
      return null
    case 'aggregate':
      return (await rows.aggregate(first as unknown as Document[], hintOf(second)).explain()).queryPlanner.winningPlan
    case 'distinct':
      return (await rows.find(second ?? {}).explain()).queryPlanner.winningPlan
    case 'find':
    case 'findOne': {
      const { sort, limit, skip, projection, hint } = second ?? {}
      const maxRows = method === 'findOne' ? 1 : limit
      const options = { sort, skip, projection, ...hintOf({ hint }), ...(maxRows ? { limit: maxRows } : {}) }
      return (await rows.find(first, options).explain()).queryPlanner.winningPlan
    }
    default:
      // Counts and changes: the plan of their filter.
      return (await rows.find(first, hintOf(second)).explain()).queryPlanner.winningPlan
  }
}

const hintOf = (options: Document | undefined) => (options?.hint ? { hint: options.hint } : {})

function stagesOf({ stage, inputStage, inputStages = [] }: Stage): string[] {
  return [stage, ...[...(inputStage ? [inputStage] : []), ...inputStages].flatMap(stagesOf)]
}
