import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { codeOf, waitUntil } from '@setrum/testing'
import { ObjectId } from 'mongodb'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ADMIN, BUDI, SITI } from '../support/fixtures.js'
import { aBill, aTokenSale, BUY, buy, INQUIRE, inquire, PAY, readTransaction } from '../support/operations.js'
import { startTestTransactions, type TestTransactions } from '../support/start-test-transactions.js'

let subgraph: TestTransactions
beforeAll(async () => {
  subgraph = await startTestTransactions({ timeoutMs: 20_000 })
  subgraph.sandbox.state.settings.callbacks = false
})
afterEach(async () => {
  subgraph.clock.now = null
  subgraph.sandbox.state.faults.clear()
  subgraph.sandbox.state.priceList.reset()
  await subgraph.expectLedgersToReconcile()
})
afterAll(() => subgraph?.stop())

const ADMIN_ID = '664000000000000000000001'
const FOREIGN_TOKEN = '99998888777766665555'
const pay = (id: string, viewer = SITI) => subgraph.execute(viewer, PAY, { id })
const rowOf = (id: string) => subgraph.collection('transaction').findOne({ _id: new ObjectId(id) })
const REVIEW = 'mutation($id: ID!) { reviewTransaction(id: $id, note: "sudah dicek") { status } }'

interface TypeRef {
  name: string | null
  kind: string
  ofType: TypeRef | null
}

/** Selects every field of a type, by the schema; other subgraphs' entities by their key, and no sales of sales. */
async function everyField(type: string): Promise<string> {
  const query = `query($type: String!) { __type(name: $type) { fields { name args { name }
    type { name kind ofType { name kind ofType { name kind ofType { name kind } } } } } } }`
  const { data } = await subgraph.execute(ADMIN, query, { type })
  const fields = data.__type.fields as { name: string; args: unknown[]; type: TypeRef }[]
  const selections = await Promise.all(
    fields.map(async ({ name, type: ref }) => {
      let named: TypeRef | null = ref
      while (named?.ofType) named = named.ofType
      if (named?.kind !== 'OBJECT') return name
      return `${name} ${await everyField(String(named.name))}`
    }),
  )
  return `{ ${selections.join(' ')} }`
}

