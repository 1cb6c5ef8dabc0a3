import { codeOf, waitUntil } from '@setrum/testing'
import { ObjectId } from 'mongodb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ADMIN, ANONYMOUS, BUDI, SITI } from '../support/fixtures.js'
import { aTokenSale, attemptsOfRow, BUY, buy, readTransaction } from '../support/operations.js'
import { startTestTransactions, type TestTransactions } from '../support/start-test-transactions.js'

let subgraph: TestTransactions
beforeAll(async () => {
  // A long time-out, so that a busy machine misses no response.
  subgraph = await startTestTransactions({ timeoutMs: 20_000 })
})
beforeEach(async () => {
  await subgraph.biller.delay(30)
})
afterEach(() => subgraph.expectLedgersToReconcile())
afterAll(() => subgraph?.stop())

const requestPurchase = (more: object = {}, viewer = SITI, language?: string) =>
  subgraph.execute(viewer, BUY, { input: aTokenSale(more) }, language)
const sales = () => subgraph.collection('transaction').countDocuments()

test('a sale is returned PROCESSING and becomes SUCCESS by itself, with token, energy, tariff and power', async () => {
  // Settles after the pending status was stored.
  await subgraph.biller.delay(2_000)
  const sale = await buy(subgraph)
  expect(sale).toMatchObject({
    invoice: expect.stringMatching(/^INV-\d{16}$/),
    status: 'PROCESSING',
    price: 22_000,
    nominal: 20_000,
    employeeName: 'Siti Aminah',
    token: null,
  })
  await subgraph.settled(sale.id)
  const settled = await readTransaction(subgraph, sale.id)
  expect(settled).toMatchObject({
    status: 'SUCCESS',
    token: expect.stringMatching(/^\d{20}$/),
    kwh: expect.any(Number),
    customer: { number: '12345678901', name: 'Test PLN', tariff: 'R1M', power: 900 },
    responseCode: '00',
    completedAt: expect.any(String),
    nextCheckAt: null,
    needsAttention: false,
  })
  expect(settled.events.map(({ type }: { type: string }) => type).slice(0, 2)).toEqual(['CREATED', 'SENT'])
  expect(settled.events).toContainEqual(expect.objectContaining({ from: 'PROCESSING', to: 'SUCCESS' }))
})

test('eight tills that sell the same to one meter at the same instant sell it once', async () => {
  await subgraph.biller.delay(0)
  const input = { meterNumber: '14000002000', productCode: 'hpln50000', confirmDuplicate: false }
  const responses = await Promise.all(
    Array.from({ length: 8 }, (_, till) => requestPurchase(input, till % 2 ? BUDI : SITI)),
  )
  const sold = responses.flatMap(({ data }) => data?.buyToken ?? [])
  expect(sold).toHaveLength(1)
  expect(responses.filter(({ data }) => !data?.buyToken).map(codeOf)).toEqual(Array(7).fill('DUPLICATE_SUSPECTED'))
  expect(await subgraph.collection('transaction').countDocuments({ customer_id: '14000002000' })).toBe(1)
})

test('a failed sale is no duplicate of the next', async () => {
  await subgraph.biller.delay(0)
  const input = { meterNumber: '14000001007', productCode: 'hpln50000', confirmDuplicate: false }
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const { data } = await requestPurchase(input)
    expect((await subgraph.settled(data.buyToken.id)).state).toBe('FAILED')
  }
})

test('a sale is returned SUCCESS when the biller settles it at once', async () => {
  await subgraph.biller.delay(0)
  expect(await buy(subgraph)).toMatchObject({ status: 'SUCCESS', token: expect.stringMatching(/^\d{20}$/) })
})

test('the old system’s columns are written beside ours, without token or signature in the JSON text', async () => {
  await subgraph.biller.delay(0)
  const { id } = await buy(subgraph)
  const row = await subgraph.settled(id)
  expect(row).toMatchObject({
    customer_id: '12345678901',
    product_code: 'hpln20000',
    status: 1,
    nominal: 20_000,
    price: 22_000,
    rc: '00',
    tr_id: expect.any(String),
    user_id: SITI.role === 'EMPLOYEE' ? SITI.userId : '',
    costIdr: 20_500,
    profitIdr: 1_500,
  })
  expect(row.info).toContain('Test PLN')
  expect(row.info).not.toContain(row.token)
  expect(JSON.stringify(row)).not.toMatch(/"sign"|demo-key/)
})

