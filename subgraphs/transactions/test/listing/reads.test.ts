import { codeOf } from '@setrum/testing'
import { strFromU8, unzipSync } from 'fflate'
import { ObjectId } from 'mongodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoRows } from '../../src/seed/seed.js'
import { ADMIN, ANONYMOUS, BUDI, SITI } from '../support/fixtures.js'
import { startTestTransactions, type TestTransactions } from '../support/start-test-transactions.js'

interface Row {
  id: string
  createdAt: string
  price: number | null
}

const LIST = `query($f: TransactionFilter, $first: Int, $after: String, $page: Int, $sort: TransactionSort) {
  transactions(filter: $f, first: $first, after: $after, page: $page, sort: $sort) {
    totalCount nodes { id invoice status price createdAt employeeName customer { number name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`
const SUMMARY = `query($f: SalesFilter) { salesSummary(filter: $f) {
  success { count amount share } processing { count amount share } failed { count amount share } profit
  byProductType { productType count amount profit }
  daily { date profit success { count amount average } processing { count } failed { count amount } } } }`

let subgraph: TestTransactions
let rows: Record<string, unknown>[]
beforeAll(async () => {
  subgraph = await startTestTransactions()
})
afterAll(() => subgraph?.stop())

const list = async (variables: object = {}, viewer = ADMIN) => {
  const response = await subgraph.execute(viewer, LIST, { ...variables })
  return response.data?.transactions ?? Promise.reject(new Error(JSON.stringify(response.errors)))
}
const summary = async (f: object = {}, viewer = ADMIN) =>
  (await subgraph.execute(viewer, SUMMARY, { f })).data.salesSummary

