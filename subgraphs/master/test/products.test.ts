import { codeOf, executeOnSubgraph, waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ADMIN, ANONYMOUS, EMPLOYEE, SERVICE, startTestMaster, type TestMaster } from './support/start-test-master.js'

const PRODUCTS =
  'query($type: ProductType, $active: Boolean) { products(type: $type, active: $active) { code type name nominal cost margin price adminFee active offered } }'
const UPDATE =
  'mutation($code: ID!, $input: UpdateProductInput!) { updateProduct(code: $code, input: $input) { code margin price active offered } }'
const ONE = `query($code: ID!) { product(code: $code) {
  code cost price active fetchedAt updatedAt availability { sellable reason opensAt closesAt }
} }`

let master: TestMaster

beforeAll(async () => {
  master = await startTestMaster({
    cutOff: { startAt: '23:00', endAt: '00:59' },
    businessTimeZone: 'Asia/Makassar',
  })
  await waitUntil(master.isReady)
})
beforeEach(() => {
  master.clock.now = new Date('2026-03-31T10:00:00+07:00')
})
afterAll(() => master?.stop())

const one = async (code: string, language?: string) =>
  (await master.execute(ADMIN, ONE, { code }, language)).data.product

/** A product as an entity of a sale. */
const productOfSale = async (code: string) => {
  const query = 'query($r: [_Any!]!) { _entities(representations: $r) { ... on Product { name } } }'
  return (await master.execute(EMPLOYEE, query, { r: [{ __typename: 'Product', code }] })).data._entities[0]
}