describe('a bill', () => {
  test.each(['price-2500', 'price-0'])(
    'whose inquiry has %s is not paid until an admin has reviewed it',
    async (fault) => {
      await subgraph.biller.faults('inq-pasca', fault, 1)
      const bill = await inquire(subgraph)
      expect(bill.reviewReasons).toEqual(['BILLS_DO_NOT_ADD_UP'])
      expect(codeOf(await pay(bill.id))).toBe('REVIEW_REQUIRED')
      expect((await readTransaction(subgraph, bill.id)).status).toBe('AWAITING_PAYMENT')
      await subgraph.execute(ADMIN, REVIEW, { id: bill.id })
      expect((await pay(bill.id)).data.payBill.status).toBe('SUCCESS')
    },
  )

  test('that costs more than its price is not paid until an admin has reviewed it', async () => {
    await subgraph.biller.faults('inq-pasca', 'cost-900000', 1)
    const bill = await inquire(subgraph)
    expect(bill.reviewReasons).toEqual(['COST_ABOVE_PRICE'])
    expect(codeOf(await pay(bill.id))).toBe('REVIEW_REQUIRED')
  })

  test.each([
    { named: 900_000, reasons: ['COST_ABOVE_PRICE'] },
    { named: 1_000_000_000_000_000, reasons: ['COST_ABOVE_PRICE'] },
    { named: 200, reasons: [] },
  ])('whose inquiry names a cost of $named has the cost and profit of its payment', async ({ named, reasons }) => {
    const before = subgraph.fixtures.priceRefreshes
    await subgraph.biller.faults('inq-pasca', `cost-${named}`, 1)
    const bill = await inquire(subgraph)
    expect(bill.reviewReasons).toEqual(reasons)
    if (reasons.length > 0) {
      expect(codeOf(await pay(bill.id))).toBe('REVIEW_REQUIRED')
      await subgraph.execute(ADMIN, REVIEW, { id: bill.id })
    }
    expect((await pay(bill.id)).data.payBill.status).toBe('SUCCESS')
    expect(await rowOf(bill.id)).toMatchObject({ costIdr: 101_900, profitIdr: 600, reviewReasons: [] })
    expect(subgraph.fixtures.priceRefreshes).toBe(before)
  })

  test.each([
    { named: 200, costIdr: null, profitIdr: null },
    { named: 900_000, costIdr: null, profitIdr: null },
    { named: 110_000, costIdr: 110_000, profitIdr: -7_500 },
  ])('without a known cost, whose payment names a cost of $named, needs a review', async ({ named, ...booked }) => {
    const before = subgraph.fixtures.priceRefreshes
    await subgraph.biller.faults('inq-pasca', 'cost-200', 1)
    const bill = await inquire(subgraph)
    await subgraph.biller.faults('pay-pasca', `cost-${named}`, 1)
    expect((await pay(bill.id)).data.payBill.status).toBe('SUCCESS')
    expect(await rowOf(bill.id)).toMatchObject({ ...booked, reviewReasons: ['COST_MISMATCH'] })
    expect(subgraph.fixtures.priceRefreshes).toBe(before)
  })

  test('with a higher price and a cost outside all sense is not paid until an admin has reviewed it', async () => {
    const bill = await inquire(subgraph)
    // As if the inquiry had both faults.
    await subgraph
      .collection('transaction')
      .updateOne(
        { _id: new ObjectId(bill.id) },
        { $set: { price: 110_000, costIdr: null, reviewReasons: ['BILLS_DO_NOT_ADD_UP'], needsAttention: true } },
      )
    expect(codeOf(await pay(bill.id))).toBe('REVIEW_REQUIRED')
  })

  test('with a higher price is paid, and its review reason stays', async () => {
    await subgraph.biller.faults('inq-pasca', 'price-110000', 1)
    const bill = await inquire(subgraph)
    const paid = (await pay(bill.id)).data.payBill
    expect(paid.status).toBe('SUCCESS')
    expect(paid.reviewReasons).toContain('BILLS_DO_NOT_ADD_UP')
  })

  test('that was paid since the inquiry is not paid again under that inquiry', async () => {
    const first = await inquire(subgraph)
    const second = await inquire(subgraph, {}, BUDI)
    expect((await pay(first.id)).data.payBill.status).toBe('SUCCESS')
    const refused = await pay(second.id, BUDI)
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'DUPLICATE_SUSPECTED', invoice: first.invoice })
    const third = await inquire(subgraph, {}, BUDI)
    expect((await pay(third.id, BUDI)).data.payBill.status).toBe('SUCCESS')
  })

  test.each(['other-customer', 'other-product'])('a payment response about an%s leaves it open', async (fault) => {
    const bill = await inquire(subgraph)
    await subgraph.biller.faults('pay-pasca', fault, 1)
    const { payBill } = (await pay(bill.id)).data
    expect(payBill).toMatchObject({ status: 'PROCESSING', reviewReasons: ['ABOUT_ANOTHER_SALE'] })
    expect(await subgraph.settled(bill.id)).toMatchObject({ state: 'SUCCESS', reviewReasons: ['ABOUT_ANOTHER_SALE'] })
  })

  test.each(['other-customer', 'other-product'])('an inquiry response about an%s is not stored', async (fault) => {
    await subgraph.biller.faults('inq-pasca', fault, 2)
    expect(codeOf(await subgraph.execute(SITI, INQUIRE, { input: aBill() }))).toBe('BILLER_UNAVAILABLE')
  })
})