describe('over the demo sales of ninety days', () => {
  beforeAll(async () => {
    rows = demoRows(new Date('2026-03-31T20:00:00+07:00'), 'Asia/Jakarta') as never
    await subgraph.collection('transaction').insertMany(rows as never)
  })

  const isSale = ({ state }: Record<string, unknown>) => ['SUCCESS', 'PROCESSING', 'FAILED'].includes(String(state))
  const sum = (of: Record<string, unknown>[], column: string) =>
    of.reduce((total, row) => total + Number(row[column] ?? 0), 0)

  test('the list is newest first, and its cursors lead to every transaction once', async () => {
    const seen: string[] = []
    let after: string | null = null
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ f: { status: ['FAILED'] }, first: 100, after })
      seen.push(...page.nodes.map(({ id }: { id: string }) => id))
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null)
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
    } while (after)
    const failed = rows.filter(({ state }) => state === 'FAILED')
    expect(seen).toHaveLength(failed.length)
    expect(new Set(seen).size).toBe(failed.length)
    const dates = (await list({ first: 50 })).nodes.map(({ createdAt }: { createdAt: string }) => createdAt)
    expect(dates).toEqual([...dates].sort().reverse())
  })

  test.each([
    ['OLDEST', ({ createdAt }: Row) => Date.parse(createdAt)],
    ['PRICE_LOWEST', ({ price }: Row) => price ?? Number.NEGATIVE_INFINITY],
    ['PRICE_HIGHEST', ({ price }: Row) => -(price ?? Number.NEGATIVE_INFINITY)],
  ] as const)(
    'in the order %s cursors lead to every transaction once, also to those without a price',
    async (sort, keyOf) => {
      const without = rows.find(({ state }) => state === 'FAILED') ?? rows[0]
      await subgraph.collection('transaction').updateOne({ invoice: without?.invoice }, { $set: { price: null } })
      const seen: Row[] = []
      for (let after: string | null = null; ; ) {
        const page: Awaited<ReturnType<typeof list>> = await list({ f: { status: ['FAILED'] }, first: 30, after, sort })
        seen.push(...page.nodes)
        if (!page.pageInfo.hasNextPage) break
        after = page.pageInfo.endCursor
      }
      await subgraph
        .collection('transaction')
        .updateOne({ invoice: without?.invoice }, { $set: { price: without?.price } })
      expect(new Set(seen.map(({ id }) => id)).size).toBe(rows.filter(({ state }) => state === 'FAILED').length)
      const keys = seen.map(keyOf)
      expect(keys).toEqual([...keys].sort((a, b) => a - b))
    },
  )

  test('a cursor of another order is refused', async () => {
    const orders = ['NEWEST', 'OLDEST', 'PRICE_HIGHEST', 'PRICE_LOWEST']
    for (const sort of orders) {
      const { pageInfo } = await list({ first: 5, sort })
      for (const other of orders) {
        const response = await subgraph.execute(ADMIN, LIST, { first: 5, after: pageInfo.endCursor, sort: other })
        expect(codeOf(response), `${sort} in ${other}`).toBe(other === sort ? undefined : 'BAD_USER_INPUT')
      }
    }
  })

  test('pages by number are the same list', async () => {
    const first = await list({ first: 10, page: 1 })
    const second = await list({ first: 10, page: 2 })
    const after = await list({ first: 10, after: first.pageInfo.endCursor })
    expect(second.nodes).toEqual(after.nodes)
    // Without a filter it is the database's own estimate, which on some engines follows a write by about a second.
    const total = async () => (await list({ first: 1 })).totalCount
    await expect.poll(total, { timeout: 30_000 }).toBe(rows.length)
    expect(first.pageInfo.hasPreviousPage).toBe(false)
    expect(second.pageInfo.hasPreviousPage).toBe(true)
  })

  test('employees see only their own, with any filter', async () => {
    const own = rows.filter(({ employeeId }) => employeeId === '664000000000000000000002').length
    expect((await list({}, SITI)).totalCount).toBe(own)
    expect((await list({ f: { employeeId: '664000000000000000000003' } }, SITI)).totalCount).toBe(0)
    expect((await list({ f: { employeeId: '664000000000000000000002' } })).totalCount).toBe(own)
    expect(codeOf(await subgraph.execute(ANONYMOUS, LIST, {}))).toBe('UNAUTHENTICATED')
    const idOfBudi = String(rows.find(({ employeeId }) => employeeId === '664000000000000000000003')?._id)
    const query = 'query($id: ID!) { transaction(id: $id) { id } }'
    expect((await subgraph.execute(SITI, query, { id: idOfBudi })).data.transaction).toBeNull()
    expect((await subgraph.execute(BUDI, query, { id: idOfBudi })).data.transaction.id).toBe(idOfBudi)
    expect((await subgraph.execute(ADMIN, query, { id: 'no id at all' })).data.transaction).toBeNull()
  })

  test('search finds by invoice with or without hyphen, by number, by part of a name, and takes no pattern', async () => {
    const row = rows.find(({ productType }) => productType === 'PREPAID') ?? {}
    const invoice = String(row.invoice)
    const find = async (search: string) => (await list({ f: { search } })).totalCount
    expect(await find(invoice)).toBe(1)
    expect(await find(invoice.replace('-', ''))).toBe(1)
    expect(await find(invoice.slice(4))).toBe(1)
    expect(await find(invoice.toLowerCase())).toBe(1)
    expect(await find(String(row.customer_id))).toBe(rows.filter((r) => r.customer_id === row.customer_id).length)
    expect(await find('susilo')).toBe(
      rows.filter((r) => (r.customer as { name: string }).name === 'JOKO SUSILO').length,
    )
    expect(await find('inv')).toBe(0)
    for (const pattern of ['.*', '(', 'J.KO', '$ne', '\\']) expect(await find(pattern)).toBe(0)
  })

  test('the summary equals the sums of the rows, in total and by day', async () => {
    const sales = rows.filter(isSale)
    const success = sales.filter(({ state }) => state === 'SUCCESS')
    const all = await summary()
    expect(all.success).toEqual({
      count: success.length,
      amount: sum(success, 'price'),
      share: success.length / sales.length,
    })
    expect(all.success.share + all.processing.share + all.failed.share).toBeCloseTo(1)
    expect(all.profit).toBe(sum(success, 'profitIdr'))
    expect(all.daily.map(({ date }: { date: string }) => date)).toEqual(
      [...new Set(sales.map(({ businessDate }) => businessDate))].sort(),
    )
    expect(
      sum(
        all.daily.map(({ success }: { success: object }) => success),
        'amount',
      ),
    ).toBe(all.success.amount)
    expect(sum(all.byProductType, 'amount')).toBe(all.success.amount)
    for (const { success: day } of all.daily) {
      expect(day.average).toBe(day.count === 0 ? 0 : Math.round(day.amount / day.count))
    }
  })

  test.each([
    [{ from: '2026-03-01', to: '2026-03-07' }],
    [{ productType: 'POSTPAID' }],
    [{ employeeId: '664000000000000000000003', from: '2026-03-01' }],
    [{ shiftId: '665000000000000000000003' }],
    [{ from: '2027-01-01' }],
  ])('the filter %j counts the matching sales, its last day included', async (f: Record<string, string>) => {
    const expected = rows.filter(
      (row) =>
        row.state === 'SUCCESS' &&
        (!f.from || String(row.businessDate) >= f.from) &&
        (!f.to || String(row.businessDate) <= f.to) &&
        (!f.productType || row.productType === f.productType) &&
        (!f.employeeId || row.employeeId === f.employeeId) &&
        (!f.shiftId || row.shiftId === f.shiftId),
    )
    const found = await summary(f)
    expect(found.success).toMatchObject({ count: expected.length, amount: sum(expected, 'price') })
    if (expected.length === 0) expect(found.success.share).toBe(0)
  })

  test('only admins see the profit', async () => {
    const own = await summary({}, SITI)
    expect(own.profit).toBeNull()
    expect(own.daily[0].profit).toBeNull()
    expect(own.byProductType[0].profit).toBeNull()
    expect(own.success.count).toBeGreaterThan(0)
  })

  test('admins get the sales of all users and shifts, employees their own, anonymous viewers none', async () => {
    const ENTITIES = `query($r: [_Any!]!, $f: SalesFilter) { _entities(representations: $r) {
      ... on User { id sales(filter: $f) { success { amount count } } }
      ... on Shift { id sales(filter: $f) { success { amount } } } } }`
    const users = ['2', '3', '4', '9'].map((digit) => ({ __typename: 'User', id: `66400000000000000000000${digit}` }))
    const shifts = ['1', '2', '3'].map((digit) => ({ __typename: 'Shift', id: `66500000000000000000000${digit}` }))
    const f = { from: '2026-03-01', to: '2026-03-31' }
    const r = [...users, ...shifts]
    const response = await subgraph.execute(ADMIN, ENTITIES, { r, f })
    const total = await summary(f)
    const amounts = response.data._entities.map(
      ({ sales }: { sales: { success: { amount: number } } }) => sales.success.amount,
    )
    expect(amounts[0] + amounts[1] + amounts[2]).toBe(total.success.amount)
    expect(amounts[3]).toBe(0)
    expect(amounts[4] + amounts[5] + amounts[6]).toBe(total.success.amount)

    const own = await subgraph.execute(SITI, ENTITIES, { r, f })
    expect(own.data._entities.map(({ sales }: { sales: unknown }) => sales === null)).toEqual([
      false,
      true,
      true,
      true,
      true,
      true,
      true,
    ])
    const anonymous = await subgraph.execute(ANONYMOUS, ENTITIES, { r, f })
    expect(anonymous.data._entities.every(({ sales }: { sales: unknown }) => sales === null)).toBe(true)
  })

  test('customers are those of all the shop’s sales, for each employee, the latest first', async () => {
    const customers = async (search: string | null, viewer = ADMIN) =>
      (
        await subgraph.execute(
          viewer,
          'query($s: String) { customers(search: $s, first: 50) { number name count lastSoldAt } }',
          { s: search },
        )
      ).data.customers
    const all = await customers(null)
    expect(all).toHaveLength(50)
    const dates = all.map(({ lastSoldAt }: { lastSoldAt: string }) => lastSoldAt)
    expect(dates).toEqual([...dates].sort().reverse())
    const meter = all.find(({ number }: { number: string }) => number.length === 11)
    expect(await customers(meter.number)).toMatchObject([{ number: meter.number, count: meter.count }])
    expect(await customers(null, SITI)).toEqual(all)
    const newEmployee = { ...SITI, userId: '664000000000000000000077' } as typeof SITI
    expect(await customers(null, newEmployee)).toEqual(all)
    const wahyuni = await customers('wahyuni  SRI', newEmployee)
    expect(wahyuni.length).toBeGreaterThan(1)
    expect(wahyuni.every(({ name }: { name: string }) => name === 'SRI WAHYUNI')).toBe(true)
    const token = rows.find(({ productType, state }) => productType === 'PREPAID' && state === 'SUCCESS')
    const customer = token?.customer as Record<string, string> | undefined
    const numbers = (await customers(customer?.subscriberId ?? null)).map(({ number }: { number: string }) => number)
    expect(numbers).toContain(customer?.meterNumber)
  })

  test('customers of a product type are found however many sales of other types came since', async () => {
    const request = (type: string | null, first: number) =>
      subgraph.execute(
        ADMIN,
        'query($t: ProductType, $n: Int) { customers(productType: $t, first: $n) { number productType } }',
        { t: type, n: first },
      )
    const kinds = ['PREPAID', 'POSTPAID', 'NON_TAGLIS']
    const latest = (await request(null, 1)).data.customers[0].productType
    const others = kinds.filter((kind) => kind !== latest)
    expect(others).toHaveLength(2)
    for (const kind of others) {
      const { customers } = (await request(kind, 3)).data
      expect(customers.length).toBeGreaterThan(0)
      expect(customers.every(({ productType }: { productType: string }) => productType === kind)).toBe(true)
    }
  })

  test.each([
    ['a range upside down', { f: { from: '2026-02-02', to: '2026-02-01' } }],
    ['a hundred and one rows', { first: 101 }],
    ['no row', { first: 0 }],
    ['a forged cursor', { after: 'bm90IGEgY3Vyc29y' }],
    ['a page and a cursor', { page: 1, after: 'x' }],
    ['page zero', { page: 0 }],
    ['a search of a thousand letters', { f: { search: 'x'.repeat(1_000) } }],
    ['an operator in place of a text', { f: { employeeId: { $ne: '' } } }],
    ['a day that does not exist', { f: { from: '2026-02-30' } }],
  ])('%s is BAD_USER_INPUT', async (_name, variables) => {
    expect(codeOf(await subgraph.execute(ADMIN, LIST, variables))).toBe('BAD_USER_INPUT')
  })

  describe('the export', () => {
    const get = (query = '', viewer = ADMIN) => subgraph.forward(viewer, 'GET', `/exports/transactions.csv${query}`)

    test('holds every row of the filter, times in Jakarta, numbers as text, no token', async () => {
      const response = await get('?status=SUCCESS&from=2026-03-01&to=2026-03-31&productType=PREPAID')
      expect(response.headers.get('content-type')).toContain('text/csv')
      expect(response.headers.get('content-disposition')).toContain('transactions.csv')
      const csv = await response.text()
      const expected = rows.filter(
        (row) => row.state === 'SUCCESS' && String(row.businessDate) >= '2026-03-01' && row.productType === 'PREPAID',
      )
      const lines = csv.trim().split('\r\n')
      expect(lines).toHaveLength(expected.length + 1)
      for (const row of expected.slice(0, 20)) {
        expect(csv).toContain(`"'${row.customer_id}"`)
        expect(csv).not.toContain(String(row.token))
      }
      expect(lines[1]).toMatch(/^"INV-\d{16}","2026-03-\d\d \d\d:\d\d:\d\d","PREPAID"/)
    })

    test('has a form for Excel with Indonesian settings, and refuses an unknown one', async () => {
      const lines = (await (await get('?status=SUCCESS&productType=PREPAID&format=INDONESIAN')).text()).split('\r\n')
      expect(lines[0]).toContain('Nomor pelanggan')
      expect(lines[1]).toMatch(/^"INV-\d{16}";"2026-\d\d-\d\d \d\d:\d\d:\d\d";"Token listrik";/)
      expect((await get('?format=EXCEL')).status).toBe(400)
    })

    test('is an Excel file with the rows of the filter, Indonesian words and no token', async () => {
      const query = '?status=SUCCESS&from=2026-03-01&to=2026-03-31&productType=PREPAID'
      const response = await subgraph.forward(ADMIN, 'GET', `/exports/transactions.xlsx${query}`)
      expect(response.headers.get('content-disposition')).toContain('transactions.xlsx')
      const parts = unzipSync(new Uint8Array(await response.arrayBuffer()))
      const sheet = strFromU8(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array())
      const csv = await (await get(query)).text()
      expect(sheet.match(/<row /g)).toHaveLength(csv.trim().split('\r\n').length)
      expect(sheet).toContain('>Token listrik<')
      const [sale] = rows.filter(({ invoice }) => csv.includes(String(invoice)))
      expect(sheet).toContain(`<t xml:space="preserve">${sale?.customer_id}</t>`)
      expect(sheet).not.toContain(String(sale?.token))
      expect((await subgraph.forward(SITI, 'GET', '/exports/transactions.xlsx')).status).toBe(403)
      const unknown = await subgraph.forward(ADMIN, 'GET', '/exports/transactions.xlsx?format=INDONESIAN')
      expect(unknown.status).toBe(400)
    })

    test('is for admins through the gateway only, and refuses an invalid filter', async () => {
      expect((await get('', SITI)).status).toBe(403)
      expect((await get('', ANONYMOUS)).status).toBe(401)
      expect((await fetch(`http://127.0.0.1:${subgraph.port}/exports/transactions.csv`)).status).toBe(401)
      for (const query of ['?status=DONE', '?from=2026-02-30', '?from=2026-02-02&to=2026-02-01', '?nonsense=1']) {
        expect((await get(query)).status).toBe(400)
      }
    })

    test('a name that looks like a formula is text', async () => {
      const _id = new ObjectId()
      await subgraph.collection('transaction').insertOne({
        ...rows[0],
        _id,
        invoice: 'INV-0000000000000777',
        customer_id: '00000000777',
        searchTerms: ['r:7770000000000000'],
        customer: { name: '=HYPERLINK("http://evil")' },
      } as never)
      const csv = await (await get('?search=INV-0000000000000777')).text()
      await subgraph.collection('transaction').deleteOne({ _id })
      expect(csv).toContain(`"'=HYPERLINK(""http://evil"")"`)
      expect(csv).toContain(`"'00000000777"`)
    })
  })
})

