import { codeOf, waitUntil } from '@setrum/testing'
import { ObjectId } from 'mongodb'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ADMIN, BUDI, SITI } from '../support/fixtures.js'
import { aBill, buy, INQUIRE, inquire, PAY, readTransaction } from '../support/operations.js'
import { startTestTransactions, type TestTransactions } from '../support/start-test-transactions.js'

let subgraph: TestTransactions
beforeAll(async () => {
  // A long time-out, so that a busy machine misses no response.
  subgraph = await startTestTransactions({ timeoutMs: 20_000 })
})
afterEach(async () => {
  subgraph.clock.now = null
  await subgraph.expectLedgersToReconcile()
})
afterAll(() => subgraph?.stop())

const pay = (id: string, viewer = SITI) => subgraph.execute(viewer, PAY, { id })
const requestInquiry = (more: object, viewer = SITI) => subgraph.execute(viewer, INQUIRE, { input: aBill(more) })

test('a bill is looked up, shown, paid once, and keeps the commission', async () => {
  const bill = await inquire(subgraph)
  expect(bill).toMatchObject({
    status: 'AWAITING_PAYMENT',
    productType: 'POSTPAID',
    productCode: 'PLNPOSTPAID',
    customer: { number: '530000000000', name: expect.any(String), tariff: 'R1', power: 900 },
    bills: [{ period: expect.stringMatching(/^\d{6}$/), adminFee: 2_500, penalty: 0 }],
  })
  expect(bill.bills[0].total).toBe(bill.price)
  expect((await subgraph.biller.ledger()).transactions.at(-1)?.debited ?? 0).toBe(0)

  const { data } = await pay(bill.id)
  expect(data.payBill).toMatchObject({
    id: bill.id,
    status: 'SUCCESS',
    reference: expect.stringMatching(/.{16,}/),
    remainingBills: 0,
    token: null,
  })
  expect((await readTransaction(subgraph, bill.id, ADMIN)).profit).toBe(600)
  expect((await readTransaction(subgraph, bill.id, SITI)).profit).toBeNull()
  const { transactions } = await subgraph.biller.ledger()
  expect(transactions.at(-1)).toMatchObject({ debited: bill.price - 600, calls: 1 })

  const again = await Promise.all(Array.from({ length: 10 }, () => pay(bill.id)))
  expect(again.every(({ data }) => data.payBill.status === 'SUCCESS' && data.payBill.replayed)).toBe(true)
  expect((await subgraph.biller.ledger()).transactions.at(-1)?.calls).toBe(1)
})

test('ten payments of one bill at once pay it once', async () => {
  const bill = await inquire(subgraph, { customerNumber: '530000002000' })
  const responses = await Promise.all(Array.from({ length: 10 }, () => pay(bill.id)))
  expect(new Set(responses.map(({ data, errors }) => data?.payBill?.id ?? codeOf({ errors } as never)))).toEqual(
    new Set([bill.id]),
  )
  expect(responses.filter(({ data }) => !data.payBill.replayed)).toHaveLength(1)
  expect((await subgraph.settled(bill.id)).state).toBe('SUCCESS')
  const entry = (await subgraph.biller.ledger()).transactions.at(-1)
  expect(entry).toMatchObject({ calls: 1 })
  expect(entry?.debited).toBe(entry?.price)
})

test('the same key gives the same inquiry; for another number it is refused', async () => {
  const input = aBill({ customerNumber: '530000000000' })
  const first = await subgraph.execute(SITI, INQUIRE, { input })
  const again = await Promise.all(Array.from({ length: 5 }, () => subgraph.execute(SITI, INQUIRE, { input })))
  expect(new Set(again.map(({ data }) => data.inquireBill.id))).toEqual(new Set([first.data.inquireBill.id]))
  const other = await subgraph.execute(SITI, INQUIRE, { input: { ...input, customerNumber: '530000000999' } })
  expect(codeOf(other)).toBe('IDEMPOTENCY_KEY_REUSED')
})

