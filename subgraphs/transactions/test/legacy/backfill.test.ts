import { waitUntil } from '@setrum/testing'
import { ObjectId } from 'mongodb'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ADMIN, SITI } from '../support/fixtures.js'
import { startTestTransactions, type TestTransactions } from '../support/start-test-transactions.js'

const LIST = `query($f: TransactionFilter) { transactions(filter: $f, first: 100) { nodes { invoice status employeeName } } }`
const SUMMARY = `query($f: SalesFilter) { salesSummary(filter: $f) {
  success { count amount } processing { count } failed { count } } }`

let subgraph: TestTransactions
beforeAll(async () => {
  subgraph = await startTestTransactions()
})
afterAll(() => subgraph?.stop())

const backfilled = () =>
  waitUntil(async () => (await subgraph.collection('transaction').countDocuments({ state: null })) === 0, {
    within: 5_000,
    what: 'the legacy backfill',
  })
const list = async (f: object = {}) => (await subgraph.execute(ADMIN, LIST, { f })).data.transactions.nodes
const summary = async (f: object) => (await subgraph.execute(ADMIN, SUMMARY, { f })).data.salesSummary

describe('rows of the old system', () => {
  const old = (more: object) => ({
    _id: new ObjectId(),
    customer_id: '12345678901',
    product_code: 'hpln50000',
    status: 1,
    admin: 0,
    nominal: 50_000,
    price: 50_500,
    rc: '00',
    tr_id: 700_123,
    info: JSON.stringify({ name: 'ORANG LAMA', sn: '1111-2222-3333-4444-5555/ORANG LAMA/R1M /000000900/33.1' }),
    user_id: new ObjectId('664000000000000000000002'),
    createdAt: new Date('2024-07-10T08:00:00Z'),
    updatedAt: new Date('2024-07-10T08:00:10Z'),
    ...more,
  })
  let imported: ReturnType<typeof old>[] = []
  const invoice = (digit: number) => `INV-000000000000090${digit}`
  beforeEach(async () => {
    await subgraph.collection('transaction').deleteMany({ invoice: { $regex: '^INV-000000000000090' } })
    imported = [
      old({ invoice: invoice(1) }),
      old({ invoice: invoice(2), product_code: 'PLNPOSTPAID', status: 0, rc: '42', price: 152_500, info: '{}' }),
      old({ invoice: invoice(3), status: 0, rc: '39', info: 'not json' }),
      old({
        invoice: invoice(4),
        product_code: 'PLNNONH',
        status: 2,
        rc: '37',
        info: null,
        user_id: '664000000000000000000003',
      }),
    ]
    await subgraph.collection('transaction').insertMany(imported as never)
    await backfilled()
  })

  test('load, show and count, and their columns stay as they were', async () => {
    const f = { from: '2024-07-10', to: '2024-07-10' }
    const nodes = await list(f)
    expect(nodes.map(({ invoice, status }: { invoice: string; status: string }) => [invoice, status]).sort()).toEqual([
      [invoice(1), 'SUCCESS'],
      [invoice(2), 'EXPIRED'],
      [invoice(3), 'PROCESSING'],
      [invoice(4), 'FAILED'],
    ])
    expect(nodes[0].employeeName).toMatch(/Siti Aminah|Budi Santoso/)
    expect(await summary(f)).toMatchObject({
      success: { count: 1, amount: 50_500 },
      processing: { count: 1 },
      failed: { count: 1 },
    })
    for (const row of imported) {
      const after = await subgraph.collection('transaction').findOne({ _id: row._id })
      expect(after).toMatchObject(row)
    }
  })

  test('can be read by id before the backfill, with the data of their JSON text', async () => {
    const id = new ObjectId()
    await subgraph.collection('transaction').insertOne(old({ _id: id, invoice: 'INV-0000000000000909' }) as never)
    const query =
      'query($id: ID!) { transaction(id: $id) { status token kwh productType employeeName shift { id } customer { name tariff power } } }'
    const { data } = await subgraph.execute(SITI, query, { id: id.toHexString() })
    expect(data.transaction).toEqual({
      status: 'SUCCESS',
      token: '11112222333344445555',
      kwh: 33.1,
      productType: 'PREPAID',
      employeeName: 'Siti Aminah',
      shift: null,
      customer: { name: 'ORANG LAMA', tariff: 'R1M', power: 900 },
    })
    await subgraph.collection('transaction').deleteOne({ _id: id })
  })

  test('that are changed before the backfill keep the change', async () => {
    const id = new ObjectId()
    await subgraph.collection('transaction').insertOne(old({ _id: id, invoice: 'INV-0000000000000907' }) as never)
    const print = 'mutation($id: ID!) { recordPrint(id: $id) { status printCount events { type } } }'
    const { data } = await subgraph.execute(SITI, print, { id: id.toHexString() })
    expect(data.recordPrint).toEqual({ status: 'SUCCESS', printCount: 1, events: [{ type: 'PRINTED' }] })
    await backfilled()
    expect(await subgraph.collection('transaction').findOne({ _id: id })).toMatchObject({
      printCount: 1,
      events: [{ type: 'PRINTED' }],
    })
    await subgraph.collection('transaction').deleteOne({ _id: id })
  })

  test('that were left in process for years need a review, and the biller is not queried', async () => {
    await list()
    const row = await subgraph.collection('transaction').findOne({ invoice: invoice(3) })
    expect(row).toMatchObject({ state: 'PROCESSING', reviewReasons: ['NOT_SETTLED_IN_A_DAY'], needsAttention: true })
    expect(row?.nextCheckAt).toBeUndefined()
    const attention = await list({ status: ['PROCESSING'], needsAttention: true })
    expect(attention.some((node: { invoice: string }) => node.invoice === invoice(3))).toBe(true)
  })

  test('of today that are in process are queried, never sent', async () => {
    const id = new ObjectId()
    const now = new Date()
    await subgraph
      .collection('transaction')
      .insertOne(
        old({ _id: id, invoice: 'INV-0000000000000908', status: 0, rc: '39', createdAt: now, updatedAt: now }) as never,
      )
    await list()
    await waitUntil(async () => {
      const row = await subgraph.collection('transaction').findOne({ _id: id })
      return row?.events?.some(({ type }: { type: string }) => type === 'STATUS_CHECK')
    })
    expect((await subgraph.biller.ledger()).transactions).toEqual([])
    await subgraph.collection('transaction').deleteOne({ _id: id })
  })
})