describe('the same key', () => {
  test('says that a repeat made no sale', async () => {
    const buyToken = async (input: object) => {
      const query = 'mutation($input: BuyTokenInput!) { buyToken(input: $input) { id replayed } }'
      return (await subgraph.execute(SITI, query, { input })).data.buyToken
    }
    const input = aTokenSale()
    const first = await buyToken(input)
    expect(first.replayed).toBe(false)
    expect(await buyToken(input)).toEqual({ id: first.id, replayed: true })
    const { data } = await subgraph.execute(SITI, 'query($id: ID!) { transaction(id: $id) { replayed } }', {
      id: first.id,
    })
    expect(data.transaction.replayed).toBe(false)
  })

  test('fifty times at once buys one token', async () => {
    const before = (await subgraph.biller.ledger()).transactions.length
    const input = aTokenSale({ productCode: 'hpln50000', confirmDuplicate: false, meterNumber: '14000000000' })
    const responses = await Promise.all(Array.from({ length: 50 }, () => subgraph.execute(SITI, BUY, { input })))
    expect(new Set(responses.map(({ data, errors }) => data?.buyToken?.id ?? JSON.stringify(errors))).size).toBe(1)
    await subgraph.settled(responses[0]?.data.buyToken.id)
    const { transactions } = await subgraph.biller.ledger()
    expect(transactions).toHaveLength(before + 1)
    // Each attempt was stored before its call: one, and another only when the first got no response in time.
    const row = await subgraph.collection('transaction').findOne({ invoice: responses[0]?.data.buyToken.invoice })
    expect(transactions.at(-1)).toMatchObject({ debited: 50_500, calls: attemptsOfRow(row) })
  })

  test('returns the same sale after the price changed and the shift closed', async () => {
    const input = aTokenSale({ expectedPrice: 22_000 })
    const first = await subgraph.execute(SITI, BUY, { input })
    subgraph.fixtures.shift.active = false
    try {
      const again = await subgraph.execute(SITI, BUY, { input: { ...input, expectedPrice: 1 } })
      expect(again.data.buyToken.id).toBe(first.data.buyToken.id)
    } finally {
      subgraph.fixtures.shift.active = true
    }
  })

  test('with blanks in the meter number is the same request', async () => {
    const input = aTokenSale()
    const first = await subgraph.execute(SITI, BUY, { input })
    const again = await subgraph.execute(SITI, BUY, { input: { ...input, meterNumber: '1234-567 8901' } })
    expect(again.data.buyToken.id).toBe(first.data.buyToken.id)
  })

  test('for another purchase is refused; for another user it is another key', async () => {
    const input = aTokenSale()
    await subgraph.execute(SITI, BUY, { input })
    const count = await sales()
    expect(codeOf(await subgraph.execute(SITI, BUY, { input: { ...input, productCode: 'hpln50000' } }))).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    )
    expect(await sales()).toBe(count)
    expect(codeOf(await subgraph.execute(BUDI, BUY, { input }))).toBeUndefined()
  })
})