test('eight bills are paid four at a time; the transaction has the number of remaining bills', async () => {
  const first = await inquire(subgraph, { customerNumber: '530000000999' })
  expect(first.bills).toHaveLength(4)
  expect(first.bills.map(({ period }: { period: string }) => period)).toEqual(
    first.bills.map(({ period }: { period: string }) => period).sort(),
  )
  expect(first.bills[0].penalty).toBe(3_000)
  const { data } = await pay(first.id)
  expect(data.payBill).toMatchObject({ status: 'SUCCESS', remainingBills: 4 })
  // Only a payment has the meter readings; amounts and months stay.
  expect(data.payBill.bills).toEqual(
    first.bills.map((bill: object) => ({ ...bill, meterStart: '00012000', meterEnd: '00012110' })),
  )
  expect(first.bills[0]).toMatchObject({ meterStart: null, meterEnd: null })
  const second = await inquire(subgraph, { customerNumber: '530000000999' })
  expect((await pay(second.id)).data.payBill).toMatchObject({ status: 'SUCCESS', remainingBills: 0 })
  expect(codeOf(await requestInquiry({ customerNumber: '530000000999' }))).toBe('BILLER_REJECTED')
})

test('a non-taglis bill is looked up and paid', async () => {
  const bill = await inquire(subgraph, { customerNumber: '3225030000000', productType: 'NON_TAGLIS' })
  expect(bill).toMatchObject({ productCode: 'PLNNONTAG', nominal: 696_400, adminFee: 5_000, price: 701_400 })
  expect(bill.bills).toHaveLength(1)
  expect((await pay(bill.id)).data.payBill.status).toBe('SUCCESS')
})

test('a pending payment gets the status that the biller reports', async () => {
  // Settles after the pending status was stored.
  await subgraph.biller.delay(2_000)
  const good = await inquire(subgraph, { customerNumber: '530000002000' })
  const bad = await inquire(subgraph, { customerNumber: '530000002037' })
  expect((await pay(good.id)).data.payBill.status).toBe('PROCESSING')
  expect((await pay(bad.id)).data.payBill.status).toBe('PROCESSING')
  expect((await subgraph.settled(good.id)).state).toBe('SUCCESS')
  expect((await subgraph.settled(bad.id)).state).toBe('FAILED')
  await subgraph.biller.delay(30)
})

test('a payment that is refused at once is FAILED, with the biller’s code', async () => {
  const bill = await inquire(subgraph, { customerNumber: '530000001037' })
  expect((await pay(bill.id)).data.payBill).toMatchObject({ status: 'FAILED', responseCode: '37' })
})

test('while one payment of a number is open, no other is begun', async () => {
  const [first, second] = [
    await inquire(subgraph, { customerNumber: '530000001039' }),
    await inquire(subgraph, { customerNumber: '530000001039' }, BUDI),
  ]
  expect((await pay(first.id)).data.payBill.status).toBe('PROCESSING')
  expect(codeOf(await pay(second.id, BUDI))).toBe('DUPLICATE_SUSPECTED')
  expect(codeOf(await requestInquiry({ customerNumber: '530000001039' }))).toBe('DUPLICATE_SUSPECTED')
  await subgraph.biller.settle(first.invoice.replace('-', ''))
  expect((await subgraph.settled(first.id)).state).toBe('SUCCESS')
})

test('two inquiries of one bill, paid at the same instant by two tills, pay it once', async () => {
  // The biller does not settle: the first payment is open while the second is requested.
  await subgraph.biller.delay(null)
  const customerNumber = '530000002000'
  for (let round = 0; round < 4; round += 1) {
    const bills = [
      await inquire(subgraph, { customerNumber }),
      await inquire(subgraph, { customerNumber }, BUDI),
    ] as const
    const responses = await Promise.all([pay(bills[0].id), pay(bills[1].id, BUDI)])
    expect(responses.map((response) => (response.data?.payBill ? 'PAID' : codeOf(response))).sort()).toEqual([
      'DUPLICATE_SUSPECTED',
      'PAID',
    ])
    const paid = responses.find(({ data }) => data?.payBill)?.data.payBill
    await subgraph.biller.settle(paid.invoice.replace('-', ''))
    expect((await subgraph.settled(paid.id)).state).toBe('SUCCESS')
  }
  await subgraph.biller.delay(30)
})