/** Starts a second master, which reads the price list at its start. */
async function rereadList(): Promise<void> {
  const another = await master.startAnother()
  const url = `http://127.0.0.1:${another.port}/health/ready`
  await waitUntil(async () => (await fetch(url)).ok, { what: 'the second master' })
  await another.stop()
}
const changeAtBiller = (code: string, change: object) =>
  fetch(`${master.biller.url}/_admin/products/${code}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change),
  })

describe('the products', () => {
  test('show cost and margin to admins and services only', async () => {
    const { data } = await master.execute(EMPLOYEE, PRODUCTS)
    expect(data.products[0]).toMatchObject({ cost: null, margin: null, price: 22_000 })
    expect((await master.execute(SERVICE, PRODUCTS)).data.products[0].cost).toBe(20_500)
  })

  test('are re-read at once for a service; a token at a cost outside all sense is not sold', async () => {
    expect(codeOf(await master.execute(ADMIN, 'mutation { refreshPrices }'))).toBe('FORBIDDEN')
    await changeAtBiller('hpln200000', { price: 207_500 })
    await changeAtBiller('hpln500000', { price: 1_000_000_000_000_000 })
    expect((await master.execute(SERVICE, 'mutation { refreshPrices }')).data.refreshPrices).toBe(true)
    expect(await one('hpln200000')).toMatchObject({ cost: 207_500, price: 209_000, active: true })
    expect((await one('hpln500000')).active).toBe(false)
    await changeAtBiller('hpln200000', { price: 201_000 })
    await changeAtBiller('hpln500000', { price: 501_000 })
    await master.execute(SERVICE, 'mutation { refreshPrices }')
    expect((await one('hpln500000')).active).toBe(true)
  })

  test('are re-read after the call, also while an earlier reading is under way', async () => {
    const { faults, settings } = master.biller.state
    settings.slowResponseMs = 500
    faults.push({ operation: 'pricelist', fault: '3010', times: 1 })
    const earlier = master.execute(SERVICE, 'mutation { refreshPrices }')
    // Its response has the old price.
    await waitUntil(async () => faults.queued.length === 0, { what: 'the biller to be asked' })
    await changeAtBiller('hpln200000', { price: 208_500 })
    expect((await master.execute(SERVICE, 'mutation { refreshPrices }')).data.refreshPrices).toBe(true)
    expect(await one('hpln200000')).toMatchObject({ cost: 208_500 })
    await earlier
    await changeAtBiller('hpln200000', { price: 201_000 })
    await master.execute(SERVICE, 'mutation { refreshPrices }')
  })

  test('that take longer than the caller waits are stored later', async () => {
    const { faults, settings } = master.biller.state
    settings.slowResponseMs = 1_000
    faults.push({ operation: 'pricelist', fault: '3010', times: 1 })
    await changeAtBiller('hpln200000', { price: 203_500 })
    const request = { port: master.port, to: 'master', viewer: SERVICE, query: 'mutation { refreshPrices }' } as const
    const { data, errors } = await executeOnSubgraph({ ...request, timeoutMs: 500 })
    expect([data?.refreshPrices, errors]).toEqual([false, undefined])
    await waitUntil(async () => (await one('hpln200000')).cost === 203_500)
    await changeAtBiller('hpln200000', { price: 201_000 })
    await master.execute(SERVICE, 'mutation { refreshPrices }')
  })

  test('come from the price lists of the biller: tokens by face value, then bills', async () => {
    const { data, errors } = await master.execute(ADMIN, PRODUCTS)
    expect(errors).toBeUndefined()
    expect(data.products.map(({ code }: { code: string }) => code)).toEqual([
      'hpln20000',
      'hpln50000',
      'hpln100000',
      'hpln200000',
      'hpln500000',
      'hpln1000000',
      'PLNPOSTPAID',
      'PLNNONTAG',
    ])
    expect(data.products[0]).toEqual({
      code: 'hpln20000',
      type: 'PREPAID',
      name: 'Token PLN 20.000',
      nominal: 20_000,
      cost: 20_500,
      margin: 1_500,
      price: 22_000,
      adminFee: null,
      active: true,
      offered: true,
    })
    expect(data.products[6]).toMatchObject({
      type: 'POSTPAID',
      nominal: null,
      cost: null,
      margin: null,
      price: null,
      adminFee: 2_500,
    })
  })

  test('can be filtered by type', async () => {
    const { data } = await master.execute(SERVICE, PRODUCTS, { type: 'NON_TAGLIS' })
    expect(data.products.map(({ code }: { code: string }) => code)).toEqual(['PLNNONTAG'])
  })

  test('are readable for signed-in users and for services only', async () => {
    for (const viewer of [ADMIN, EMPLOYEE, SERVICE]) {
      expect((await master.execute(viewer, PRODUCTS)).errors).toBeUndefined()
    }
    expect(codeOf(await master.execute(ANONYMOUS, PRODUCTS))).toBe('UNAUTHENTICATED')
    expect(codeOf(await master.execute(ANONYMOUS, ONE, { code: 'hpln20000' }))).toBe('UNAUTHENTICATED')
  })

  test('are resolved as entities in the requested order, unknown ones as null', async () => {
    const query = 'query($r: [_Any!]!) { _entities(representations: $r) { ... on Product { name } } }'
    const references = ['hpln50000', 'hpln1', 'hpln50000'].map((code) => ({ __typename: 'Product', code }))
    const { data } = await master.execute(EMPLOYEE, query, { r: references })
    expect(data._entities).toEqual([{ name: 'Token PLN 50.000' }, null, { name: 'Token PLN 50.000' }])
    expect(codeOf(await master.execute(ANONYMOUS, query, { r: references }))).toBe('UNAUTHENTICATED')
  })

  test('follow changes of the price list and keep the owner margin', async () => {
    await master.execute(ADMIN, UPDATE, { code: 'hpln200000', input: { margin: 3_000 } })
    await changeAtBiller('hpln200000', { price: 202_000 })
    await changeAtBiller('hpln500000', { active: false })
    master.clock.now = new Date('2026-03-31T11:00:00+07:00')
    await rereadList()
    expect(await one('hpln200000')).toMatchObject({
      cost: 202_000,
      price: 205_000,
      fetchedAt: '2026-03-31T04:00:00.000Z',
      updatedAt: '2026-03-31T04:00:00.000Z',
    })
    expect(await one('hpln500000')).toMatchObject({ active: false, availability: { sellable: false } })
    expect(await productOfSale('hpln500000')).toEqual({ name: 'Token PLN 500.000' })
    expect(await one('hpln100000')).toMatchObject({
      fetchedAt: '2026-03-31T04:00:00.000Z',
      updatedAt: '2026-03-31T03:00:00.000Z',
    })
    const { data } = await master.execute(EMPLOYEE, PRODUCTS, { active: false })
    expect(data.products.map(({ code }: { code: string }) => code)).toEqual(['hpln500000'])
  })

  test('that leave the price list stay readable, cannot be sold, and are null on sales', async () => {
    await master.collection('product').insertOne({
      _id: 'hpln5000' as never,
      type: 'PREPAID',
      name: 'Token PLN 5.000',
      nominalIdr: 5_000,
      costIdr: 5_500,
      adminFeeIdr: null,
      isListed: true,
      isOffered: true,
      fetchedAt: new Date(),
      updatedAt: new Date(),
    })
    await rereadList()
    expect(await one('hpln5000')).toMatchObject({ active: false })
    expect(await productOfSale('hpln5000')).toBeNull()
    await master.collection('product').deleteOne({ _id: 'hpln5000' as never })
  })
})

describe('updating a product', () => {
  test('sets a margin, which changes the price, and returns to the configured margin', async () => {
    const set = await master.execute(ADMIN, UPDATE, { code: 'hpln50000', input: { margin: 0 } })
    expect(set.data.updateProduct).toMatchObject({ margin: 0, price: 50_500 })
    const back = await master.execute(ADMIN, UPDATE, { code: 'hpln50000', input: { margin: null } })
    expect(back.data.updateProduct).toMatchObject({ margin: 1_500, price: 52_000 })
  })

  test('deactivates and reactivates it', async () => {
    const off = await master.execute(ADMIN, UPDATE, { code: 'PLNPOSTPAID', input: { active: false } })
    expect(off.data.updateProduct).toMatchObject({ active: false, offered: false })
    expect((await one('PLNPOSTPAID', 'en')).availability).toMatchObject({
      sellable: false,
      reason: 'The owner has deactivated it.',
    })
    await rereadList()
    expect(await one('PLNPOSTPAID')).toMatchObject({ active: false })
    const on = await master.execute(ADMIN, UPDATE, { code: 'PLNPOSTPAID', input: { active: true } })
    expect(on.data.updateProduct).toMatchObject({ active: true })
  })

  test.each([
    ['a negative margin', 'hpln50000', { margin: -1 }, 'BAD_USER_INPUT'],
    ['a margin above a million', 'hpln50000', { margin: 1_000_001 }, 'BAD_USER_INPUT'],
    ['a margin with a fraction', 'hpln50000', { margin: 1.5 }, 'BAD_USER_INPUT'],
    ['a margin on a bill', 'PLNPOSTPAID', { margin: 1_000 }, 'BAD_USER_INPUT'],
    ['an unknown product', 'hpln1', { active: false }, 'NOT_FOUND'],
  ])('refuses %s', async (_name, code, input, expected) => {
    // Without fetchedAt, because the price list may be refreshed meanwhile.
    const products = () =>
      master
        .collection('product')
        .find({}, { projection: { fetchedAt: 0 } })
        .sort({ _id: 1 })
        .toArray()
    const before = await products()
    const response = await master.execute(ADMIN, UPDATE, { code, input })
    expect(codeOf(response)).toBe(expected)
    expect(response.errors?.[0]?.message).toMatch(/\b(harus|hanya|tidak)\b/)
    expect(await products()).toEqual(before)
  })

  test('is for admins only', async () => {
    const variables = { code: 'hpln50000', input: { active: false } }
    expect(codeOf(await master.execute(EMPLOYEE, UPDATE, variables))).toBe('FORBIDDEN')
    expect(codeOf(await master.execute(SERVICE, UPDATE, variables))).toBe('FORBIDDEN')
    expect(codeOf(await master.execute(ANONYMOUS, UPDATE, variables))).toBe('UNAUTHENTICATED')
    expect(await one('hpln50000')).toMatchObject({ active: true })
  })
})

test('the nightly cut-off of PLN is in Jakarta time, also for a counter in Makassar', async () => {
  master.clock.now = new Date('2026-03-31T22:59:59.999+07:00')
  expect((await one('hpln20000')).availability).toEqual({
    sellable: true,
    reason: null,
    opensAt: null,
    closesAt: '2026-03-31T16:00:00.000Z',
  })
  master.clock.now = new Date('2026-03-31T23:00:00+07:00')
  expect((await one('hpln20000')).availability).toEqual({
    sellable: false,
    reason: 'PLN sedang tutup (cut-off).',
    opensAt: '2026-03-31T18:00:00.000Z',
    closesAt: null,
  })
  master.clock.now = new Date('2026-04-01T01:00:00+07:00')
  expect((await one('hpln20000')).availability.sellable).toBe(true)
})
