import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { Viewer } from '@setrum/identity'
import { codeOf, waitUntil } from '@setrum/testing'
import { ObjectId } from 'mongodb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { TransactionsOptions } from '../../src/server.js'
import { ADMIN, BUDI, SITI } from '../support/fixtures.js'
import { aBill, aTokenSale, BUY, buy, INQUIRE, inquire, PAY, readTransaction } from '../support/operations.js'
import { startTestTransactions, type TestTransactions } from '../support/start-test-transactions.js'

const NIGHT = { startAt: '23:00', endAt: '00:59' }
const RICH_IDR = 50_000_000

let subgraph: TestTransactions
// Long time-outs, so that a busy machine misses no response.
beforeAll(async () => {
  subgraph = await startTestTransactions({ timeoutMs: 20_000, responseTimeoutMs: 20_000 })
})
beforeEach(() => subgraph.biller.delay(0))
afterEach(async () => {
  subgraph.clock.now = null
  await subgraph.biller.deposit(RICH_IDR)
  await subgraph.expectLedgersToReconcile()
})
afterAll(() => subgraph?.stop())

const at = (instant: string) => {
  subgraph.clock.now = new Date(instant)
}
const stored = () => subgraph.collection('transaction').countDocuments()
const bought = async () => (await subgraph.biller.ledger()).transactions.filter(({ debited }) => debited > 0).length

type Execute = (query: string, variables?: object, viewer?: Viewer) => ReturnType<TestTransactions['execute']>

/** Sets the deposit, and waits until the process behind `execute` has read it. */
async function setDeposit(amount: number, execute: Execute): Promise<void> {
  await subgraph.biller.deposit(amount)
  const isRead = async () =>
    (await execute('{ billerBalance { balance } }', {}, ADMIN)).data?.billerBalance?.balance === amount
  await waitUntil(isRead, { what: 'the balance to be read' })
}

/** Runs with another instance, whose caches are empty, and without the balance that all processes share. */
async function withAnotherInstance(
  options: Partial<TransactionsOptions>,
  run: (execute: Execute) => Promise<void>,
): Promise<void> {
  const another = await subgraph.startAnother(options)
  await subgraph.collection('billerAccount').deleteMany({})
  try {
    await run((query, variables, viewer = SITI) =>
      subgraph.execute(viewer, query, { ...variables }, undefined, another.port),
    )
  } finally {
    await another.stop()
  }
}

/** Runs with the biller behind a proxy, which awaits `beforeForward` before requests that contain `match`. */
async function withBillerProxy(
  match: string,
  beforeForward: () => void | Promise<void>,
  run: (biller: TransactionsOptions['biller']) => Promise<void>,
): Promise<void> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    if (`${request.url} ${body}`.includes(match)) await beforeForward()
    const headers = { 'content-type': 'application/json' }
    const forwarded = await fetch(`${subgraph.sandbox.url}${request.url}`, {
      method: 'POST',
      headers,
      body,
    })
    response.writeHead(forwarded.status, headers).end(await forwarded.text())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  try {
    await run({ ...subgraph.billerOptions, prepaidUrl: url, postpaidUrl: url })
  } finally {
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
}

