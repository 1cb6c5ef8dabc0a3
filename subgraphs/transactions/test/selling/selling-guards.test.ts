import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { Viewer } from '@setrum/identity'
import { codeOf, waitUntil } from '@setrum/testing'
import { ObjectId } from 'mongodb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { TransactionsOptions } from '../../src/server.js'
import { aBill, aTokenSale, BUY, buy, INQUIRE, inquire, PAY, see } from '../support/operations.js'
import { startTestTransactions, type TestTransactions } from '../support/start-test-transactions.js'
import { ADMIN, BUDI, SITI } from '../support/world.js'

const NIGHT = { startAt: '23:00', endAt: '00:59' }
const RICH_IDR = 50_000_000

let subgraph: TestTransactions
// Patient: what is asked here is answered, however busy the machine is.
beforeAll(async () => {
  subgraph = await startTestTransactions({ timeoutMs: 20_000, answerMs: 20_000 })
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

type Ask = (query: string, variables?: object, viewer?: Viewer) => ReturnType<TestTransactions['ask']>

/** What there is to spend, known to the process that is asked. */
async function payIn(amount: number, ask: Ask): Promise<void> {
  await subgraph.biller.deposit(amount)
  const knows = async () =>
    (await ask('{ billerBalance { balance } }', {}, ADMIN)).data?.billerBalance?.balance === amount
  await waitUntil(knows, { what: 'the balance to be known' })
}

/** Another process, whose memory is empty: it asks the biller for everything anew. */
async function withAnother(options: Partial<TransactionsOptions>, run: (ask: Ask) => Promise<void>): Promise<void> {
  const another = await subgraph.startAnother(options)
  try {
    await run((query, variables, viewer = SITI) =>
      subgraph.ask(viewer, query, { ...variables }, undefined, another.port),
    )
  } finally {
    await another.stop()
  }
}

/** The biller, behind a door that does something before it passes a question on. */
async function withDoor(
  path: string,
  meanwhile: () => void,
  run: (biller: TransactionsOptions['biller']) => Promise<void>,
): Promise<void> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    if (request.url?.startsWith(path)) meanwhile()
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${subgraph.sandbox.url}${request.url}`, {
      method: 'POST',
      headers,
      body: Buffer.concat(chunks),
    })
    response.writeHead(answer.status, headers).end(await answer.text())
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
  test('with money for one, ten sales at once become one; nothing is stored of the others', async () => {
    const before = await stored()
    await withAnother({}, async (ask) => {
      await payIn(20_500, ask)
      const answers = await Promise.all(Array.from({ length: 10 }, () => ask(BUY, { input: aTokenSale() })))
      expect(answers.map((answer) => codeOf(answer) ?? answer.data.buyToken.status).sort()).toEqual([
        ...Array(9).fill('INSUFFICIENT_DEPOSIT'),
        'SUCCESS',
      ])
      expect(await stored()).toBe(before + 1)
      // What the nine had asked for is not held for them.
      await payIn(20_500, ask)
      expect((await ask(BUY, { input: aTokenSale() })).data.buyToken.status).toBe('SUCCESS')
    })
  })

  test('with money for one, ten clicks on one sale are ten answers with that sale', async () => {
    const input = aTokenSale()
    await withAnother({}, async (ask) => {
      await payIn(20_500, ask)
      const answers = await Promise.all(Array.from({ length: 10 }, () => ask(BUY, { input })))
      expect(answers.map(codeOf)).toEqual(Array(10).fill(undefined))
      expect(new Set(answers.map(({ data }) => data.buyToken.id)).size).toBe(1)
    })
  })

  test('that cannot cover a bill refuses its payment and leaves it to be paid later', async () => {
    await withAnother({}, async (ask) => {
      const { data } = await ask(INQUIRE, { input: aBill() })
      const bill = data.inquireBill
      // The counter's commission stays with it.
      await payIn(bill.price - 601, ask)
      expect(codeOf(await ask(PAY, { id: bill.id }))).toBe('INSUFFICIENT_DEPOSIT')
      expect((await see(subgraph, bill.id)).status).toBe('AWAITING_PAYMENT')
      await payIn(bill.price - 600, ask)
      expect((await ask(PAY, { id: bill.id })).data.payBill.status).toBe('SUCCESS')
    })
  })
})

describe('what is asked before a wait is asked again after it:', () => {
  beforeAll(() => Object.assign(subgraph.world.shift, { startAt: '08:00', endAt: '15:59' }))
  afterAll(() => Object.assign(subgraph.world.shift, { startAt: '00:00', endAt: '23:59' }))

  test.each([
    ['a token', '/api/inquiry-pln', BUY, () => aTokenSale()],
    ['a bill', '/api/v1/bill/check', INQUIRE, () => aBill()],
  ])(
    '%s asked for at 15:59:40 is refused when the biller answers after the shift',
    async (_name, path, query, input) => {
      at('2026-03-31T15:59:40+07:00')
      const [rows, sales] = [await stored(), await bought()]
      const late = () => at('2026-03-31T16:00:10+07:00')
      await withDoor(path, late, (biller) =>
        withAnother({ biller }, async (ask) => {
          expect(codeOf(await ask(query, { input: input() }))).toBe('OUTSIDE_SHIFT')
          expect(await stored()).toBe(rows)
          expect(await bought()).toBe(sales)
        }),
      )
    },
  )

  test('a token asked for before the cut-off is refused when the biller answers in it', async () => {
    at('2026-03-31T15:29:40+07:00')
    const rows = await stored()
    const late = () => at('2026-03-31T15:30:10+07:00')
    await withDoor('/api/inquiry-pln', late, (biller) =>
      withAnother({ biller, cutOff: { startAt: '15:30', endAt: '16:30' } }, async (ask) => {
        expect(codeOf(await ask(BUY, { input: aTokenSale() }))).toBe('PRODUCT_UNAVAILABLE')
        expect(await stored()).toBe(rows)
      }),
    )
  })

  test('a bill is not sent just after midnight, when its day ended during the wait', async () => {
    Object.assign(subgraph.world.shift, { startAt: '00:00', endAt: '23:59' })
    at('2026-03-31T23:59:40+07:00')
    const sales = await bought()
    const late = () => at('2026-04-01T00:00:05+07:00')
    await withDoor('/api/check-balance', late, (biller) =>
      withAnother({ biller }, async (ask) => {
        const { data } = await ask(INQUIRE, { input: aBill() })
        expect(codeOf(await ask(PAY, { id: data.inquireBill.id }))).toBe('INVALID_TRANSITION')
        expect((await see(subgraph, data.inquireBill.id)).status).toBe('EXPIRED')
        expect(await bought()).toBe(sales)
      }),
    )
  })
})

test('in PLN’s cut-off no token is sold and no bill is paid', async () => {
  at('2026-03-31T22:59:59.999+07:00')
  await withAnother({ cutOff: NIGHT }, async (ask) => {
    const { data } = await ask(INQUIRE, { input: aBill() })
    const sales = await bought()
    at('2026-03-31T23:00:00.000+07:00')
    expect(codeOf(await ask(BUY, { input: aTokenSale() }))).toBe('PRODUCT_UNAVAILABLE')
    expect(codeOf(await ask(PAY, { id: data.inquireBill.id }))).toBe('PRODUCT_UNAVAILABLE')
    expect(await bought()).toBe(sales)
    at('2026-04-01T01:00:00.000+07:00')
    expect((await ask(BUY, { input: aTokenSale() })).data.buyToken.status).toBe('SUCCESS')
  })
})

test('a counter in Makassar keeps PLN’s hours and days, which are Jakarta’s', async () => {
  const cutOff = { startAt: '23:30', endAt: '00:59' }
  at('2026-03-31T22:59:00+07:00')
  await withAnother({ businessTimeZone: 'Asia/Makassar', cutOff }, async (ask) => {
    const { data } = await ask(INQUIRE, { input: aBill() })
    // Midnight in Makassar is past; the bill's day is not, nor has PLN closed.
    at('2026-03-31T23:29:59+07:00')
    const paid = await ask(PAY, { id: data.inquireBill.id })
    expect(paid.data.payBill.status).toBe('SUCCESS')
    at('2026-03-31T23:30:00+07:00')
    const closed = await ask(BUY, { input: aTokenSale() })
    expect(closed.errors?.[0]).toMatchObject({
      message: expect.stringContaining('02:00'),
      extensions: { code: 'PRODUCT_UNAVAILABLE', opensAt: '2026-03-31T18:00:00.000Z' },
    })
  })
})

describe('the same meter and product again', () => {
  const input = { meterNumber: '14000000000', productCode: 'hpln100000', confirmDuplicate: false }
  const again = (more: object = {}) => subgraph.ask(BUDI, BUY, { input: aTokenSale({ ...input, ...more }) })

  test('is asked about for ten minutes, and not a moment longer', async () => {
    at('2026-03-31T10:00:00.000+07:00')
    await buy(subgraph, input)
    at('2026-03-31T10:10:00.000+07:00')
    expect(codeOf(await again())).toBe('DUPLICATE_SUSPECTED')
    at('2026-03-31T10:10:00.001+07:00')
    expect((await again()).data.buyToken.status).toBe('SUCCESS')
  })

  test('is asked about for as long as the first is open', async () => {
    at('2026-03-31T10:20:00+07:00')
    await subgraph.biller.delay(null)
    const open = await buy(subgraph, { ...input, meterNumber: '14000002000' })
    at('2026-03-31T11:50:00+07:00')
    const answer = await again({ meterNumber: '14000002000' })
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'DUPLICATE_SUSPECTED', invoice: open.invoice })
    expect(answer.errors?.[0]?.message).toContain('masih diproses')
    await subgraph.biller.settle(open.invoice.replace('-', ''))
    await subgraph.settled(open.id)
    await subgraph.biller.delay(0)
  })

  test('is the same meter under the number of its connection, too', async () => {
    at('2026-03-31T12:00:00+07:00')
    const sale = await buy(subgraph, input)
    const { data } = await subgraph.ask(SITI, '{ inquirePrepaidCustomer(meterNumber: "14000000000") { subscriberId } }')
    const customer_id = data.inquirePrepaidCustomer.subscriberId
    expect(customer_id).toMatch(/^\d{12}$/)
    // As if it had been typed so.
    await subgraph
      .collection('transaction')
      .updateOne({ _id: new ObjectId(sale.id) }, { $set: { customer_id }, $unset: { slot: 1 } })
    const answer = await again()
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'DUPLICATE_SUSPECTED', invoice: sale.invoice })
  })
})

test('before the database is prepared nothing is sold, and everything can be read', async () => {
  const locks = subgraph.collection('migrationLock')
  await locks.insertOne({ _id: 'migrating' as never, owner: 'another', until: new Date(Date.now() + 600_000) })
  const early = await subgraph.beginAnother()
  const ask = (query: string, variables: object = {}) =>
    subgraph.ask(SITI, query, { ...variables }, undefined, early.port)
  try {
    const rows = await stored()
    expect(codeOf(await ask(BUY, { input: aTokenSale() }))).toBe('SUBGRAPH_UNAVAILABLE')
    expect(await stored()).toBe(rows)
    expect((await ask('{ transactions { nodes { id } } }')).errors).toBeUndefined()
  } finally {
    await locks.deleteOne({ _id: 'migrating' as never })
    await early.stop()
  }
})

test.each([
  ['with blanks', 'kasir 1 pagi'],
  ['in another alphabet', 'ключ-кассы'],
  ['of 64 signs that are more than a byte each', '🧾'.repeat(64)],
])('a key %s is a key', async (_name, idempotencyKey) => {
  const first = await buy(subgraph, { idempotencyKey })
  expect((await buy(subgraph, { idempotencyKey })).id).toBe(first.id)
})

test.each([
  ['of 65 characters', 'x'.repeat(65)],
  ['with a line break in it', 'kasir-1\npagi'],
])('a key %s is none', async (_name, idempotencyKey) => {
  expect(codeOf(await subgraph.ask(SITI, BUY, { input: aTokenSale({ idempotencyKey }) }))).toBe('BAD_USER_INPUT')
})

test('a list of unpaid bills has none of yesterday, from midnight on', async () => {
  at('2026-03-31T23:59:59.000+07:00')
  const bill = await inquire(subgraph, { idempotencyKey: randomUUID() })
  const ids = async (status: string[]) => {
    const { data } = await subgraph.ask(
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
