import { expectBooksToMatch, type RunningHouse, startHouse, waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

const BUY = 'mutation Buy($input: BuyTokenInput!) { buyToken(input: $input) { id invoice status } }'

let running: RunningHouse
let adminToken: string
let employee: Awaited<ReturnType<RunningHouse['anEmployee']>>

beforeAll(async () => {
  running = await startHouse()
  adminToken = await running.asAdmin()
  employee = await running.anEmployee(adminToken)
})
afterAll(() => running?.stop())

const buy = (key: string, more: object = {}) =>
  running.graph(
    BUY,
    {
      input: {
        meterNumber: '12345678901',
        productCode: 'hpln20000',
        idempotencyKey: key,
        confirmDuplicate: true,
        ...more,
      },
    },
    employee.accessToken,
  )

async function allSales() {
  const sales: { invoice: string; status: string }[] = []
  let after: string | null = null
  do {
    const answer = await running.graph(
      'query($a: String) { transactions(first: 100, after: $a) { nodes { invoice status } pageInfo { hasNextPage endCursor } } }',
      { a: after },
      adminToken,
    )
    const page = answer.data.transactions
    sales.push(...page.nodes)
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
  } while (after)
  return sales
}

test('transactions killed between storing a sale and answering: the sale ends SUCCESS by itself', async () => {
  // The biller works, but its answer never comes: the process dies while it waits, the sale is stored and debited.
  await running.biller.faults('top-up', '3001', 1)
  const lost = buy('killed-while-waiting').catch(() => null)
  await waitUntil(async () => (await running.biller.ledger()).transactions.length > 0, { what: 'the biller to be asked' })
  await running.house.kill('transactions')
  await lost
  await running.house.startOne('transactions')

  const sales = await waitUntil(
    async () => {
      const now = await allSales()
      return now.length === 1 && now.every(({ status }) => status === 'SUCCESS') && now
    },
    { within: 60_000, what: 'the sale to be SUCCESS' },
  )
  await expectBooksToMatch(running.biller, sales)
  expect((await running.biller.ledger()).transactions[0]?.calls).toBeGreaterThan(0)

  const again = await buy('killed-while-waiting')
  expect(again.data.buyToken).toMatchObject({ invoice: sales[0]?.invoice, status: 'SUCCESS' })
})

test.runIf(!process.env.MONGODB_URI)(
  'the database killed three times while eight tills sell: no acknowledged sale is lost, none bought twice',
  async () => {
    const acknowledged = new Set<string>()
    let isOver = false
    const till = async (number: number) => {
      for (let sale = 0; !isOver; sale += 1) {
        const key = `till-${number}-sale-${sale}`
        // A till repeats its key until it is told what became of the sale, as the web app does.
        const invoice = await waitUntil(
          async () => {
            const answer = await buy(key).catch(() => null)
            return answer?.data?.buyToken?.invoice as string | undefined
          },
          { within: 60_000, what: `an answer to ${key}` },
        )
        acknowledged.add(invoice)
      }
    }
    const tills = Array.from({ length: 8 }, (_, number) => till(number))
    for (let kill = 0; kill < 3; kill += 1) {
      const before = acknowledged.size
      await waitUntil(() => acknowledged.size > before + 20, { within: 60_000, what: 'the tills to sell' })
      await running.house.kill('mongodb')
      await running.house.startOne('mongodb')
    }
    isOver = true
    await Promise.all(tills)

    const sales = await waitUntil(
      async () => {
        const now = await allSales().catch(() => [])
        return now.length > 0 && now.every(({ status }) => status !== 'PROCESSING') && now
      },
      { within: 60_000, what: 'every sale to settle' },
    )
    const stored = new Set(sales.map(({ invoice }) => invoice))
    expect([...acknowledged].filter((invoice) => !stored.has(invoice))).toEqual([])
    expect(sales.filter(({ status }) => status === 'FAILED')).toEqual([])
    await expectBooksToMatch(running.biller, sales)
  },
)