describe('the deposit', () => {
  test('with money for one sale, one of ten concurrent sales is stored and the others are refused', async () => {
    const before = await stored()
    await withAnotherInstance({}, async (execute) => {
      await setDeposit(20_500, execute)
      const responses = await Promise.all(Array.from({ length: 10 }, () => execute(BUY, { input: aTokenSale() })))
      expect(responses.map((response) => codeOf(response) ?? response.data.buyToken.status).sort()).toEqual([
        ...Array(9).fill('INSUFFICIENT_DEPOSIT'),
        'SUCCESS',
      ])
      expect(await stored()).toBe(before + 1)
      // The nine refused sales hold no reservation.
      await setDeposit(20_500, execute)
      expect((await execute(BUY, { input: aTokenSale() })).data.buyToken.status).toBe('SUCCESS')
    })
  })

  test('with money for one sale, ten requests with one key all return that sale', async () => {
    const input = aTokenSale()
    await withAnotherInstance({}, async (execute) => {
      await setDeposit(20_500, execute)
      const responses = await Promise.all(Array.from({ length: 10 }, () => execute(BUY, { input })))
      expect(responses.map(codeOf)).toEqual(Array(10).fill(undefined))
      expect(new Set(responses.map(({ data }) => data.buyToken.id)).size).toBe(1)
    })
  })

  test.each([
    ['token', async () => ({ query: BUY, variables: { input: aTokenSale() }, field: 'buyToken' })],
    ['bill', async () => ({ query: PAY, variables: { id: (await inquire(subgraph, aBill())).id }, field: 'payBill' })],
  ])('a repeat that waited until the %s had used the money returns that sale', async (_kind, prepare) => {
    const { query, variables, field } = await prepare()
    let onHeld = () => {}
    let onSold = () => {}
    const held = new Promise<void>((resolve) => {
      onHeld = resolve
    })
    const sold = new Promise<void>((resolve) => {
      onSold = resolve
    })
    const hold = () => {
      onHeld()
      return sold
    }
    await withBillerProxy('/api/check-balance', hold, (biller) =>
      withAnotherInstance({ biller }, async (execute) => {
        const repeat = execute(query, variables)
        await held
        const sale = await subgraph.execute(SITI, query, variables)
        await subgraph.biller.deposit(0)
        const spent = { balanceIdr: 0, leftIdr: 0, checkedAt: new Date(), isStale: false, held: {} }
        await subgraph.collection('billerAccount').updateOne({ balanceIdr: { $gte: 0 } }, { $set: spent })
        onSold()
        expect(codeOf(sale)).toBeUndefined()
        expect((await repeat).data?.[field]).toMatchObject({ id: sale.data[field].id })
      }),
    )
  })

  test('that cannot pay a bill leads to a refusal; the bill can be paid later', async () => {
    await withAnotherInstance({}, async (execute) => {
      const { data } = await execute(INQUIRE, { input: aBill() })
      const bill = data.inquireBill
      // The biller debits the price less the commission of 600.
      await setDeposit(bill.price - 601, execute)
      expect(codeOf(await execute(PAY, { id: bill.id }))).toBe('INSUFFICIENT_DEPOSIT')
      expect((await readTransaction(subgraph, bill.id)).status).toBe('AWAITING_PAYMENT')
      await setDeposit(bill.price - 600, execute)
      expect((await execute(PAY, { id: bill.id })).data.payBill.status).toBe('SUCCESS')
    })
  })
})

describe('checks before a wait are repeated after it:', () => {
  beforeAll(() => Object.assign(subgraph.fixtures.shift, { startAt: '08:00', endAt: '15:59' }))
  afterAll(() => Object.assign(subgraph.fixtures.shift, { startAt: '00:00', endAt: '23:59' }))

  test.each([
    ['a token', '/api/inquiry-pln', BUY, () => aTokenSale()],
    ['a bill', 'inq-pasca', INQUIRE, () => aBill()],
  ])(
    '%s requested at 15:59:40 is refused when the response of the biller comes after the shift',
    async (_name, match, query, input) => {
      at('2026-03-31T15:59:40+07:00')
      const [rows, sales] = [await stored(), await bought()]
      const late = () => at('2026-03-31T16:00:10+07:00')
      await withBillerProxy(match, late, (biller) =>
        withAnotherInstance({ biller }, async (execute) => {
          expect(codeOf(await execute(query, { input: input() }))).toBe('OUTSIDE_SHIFT')
          expect(await stored()).toBe(rows)
          expect(await bought()).toBe(sales)
        }),
      )
    },
  )

  test('a token requested before the cut-off is refused when the response of the biller comes in it', async () => {
    at('2026-03-31T15:29:40+07:00')
    const rows = await stored()
    const late = () => at('2026-03-31T15:30:10+07:00')
    await withBillerProxy('/api/inquiry-pln', late, (biller) =>
      withAnotherInstance({ biller, cutOff: { startAt: '15:30', endAt: '16:30' } }, async (execute) => {
        expect(codeOf(await execute(BUY, { input: aTokenSale() }))).toBe('PRODUCT_UNAVAILABLE')
        expect(await stored()).toBe(rows)
      }),
    )
  })

  test('a bill is not sent just after midnight, when its day ended during the wait', async () => {
    Object.assign(subgraph.fixtures.shift, { startAt: '00:00', endAt: '23:59' })
    at('2026-03-31T23:59:40+07:00')
    const sales = await bought()
    const late = () => at('2026-04-01T00:00:05+07:00')
    await withBillerProxy('/api/check-balance', late, (biller) =>
      withAnotherInstance({ biller }, async (execute) => {
        const { data } = await execute(INQUIRE, { input: aBill() })
        expect(codeOf(await execute(PAY, { id: data.inquireBill.id }))).toBe('INVALID_TRANSITION')
        expect((await readTransaction(subgraph, data.inquireBill.id)).status).toBe('EXPIRED')
        expect(await bought()).toBe(sales)
      }),
    )
  })

  test('a bill belongs to the day of its inquiry when the response comes after midnight', async () => {
    Object.assign(subgraph.fixtures.shift, { startAt: '00:00', endAt: '23:59' })
    at('2026-03-31T23:59:59+07:00')
    const late = () => at('2026-04-01T00:00:01+07:00')
    await withBillerProxy('inq-pasca', late, (biller) =>
      withAnotherInstance({ biller }, async (execute) => {
        const { data } = await execute(INQUIRE, { input: aBill() })
        expect(codeOf(await execute(PAY, { id: data.inquireBill.id }))).toBe('INVALID_TRANSITION')
      }),
    )
  })
})