describe('a token', () => {
  test.each(['other-customer', 'other-product'])('a response about an%s never gives its token', async (fault) => {
    await subgraph.biller.delay(0)
    await subgraph.biller.faults('top-up', fault, 1)
    await subgraph.biller.faults('check-status', fault, 2)
    const sale = await buy(subgraph)
    expect(sale).toMatchObject({ status: 'PROCESSING', token: null, reviewReasons: ['ABOUT_ANOTHER_SALE'] })
    const row = await subgraph.settled(sale.id)
    expect(row).toMatchObject({ state: 'SUCCESS', reviewReasons: ['ABOUT_ANOTHER_SALE'] })
    expect(JSON.stringify(row).replaceAll('-', '')).not.toContain(FOREIGN_TOKEN)
  })

  test("whose meter's inquiry is about another customer is not sold", async () => {
    const meterNumber = '14000000000'
    await subgraph.biller.faults('inquiry-pln', 'other-customer', 1)
    const count = () => subgraph.collection('transaction').countDocuments()
    const before = await count()
    const refused = await subgraph.execute(SITI, BUY, { input: aTokenSale({ meterNumber }) })
    expect(codeOf(refused)).toBe('BILLER_UNAVAILABLE')
    expect(await count()).toBe(before)
    await subgraph.settled((await buy(subgraph, { meterNumber })).id)
  })

  test.each([
    [57_500, 57_500],
    [1_000_000_000_000_000, 50_500],
    [0, 50_500],
  ])('at a cost of %d needs a review, and %d is booked', async (named, booked) => {
    await subgraph.biller.delay(0)
    const before = subgraph.fixtures.priceRefreshes
    await subgraph.biller.faults('top-up', `cost-${named}`, 1)
    await subgraph.biller.faults('check-status', `cost-${named}`, 1)
    const sale = await buy(subgraph, { productCode: 'hpln50000' })
    const row = await subgraph.settled(sale.id)
    expect(row).toMatchObject({ costIdr: booked, profitIdr: 52_000 - booked, reviewReasons: ['COST_MISMATCH'] })
    await waitUntil(async () => subgraph.fixtures.priceRefreshes > before)
    const next = await subgraph.execute(SITI, BUY, { input: aTokenSale({ productCode: 'hpln50000' }) })
    if (booked > 52_000) expect(codeOf(next)).toBe('PRODUCT_UNAVAILABLE')
    else await subgraph.settled(next.data.buyToken.id)
    await subgraph.execute(ADMIN, REVIEW, { id: sale.id })
    const after = await buy(subgraph, { productCode: 'hpln50000' })
    await subgraph.settled(after.id)
  })

  test('sold below its cost is not sold again until the price is above that cost, or an admin has reviewed it', async () => {
    await subgraph.biller.delay(0)
    const product = subgraph.fixtures.products.find(({ code }) => code === 'hpln100000')
    if (!product) throw new Error('no such product')
    const order = (expectedPrice: number) =>
      subgraph.execute(SITI, BUY, { input: aTokenSale({ productCode: product.code, expectedPrice }) })
    await subgraph.biller.faults('top-up', 'cost-107500', 1)
    await subgraph.biller.faults('check-status', 'cost-107500', 1)
    const before = subgraph.fixtures.priceRefreshes
    const sale = await buy(subgraph, { productCode: product.code })
    expect((await subgraph.settled(sale.id)).reviewReasons).toEqual(['COST_MISMATCH'])
    await waitUntil(async () => subgraph.fixtures.priceRefreshes > before)
    const refreshes = subgraph.fixtures.priceRefreshes
    subgraph.clock.now = new Date(Date.now() + 30 * 24 * 3_600_000)
    expect(codeOf(await order(102_000))).toBe('PRODUCT_UNAVAILABLE')
    subgraph.clock.now = null
    // A refused sale teaches nothing about the price.
    expect(subgraph.fixtures.priceRefreshes).toBe(refreshes)
    Object.assign(product, { cost: 107_500, price: 109_000 })
    await subgraph.settled((await order(109_000)).data.buyToken.id)
    Object.assign(product, { cost: 100_500, price: 102_000 })
    expect(codeOf(await order(102_000))).toBe('PRODUCT_UNAVAILABLE')
    await subgraph.execute(ADMIN, REVIEW, { id: sale.id })
    await subgraph.settled((await order(102_000)).data.buyToken.id)
  })

  test('texts of 1.5 MB are cut, and a response of 400 MB ends in a status query', async () => {
    await subgraph.biller.delay(0)
    await subgraph.biller.faults('top-up', 'long-texts', 1)
    const long = await subgraph.settled((await buy(subgraph)).id)
    expect(JSON.stringify(await rowOf(String(long._id))).length).toBeLessThan(10_000)
    await subgraph.biller.faults('top-up', 'huge', 1)
    expect((await subgraph.settled((await buy(subgraph)).id)).state).toBe('SUCCESS')
  })
})

