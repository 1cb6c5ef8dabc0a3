import type { Viewer } from '@setrum/identity'
import { codeOf, executeOnSubgraph, waitUntil } from '@setrum/testing'
import { ObjectId } from 'mongodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoRows } from '../../src/seed/seed.js'
import { ADMIN, BUDI, SITI } from '../support/fixtures.js'
import { buy } from '../support/operations.js'
import { startTestTransactions, type TestTransactions } from '../support/start-test-transactions.js'

const LIST = `query($s: String, $sort: TransactionSort) { transactions(filter: { search: $s }, first: 100, sort: $sort) {
  totalCount nodes { invoice createdAt } } }`

let subgraph: TestTransactions
beforeAll(async () => {
  subgraph = await startTestTransactions()
})
afterAll(() => subgraph?.stop())

const found = async (search: string, viewer: Viewer = ADMIN): Promise<string[]> => {
  const { data, errors } = await subgraph.execute(viewer, LIST, { s: search })
  if (errors) throw new Error(JSON.stringify(errors))
  const invoices = data.transactions.nodes.map(({ invoice }: { invoice: string }) => invoice)
  expect(data.transactions.totalCount).toBe(invoices.length)
  return invoices
}

describe('a token sale that was just made', () => {
  let sale: { id: string; invoice: string; token: string }
  let row: Record<string, unknown>
  beforeAll(async () => {
    const { id } = await buy(subgraph, { meterNumber: '14300000042' })
    await subgraph.settled(id)
    row = (await subgraph.collection('transaction').findOne({ _id: new ObjectId(id) })) ?? {}
    sale = { id, invoice: String(row.invoice), token: String(row.token) }
  })

  test('is found by its invoice, its numbers and its customer, by the owner and its employee only', async () => {
    const { name } = row.customer as { name: string }
    const searches = [
      sale.invoice,
      sale.invoice.replace('-', ''),
      sale.invoice.slice(4),
      sale.invoice.slice(-6),
      '14300000042',
      '1430 0000 042',
      '1430000004',
      '0042',
      '543000000042',
      '5430-0000-0042',
      name,
      name.toLowerCase().replace(' ', '   '),
      name.split(' ').reverse().join(' '),
      name.split(' ')[1] ?? '',
    ]
    for (const search of searches) {
      expect(await found(search), search).toEqual([sale.invoice])
      expect(await found(search, SITI), search).toEqual([sale.invoice])
      expect(await found(search, BUDI), search).toEqual([])
    }
  })

  test('is found by the last four digits of its token by the owner, not by an employee', async () => {
    const last = sale.token.slice(-4)
    expect(last).toMatch(/^\d{4}$/)
    expect(await found(last)).toEqual([sale.invoice])
    expect(await found(last, SITI)).toEqual([])
  })
})

test('a name with double blanks is found as it is printed', async () => {
  const [row] = demoRows(new Date('2026-03-31T20:00:00+07:00'), 'Asia/Jakarta')
  const { searchTerms: _removed, ...earlier } = {
    ...row,
    invoice: 'INV-0000000000000777',
    customer: { name: 'SITI  NUR   AMINAH' },
  }
  await subgraph.collection('transaction').insertOne(earlier as never)
  const other = await subgraph.startAnother()
  expect(await found('SITI NUR AMINAH')).toEqual([earlier.invoice])
  expect(await found('nur')).toEqual([earlier.invoice])
  await other.stop()
})

describe('sales of a version without search terms', () => {
  const rows = demoRows(new Date('2025-03-31T20:00:00+07:00'), 'Asia/Jakarta').slice(0, 1_000)
  const missing = () => subgraph.collection('transaction').countDocuments({ searchTerms: null })

  test('are found after the next start, also after a start that was interrupted', async () => {
    await subgraph.collection('transaction').insertMany(rows.map(({ searchTerms: _removed, ...row }) => row) as never)
    const target = rows.at(-1)?.invoice ?? ''
    expect(await found(target)).toEqual([])

    const interrupted = await subgraph.startAnotherUnprepared()
    await waitUntil(async () => (await missing()) < rows.length, { what: 'the first batch' })
    await interrupted.stop()

    const next = await subgraph.startAnother()
    await waitUntil(async () => (await missing()) === 0, { what: 'the terms of every sale' })
    expect(await found(target)).toEqual([target])
    await next.stop()
    const stored = await subgraph
      .collection('transaction')
      .find({ invoice: { $in: rows.map((row) => row.invoice) } })
      .toArray()
    const terms = (all: readonly object[]) =>
      new Map(all.map((row) => [Object(row).invoice, [...Object(row).searchTerms].sort()]))
    expect(terms(stored)).toEqual(terms(rows))
  })
})

test('a search is in the order of the list, whatever it searches by', async () => {
  for (const search of ['WIJAYA', 'TOKO JAYA', '0007', '5430000000']) {
    for (const sort of ['NEWEST', 'OLDEST']) {
      const { data } = await subgraph.execute(ADMIN, LIST, { s: search, sort })
      const dates: string[] = data.transactions.nodes.map(({ createdAt }: { createdAt: string }) => createdAt)
      expect(dates.length, search).toBeGreaterThan(1)
      expect(dates).toEqual(sort === 'NEWEST' ? [...dates].sort().reverse() : [...dates].sort())
    }
  }
})

test('a count of a search stops at its limit', async () => {
  const count = 'query($s: String, $limit: Int!) { transactions(filter: { search: $s }) { countUpTo(limit: $limit) } }'
  const countUpTo = async (s: string, limit: number) =>
    (await subgraph.execute(ADMIN, count, { s, limit })).data.transactions.countUpTo
  const { data } = await subgraph.execute(ADMIN, LIST, { s: 'WIJAYA' })
  const total = data.transactions.totalCount
  expect(await countUpTo('WIJAYA', 10)).toBe(10)
  expect(await countUpTo('WIJAYA', 1_000)).toBe(total)
  expect(await countUpTo('', 10)).toBe(10)
  for (const limit of [0, 10_001]) {
    expect(codeOf(await subgraph.execute(ADMIN, count, { s: 'WIJAYA', limit }))).toBe('BAD_USER_INPUT')
  }
})

test('a search that takes longer than the caller waits is QUERY_TIMEOUT, and the next one is answered', async () => {
  const variables = { s: 'WIJAYA', sort: 'PRICE_HIGHEST' }
  const request = { port: subgraph.port, to: 'transactions', viewer: ADMIN, query: LIST, variables } as const
  for (let count = 0; count < 20; count += 1) {
    expect(codeOf(await executeOnSubgraph({ ...request, timeoutMs: 1 }))).toBe('QUERY_TIMEOUT')
  }
  const { data } = await subgraph.execute(ADMIN, LIST, variables)
  expect(data.transactions.totalCount).toBeGreaterThan(64)
  expect((await fetch(`http://127.0.0.1:${subgraph.port}/health/ready`)).status).toBe(200)
})