test('in PLN’s cut-off no token is sold and no bill is paid', async () => {
  at('2026-03-31T22:59:59.999+07:00')
  await withAnotherInstance({ cutOff: NIGHT }, async (execute) => {
    const { data } = await execute(INQUIRE, { input: aBill() })
    const sales = await bought()
    at('2026-03-31T23:00:00.000+07:00')
    expect(codeOf(await execute(BUY, { input: aTokenSale() }))).toBe('PRODUCT_UNAVAILABLE')
    expect(codeOf(await execute(PAY, { id: data.inquireBill.id }))).toBe('PRODUCT_UNAVAILABLE')
    expect(await bought()).toBe(sales)
    at('2026-04-01T01:00:00.000+07:00')
    expect((await execute(BUY, { input: aTokenSale() })).data.buyToken.status).toBe('SUCCESS')
  })
})

test('at a counter in Makassar PLN’s hours and days are in Jakarta time', async () => {
  const cutOff = { startAt: '23:30', endAt: '00:59' }
  at('2026-03-31T22:59:00+07:00')
  await withAnotherInstance({ businessTimeZone: 'Asia/Makassar', cutOff }, async (execute) => {
    const { data } = await execute(INQUIRE, { input: aBill() })
    // Midnight in Makassar is past; the bill's day is not, nor has PLN closed.
    at('2026-03-31T23:29:59+07:00')
    const paid = await execute(PAY, { id: data.inquireBill.id })
    expect(paid.data.payBill.status).toBe('SUCCESS')
    at('2026-03-31T23:30:00+07:00')
    const closed = await execute(BUY, { input: aTokenSale() })
    expect(closed.errors?.[0]).toMatchObject({
      message: expect.stringContaining('02:00'),
      extensions: { code: 'PRODUCT_UNAVAILABLE', opensAt: '2026-03-31T18:00:00.000Z' },
    })
  })
})