test('sums beyond 2^31 are exact', async () => {
  const base = rows.find(({ state }) => state === 'SUCCESS') ?? {}
  const many = Array.from({ length: 5 }, (_, index) => ({
    ...base,
    _id: new ObjectId(),
    invoice: `INV-00000000000005${String(index).padStart(2, '0')}`,
    price: 2_000_000_001,
    profitIdr: 1_500_000_001,
    createdAt: new Date('2020-01-01T05:00:00Z'),
    businessDate: '2020-01-01',
  }))
  await subgraph.collection('transaction').insertMany(many as never)
  expect(await summary({ from: '2020-01-01', to: '2020-01-01' })).toMatchObject({
    success: { count: 5, amount: 10_000_000_005 },
    profit: 7_500_000_005,
  })
  await subgraph.collection('transaction').deleteMany({ businessDate: '2020-01-01' })
})

test('however long the history, customers are those of the last ten thousand sales', async () => {
  await subgraph.collection('transaction').deleteMany({})
  const sale = (customerNumber: string, at: number) => ({
    invoice: `INV-9${String(at).padStart(15, '0')}`,
    customer_id: customerNumber,
    state: 'SUCCESS',
    productType: 'PREPAID',
    product_code: 'hpln20000',
    employeeId: '664000000000000000000099',
    createdAt: new Date(1_700_000_000_000 + at * 1_000),
  })
  const regular = Array.from({ length: 9_999 }, (_, index) => sale('11111111111', index + 2))
  await subgraph
    .collection('transaction')
    .insertMany([sale('22222222222', 0), sale('33333333333', 1), ...regular] as never)
  const { data } = await subgraph.execute(SITI, '{ customers(first: 50) { number count } }')
  expect(data.customers).toEqual([
    { number: '11111111111', count: 9_999 },
    { number: '33333333333', count: 1 },
  ])
})