describe('refused, with nothing stored and nothing bought:', () => {
  let before = 0
  let bought = 0
  beforeEach(async () => {
    before = await sales()
    bought = (await subgraph.biller.ledger()).transactions.length
  })
  afterEach(async () => {
    expect(await sales()).toBe(before)
    expect((await subgraph.biller.ledger()).transactions).toHaveLength(bought)
  })

  test.each([
    ['a meter number of ten digits', { meterNumber: '1234567890' }, 'BAD_USER_INPUT'],
    ['a meter number of thirteen digits', { meterNumber: '1234567890123' }, 'BAD_USER_INPUT'],
    ['letters in a meter number', { meterNumber: '1234567890A' }, 'BAD_USER_INPUT'],
    ['a key of seven characters', { idempotencyKey: 'short-7' }, 'BAD_USER_INPUT'],
    ['a product that does not exist', { productCode: 'hpln1' }, 'PRODUCT_UNAVAILABLE'],
    ['a bill where a token is sold', { productCode: 'PLNPOSTPAID' }, 'PRODUCT_UNAVAILABLE'],
    ['a price that no longer holds', { expectedPrice: 21_999 }, 'PRICE_CHANGED'],
    ['a meter that the biller does not know', { meterNumber: '14000000014' }, 'BILLER_REJECTED'],
    ['a meter that the biller blocks', { meterNumber: '14000000013' }, 'BILLER_REJECTED'],
  ])('%s', async (_name, more, code) => {
    const response = await requestPurchase(more)
    expect(codeOf(response)).toBe(code)
    expect(response.errors?.[0]?.message).toMatch(/^[A-Z].+/)
  })

  test('the present price comes with PRICE_CHANGED, the biller’s code with BILLER_REJECTED', async () => {
    expect((await requestPurchase({ expectedPrice: 1 })).errors?.[0]?.extensions).toMatchObject({ price: 22_000 })
    expect((await requestPurchase({ meterNumber: '14000000014' })).errors?.[0]?.extensions).toMatchObject({ rc: '14' })
    expect((await requestPurchase({ meterNumber: '1' }, SITI, 'en')).errors?.[0]?.message).toContain('digits')
  })

  test('the same meter and product within ten minutes, by any employee, unless it is confirmed', async () => {
    const first = await buy(subgraph, { meterNumber: '14000000000', productCode: 'hpln100000' })
    const again = await requestPurchase(
      { meterNumber: '14000000000', productCode: 'hpln100000', confirmDuplicate: false },
      BUDI,
    )
    expect(again.errors?.[0]?.extensions).toMatchObject({ code: 'DUPLICATE_SUSPECTED', invoice: first.invoice })
    before += 1
    bought += 1
    await subgraph.settled(first.id)
  })

  test('a sale that the deposit cannot pay', async () => {
    const { deposit } = await subgraph.biller.ledger()
    await subgraph.biller.deposit(20_499)
    subgraph.clock.now = new Date(Date.now() + 2_000)
    try {
      expect(codeOf(await requestPurchase())).toBe('INSUFFICIENT_DEPOSIT')
      const balance = await subgraph.execute(ADMIN, '{ billerBalance { balance low threshold } }')
      expect(balance.data.billerBalance).toEqual({ balance: 20_499, low: true, threshold: 1_000_000 })
    } finally {
      subgraph.clock.now = null
      await subgraph.biller.deposit(deposit)
    }
  })

  test('an admin, and an anonymous viewer', async () => {
    expect(codeOf(await requestPurchase({}, ADMIN))).toBe('FORBIDDEN')
    expect(codeOf(await requestPurchase({}, ANONYMOUS))).toBe('UNAUTHENTICATED')
    expect(codeOf(await subgraph.execute(SITI, '{ billerBalance { balance } }'))).toBe('FORBIDDEN')
  })

  test('every employee of a closed shift, and a deactivated employee', async () => {
    subgraph.fixtures.shift.active = false
    await waitUntil(async () => codeOf(await requestPurchase({ meterNumber: '14000000014' })) === 'OUTSIDE_SHIFT', {
      within: 5_000,
    })
    subgraph.fixtures.shift.active = true
    subgraph.fixtures.siti.active = false
    await waitUntil(async () => codeOf(await requestPurchase({ meterNumber: '14000000014' })) === 'ACCOUNT_INACTIVE', {
      within: 5_000,
    })
    subgraph.fixtures.siti.active = true
    await waitUntil(async () => codeOf(await requestPurchase({ meterNumber: '14000000014' })) === 'BILLER_REJECTED', {
      within: 5_000,
    })
  })
})

test.each([
  ['08:00:00.000', true],
  ['15:59:59.999', true],
  ['16:00:00.000', false],
  ['07:59:59.999', false],
])('in the shift 08:00-15:59, at %s a sale is let through: %s', async (time, isOpen) => {
  Object.assign(subgraph.fixtures.shift, { startAt: '08:00', endAt: '15:59' })
  subgraph.clock.now = new Date(`2026-03-31T${time}+07:00`)
  try {
    const response = await waitUntil(
      async () => {
        const attempt = await requestPurchase({ meterNumber: '14000000014' })
        return (codeOf(attempt) === 'BILLER_REJECTED') === isOpen ? attempt : null
      },
      { within: 5_000, what: 'the hours to be known' },
    )
    expect(codeOf(response)).toBe(isOpen ? 'BILLER_REJECTED' : 'OUTSIDE_SHIFT')
    if (!isOpen) expect(response.errors?.[0]?.message).toBe('Belum waktunya jam kerja')
  } finally {
    subgraph.clock.now = null
    Object.assign(subgraph.fixtures.shift, { startAt: '00:00', endAt: '23:59' })
    await waitUntil(async () => codeOf(await requestPurchase({ meterNumber: '14000000014' })) === 'BILLER_REJECTED')
  }
})