describe('the same meter and product again', () => {
  const input = { meterNumber: '14000000000', productCode: 'hpln100000', confirmDuplicate: false }
  const again = (more: object = {}) => subgraph.execute(BUDI, BUY, { input: aTokenSale({ ...input, ...more }) })

  test('needs a confirmation for exactly ten minutes', async () => {
    at('2026-03-31T10:00:00.000+07:00')
    await buy(subgraph, input)
    at('2026-03-31T10:10:00.000+07:00')
    expect(codeOf(await again())).toBe('DUPLICATE_SUSPECTED')
    at('2026-03-31T10:10:00.001+07:00')
    expect((await again()).data.buyToken.status).toBe('SUCCESS')
  })

  test('needs a confirmation as long as the first sale is open', async () => {
    at('2026-03-31T10:20:00+07:00')
    await subgraph.biller.delay(null)
    const open = await buy(subgraph, { ...input, meterNumber: '14000002000' })
    at('2026-03-31T11:50:00+07:00')
    const response = await again({ meterNumber: '14000002000' })
    expect(response.errors?.[0]?.extensions).toMatchObject({ code: 'DUPLICATE_SUSPECTED', invoice: open.invoice })
    expect(response.errors?.[0]?.message).toContain('masih diproses')
    await subgraph.biller.settle(open.invoice.replace('-', ''))
    await subgraph.settled(open.id)
    await subgraph.biller.delay(0)
  })

  test('is recognized under the number of the connection, too', async () => {
    at('2026-03-31T12:00:00+07:00')
    const sale = await buy(subgraph, input)
    const { data } = await subgraph.execute(
      SITI,
      '{ inquirePrepaidCustomer(meterNumber: "14000000000") { subscriberId } }',
    )
    const customer_id = data.inquirePrepaidCustomer.subscriberId
    expect(customer_id).toMatch(/^\d{12}$/)
    // As if the sale had been made with the number of the connection.
    await subgraph
      .collection('transaction')
      .updateOne({ _id: new ObjectId(sale.id) }, { $set: { customer_id }, $unset: { dedupeKey: 1 } })
    const response = await again()
    expect(response.errors?.[0]?.extensions).toMatchObject({ code: 'DUPLICATE_SUSPECTED', invoice: sale.invoice })
  })
})

test('before the database is prepared nothing can be sold and everything can be read', async () => {
  const locks = subgraph.collection('migrationLock')
  await locks.insertOne({ _id: 'migrating' as never, owner: 'another', until: new Date(Date.now() + 600_000) })
  const early = await subgraph.startAnotherUnprepared()
  const execute = (query: string, variables: object = {}) =>
    subgraph.execute(SITI, query, { ...variables }, undefined, early.port)
  try {
    const rows = await stored()
    expect(codeOf(await execute(BUY, { input: aTokenSale() }))).toBe('SUBGRAPH_UNAVAILABLE')
    expect(await stored()).toBe(rows)
    expect((await execute('{ transactions { nodes { id } } }')).errors).toBeUndefined()
  } finally {
    await locks.deleteOne({ _id: 'migrating' as never })
    await early.stop()
  }
})

test.each([
  ['with blanks', 'kasir 1 pagi'],
  ['in another alphabet', 'ключ-кассы'],
  ['of 64 characters of several bytes', '🧾'.repeat(64)],
])('a key %s is accepted', async (_name, idempotencyKey) => {
  const first = await buy(subgraph, { idempotencyKey })
  expect((await buy(subgraph, { idempotencyKey })).id).toBe(first.id)
})

test.each([
  ['of 65 characters', 'x'.repeat(65)],
  ['with a line break in it', 'kasir-1\npagi'],
])('a key %s is refused', async (_name, idempotencyKey) => {
  expect(codeOf(await subgraph.execute(SITI, BUY, { input: aTokenSale({ idempotencyKey }) }))).toBe('BAD_USER_INPUT')
})

test('a list of unpaid bills leaves out those of yesterday from midnight on', async () => {
  at('2026-03-31T23:59:59.000+07:00')
  const bill = await inquire(subgraph, { idempotencyKey: randomUUID() })
  const ids = async (status: string[]) => {
    const { data } = await subgraph.execute(
      ADMIN,
      'query($f: TransactionFilter) { transactions(filter: $f) { nodes { id } } }',
      {
        f: { status, from: '2026-03-31', to: '2026-03-31' },
      },
    )
    return data.transactions.nodes.map(({ id }: { id: string }) => id)
  }
  expect(await ids(['AWAITING_PAYMENT'])).toContain(bill.id)
  expect(await ids(['EXPIRED', 'SUCCESS'])).not.toContain(bill.id)
  at('2026-04-01T00:00:00.000+07:00')
  expect(await ids(['AWAITING_PAYMENT'])).not.toContain(bill.id)
  expect(await ids(['AWAITING_PAYMENT', 'SUCCESS'])).not.toContain(bill.id)
  expect(await ids(['EXPIRED'])).toContain(bill.id)
  expect(await ids(['EXPIRED', 'SUCCESS'])).toContain(bill.id)
})