describe('seller and time', () => {
  test('only the employee of the inquiry can pay the bill; an admin cannot', async () => {
    const bill = await inquire(subgraph)
    expect(codeOf(await pay(bill.id, BUDI))).toBe('NOT_FOUND')
    expect(codeOf(await pay(bill.id, ADMIN))).toBe('FORBIDDEN')
    expect(codeOf(await pay('66500000000000000000dead'))).toBe('NOT_FOUND')
  })

  test('a bill of yesterday is EXPIRED for every reader, cannot be paid, and counts nowhere', async () => {
    subgraph.clock.now = new Date('2026-03-31T23:59:59.999+07:00')
    const bill = await inquire(subgraph)
    subgraph.clock.now = new Date('2026-04-01T00:00:00.000+07:00')
    expect((await readTransaction(subgraph, bill.id)).status).toBe('EXPIRED')
    expect(codeOf(await pay(bill.id))).toBe('INVALID_TRANSITION')
    const day =
      '{ salesSummary(filter: { from: "2026-03-31", to: "2026-04-01" }) { success { count } processing { count } failed { count } daily { date } } }'
    expect((await subgraph.execute(ADMIN, day)).data.salesSummary).toEqual({
      success: { count: 0 },
      processing: { count: 0 },
      failed: { count: 0 },
      daily: [],
    })
  })

  test('the expiry job stores it', async () => {
    subgraph.clock.now = new Date('2026-03-30T12:00:00+07:00')
    const bill = await inquire(subgraph)
    subgraph.clock.now = null
    const another = await subgraph.startAnother()
    try {
      const row = await waitUntil(async () => {
        const found = await subgraph.collection('transaction').findOne({ _id: new ObjectId(bill.id) })
        return found?.state === 'EXPIRED' ? found : null
      })
      expect(row).toMatchObject({ status: 0 })
      expect(row.events.at(-1)).toMatchObject({ type: 'EXPIRED', from: 'AWAITING_PAYMENT', to: 'EXPIRED' })
    } finally {
      await another.stop()
    }
  })

  test('outside the shift nothing is looked up or paid, but a repeated payment returns the paid bill', async () => {
    const open = await inquire(subgraph)
    const paid = await inquire(subgraph, { customerNumber: '530000002000' })
    await pay(paid.id)
    subgraph.fixtures.shift.active = false
    try {
      await waitUntil(async () => codeOf(await requestInquiry({})) === 'OUTSIDE_SHIFT', { within: 5_000 })
      expect(codeOf(await pay(open.id))).toBe('OUTSIDE_SHIFT')
      expect((await pay(paid.id)).data.payBill.id).toBe(paid.id)
    } finally {
      subgraph.fixtures.shift.active = true
      await waitUntil(
        async () => codeOf(await requestInquiry({ customerNumber: '111111111111' })) === 'BILLER_REJECTED',
      )
    }
    await subgraph.settled(paid.id)
  })

  test.each([
    ['ten digits', { customerNumber: '5300000000' }, 'BAD_USER_INPUT'],
    ['a token as a bill', { productType: 'PREPAID' }, 'BAD_USER_INPUT'],
    ['an unknown number', { customerNumber: '111111111111' }, 'BILLER_REJECTED'],
    ['a bill that is paid', { customerNumber: '530000000001' }, 'BILLER_REJECTED'],
    ['the response "later" of the biller', { customerNumber: '530000000103' }, 'BILLER_UNAVAILABLE'],
  ])('%s is refused and leaves nothing', async (_name, more, code) => {
    const before = await subgraph.collection('transaction').countDocuments()
    const response = await requestInquiry(more)
    expect(codeOf(response)).toBe(code)
    expect(await subgraph.collection('transaction').countDocuments()).toBe(before)
  })
})

describe('PLN’s cut-off', () => {
  test('refuses every sale with the opening time, to the second', async () => {
    const closed = await subgraph.startAnother({ cutOff: { startAt: '23:00', endAt: '00:59' } })
    const at = async (time: string) => {
      subgraph.clock.now = new Date(`2026-03-31T${time}+07:00`)
      return subgraph.execute(
        SITI,
        INQUIRE,
        { input: aBill({ customerNumber: '111111111111' }) },
        undefined,
        closed.port,
      )
    }
    try {
      expect(codeOf(await at('22:59:59.999'))).toBe('BILLER_REJECTED')
      for (const time of ['23:00:00.000', '00:30:00.000', '00:59:59.999']) {
        const response = await at(time)
        expect(codeOf(response)).toBe('PRODUCT_UNAVAILABLE')
        expect(response.errors?.[0]?.message).toContain('01:00')
        expect(response.errors?.[0]?.extensions.opensAt).toMatch(/T18:00:00.000Z$/)
      }
      expect(codeOf(await at('01:00:00.000'))).toBe('BILLER_REJECTED')
    } finally {
      await closed.stop()
    }
  })
})

test('a key of a token purchase is refused for a bill', async () => {
  await subgraph.biller.delay(0)
  await buy(subgraph, { idempotencyKey: 'one-key-for-both' })
  expect(codeOf(await requestInquiry({ idempotencyKey: 'one-key-for-both' }))).toBe('IDEMPOTENCY_KEY_REUSED')
})