describe('an employee', () => {
  test('sees no amount of the biller in an error', async () => {
    const message = 'GAGAL, MODAL 50.500 KOMISI Rp 600'
    const server = createServer((_request, response) =>
      response.end(JSON.stringify({ data: { rc: '07', response_code: '07', status: 2, message } })),
    ).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const another = await subgraph.startAnother({
      biller: { ...subgraph.billerOptions, prepaidUrl: url, postpaidUrl: url },
    })
    try {
      for (const [query, input] of [
        [BUY, aTokenSale({ meterNumber: '14000000000' })],
        [INQUIRE, aBill()],
      ] as const) {
        const refused = await subgraph.execute(SITI, query, { input }, undefined, another.port)
        const extensions = { code: 'BILLER_REJECTED', billerMessage: 'GAGAL, MODAL … KOMISI Rp …' }
        expect(refused.errors?.[0]?.extensions).toMatchObject(extensions)
        expect(JSON.stringify(refused)).not.toMatch(/50.?500|600/)
      }
    } finally {
      await another.stop()
      server.close()
    }
  })

  test('sees neither cost nor profit in any field of a sale', async () => {
    subgraph.sandbox.state.settings.callbacks = true
    await subgraph.biller.delay(0)
    const sold = await buy(subgraph, { productCode: 'hpln50000' })
    await subgraph.settled(sold.id)
    await waitUntil(async () =>
      (await rowOf(sold.id))?.events.some(({ type }: { type: string }) => type === 'CALLBACK'),
    )
    subgraph.sandbox.state.settings.callbacks = false
    const at = new Date()
    const event = { at, actor: ADMIN_ID, from: null, to: null }
    const notes = [
      { ...event, type: 'REVIEW', note: 'rugi 1.500, modal 50.500' },
      { ...event, type: 'CORRECTION', note: 'modal 50500' },
      { ...event, type: 'STATUS_CHECK', actor: 'system', note: '00 SUKSES harga Rp 50.500 saldo 999,949,500' },
      { ...event, type: 'STATUS_CHECK', actor: 'system', note: '00 SUKSES KOMISI Rp 600', code: 'SUCCESS/00' },
    ]
    await subgraph
      .collection('transaction')
      .updateOne(
        { _id: new ObjectId(sold.id) },
        { $set: { message: 'SUKSES harga 50.500, KOMISI Rp 600' }, $push: { events: { $each: notes } } as never },
      )
    const all = await everyField('Transaction')
    const read = async (viewer: typeof SITI) =>
      JSON.stringify(
        (await subgraph.execute(viewer, `query($id: ID!) { transaction(id: $id) ${all} }`, { id: sold.id })).data,
      )
    // Not within an id or a token.
    const COST = /(?<![0-9a-f])(?:50[.,]?500|1[.,]?500|999[.,]949[.,]500|Rp 600)(?![0-9a-f])/
    expect(await read(ADMIN)).toMatch(COST)
    expect(await read(SITI)).not.toMatch(COST)
  })
})