test('selling goes on while users and master are down', async () => {
  subgraph.fixtures.isDown = true
  try {
    const sale = await buy(subgraph, { expectedPrice: 22_000 })
    expect((await subgraph.settled(sale.id)).state).toBe('SUCCESS')
  } finally {
    subgraph.fixtures.isDown = false
  }
})

test('a purchase that the biller refuses at once is FAILED as data, one that fails later becomes FAILED', async () => {
  const atOnce = await buy(subgraph, { meterNumber: '14000001007' })
  expect(atOnce).toMatchObject({ status: 'FAILED', responseCode: '07', token: null })
  const later = await buy(subgraph, { meterNumber: '14000002007' })
  expect((await subgraph.settled(later.id)).state).toBe('FAILED')
})

test('with a slow biller the sale is returned PROCESSING after the response time-out', async () => {
  // Far longer than the response time-out, so that even a slow machine distinguishes the two.
  const timeoutMs = 12_000
  const patient = await startTestTransactions({ timeoutMs, responseTimeoutMs: 200 })
  await patient.biller.delay(null)
  await patient.biller.faults('top-up', '3001', 1)
  const startedAt = performance.now()
  const sale = await buy(patient)
  expect(sale.status).toBe('PROCESSING')
  expect(performance.now() - startedAt).toBeLessThan(timeoutMs)
  await patient.biller.settle(sale.invoice.replace('-', ''))
  expect((await patient.settled(sale.id)).state).toBe('SUCCESS')
  await patient.expectLedgersToReconcile()
  await patient.stop()
})

test('a biller that cannot be reached: BILLER_UNAVAILABLE, and a stored sale is FAILED', async () => {
  // The meter owner is cached already, so that the purchase fails and not the inquiry.
  await subgraph.execute(SITI, '{ inquirePrepaidCustomer(meterNumber: "12345678901") { name } }')
  await buy(subgraph)
  await subgraph.allSettled()
  subgraph.sandbox.down()
  const input = aTokenSale()
  const response = await subgraph.execute(SITI, BUY, { input })
  expect(codeOf(response)).toBe('BILLER_UNAVAILABLE')
  const unknownMeter = await requestPurchase({ meterNumber: '14000000000' })
  expect(['BILLER_UNAVAILABLE', undefined]).toContain(codeOf(unknownMeter))
  await subgraph.sandbox.up()
  const again = await subgraph.execute(SITI, BUY, { input })
  expect(again.data.buyToken.status).toBe('FAILED')
  await subgraph.allSettled()
})

test('each print of a receipt is counted, and only a successful sale has one', async () => {
  const PRINT = 'mutation($id: ID!) { recordPrint(id: $id) { printCount } }'
  await subgraph.biller.delay(0)
  const { data } = await requestPurchase()
  const print = (viewer = SITI) => subgraph.execute(viewer, PRINT, { id: data.buyToken.id })
  expect((await print()).data.recordPrint.printCount).toBe(1)
  expect((await print(ADMIN)).data.recordPrint.printCount).toBe(2)
  expect(codeOf(await print(BUDI))).toBe('NOT_FOUND')
  // Beyond fifty prints only the number grows.
  const filter = { _id: new ObjectId(data.buyToken.id) }
  await subgraph.collection('transaction').updateOne(filter, { $set: { printCount: 50 } })
  expect((await print()).data.recordPrint.printCount).toBe(51)
  const row = await subgraph.collection('transaction').findOne(filter)
  expect(row?.events.filter(({ type }: { type: string }) => type === 'PRINTED')).toHaveLength(2)
  const failed = await buy(subgraph, { meterNumber: '14000001007' })
  expect(codeOf(await subgraph.execute(SITI, PRINT, { id: failed.id }))).toBe('INVALID_TRANSITION')
})
