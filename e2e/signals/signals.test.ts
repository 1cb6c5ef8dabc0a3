import { setTimeout as sleep } from 'node:timers/promises'
import {
  codeOf,
  executeGraphQL,
  expectLedgersToReconcile,
  fetchAllSales,
  type GraphQLResponse,
  type RunningStack,
  startStack,
  waitUntil,
} from '@setrum/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ProductionGateway, startProductionGateway } from '../support/production-gateway.js'

// `npm run test:signals` is the long run.
const TILLS = 6
const TERMS = Number(process.env.SIGNALS_TERMS ?? 6)
/** Grace period of Docker and Kubernetes before SIGKILL. */
const GRACE_MS = 15_000
const STOPPED_MS = Number(process.env.SIGNALS_STOPPED_MS ?? 6_000)
/** Deadline of a subgraph query, as in production. */
const QUERY_MS = 1_500
const BUY = 'mutation($input: BuyTokenInput!) { buyToken(input: $input) { id invoice status } }'

let running: RunningStack
let adminToken: string
let token: string

beforeAll(async () => {
  running = await startStack({ env: { RATE_LIMIT_PER_MINUTE: '0' } })
  adminToken = await running.asAdmin()
  token = (await running.anEmployee(adminToken)).accessToken
})
afterAll(() => running?.stop())

const buy = (endpoint: string, idempotencyKey: string) =>
  executeGraphQL(endpoint, {
    query: BUY,
    variables: {
      input: { meterNumber: '12345678901', productCode: 'hpln20000', idempotencyKey, confirmDuplicate: true },
    },
    accessToken: token,
  })

interface Sent {
  key: string
  response: GraphQLResponse | null
}

/** Tills that sell until stopped; `waiting` holds the requests without a response. */
function startTills(endpoint: string, name: string) {
  const waiting = new Map<Sent, Promise<void>>()
  const invoices = new Map<string, string>()
  let number = 0
  let isOver = false
  const till = async () => {
    while (!isOver) {
      const key = `${name}-${number++}`
      // Like the web app: repeats the key until a response has the sale.
      while (!invoices.has(key)) {
        const sent: Sent = { key, response: null }
        const received = buy(endpoint, key).then(
          (response) => {
            sent.response = response
          },
          () => undefined,
        )
        waiting.set(sent, received)
        await received
        waiting.delete(sent)
        if (sent.response?.errors) expect(codeOf(sent.response)).toBe('SUBGRAPH_UNAVAILABLE')
        const invoice: string | undefined = sent.response?.data?.buyToken?.invoice
        if (invoice) invoices.set(key, invoice)
        else await sleep(50)
      }
    }
  }
  const tills = Promise.all(Array.from({ length: TILLS }, till))
  return {
    waiting,
    invoices,
    stop: async () => {
      isOver = true
      await tills
    },
  }
}

test(`SIGTERM ${TERMS} times under load: requests in flight get a response, no sale is lost, and the process exits in time`, {
  timeout: 400_000,
}, async () => {
  const tills = startTills(`${running.stack.url('gateway')}/graphql`, 'sigterm-sale')
  const seen = { sold: 0, refused: 0, slowestExitMs: 0 }
  for (let round = 0; round < TERMS; round += 1) {
    const victim = round % 2 === 0 ? 'transactions' : 'gateway'
    const sold = tills.invoices.size
    await waitUntil(() => tills.invoices.size > sold + TILLS && tills.waiting.size >= TILLS / 2, { what: 'sales' })
    // The response to a later request proves that earlier ones have arrived; those still waiting are in flight.
    const sentBefore = [...tills.waiting]
    await (await fetch(`${running.stack.url(victim)}/health/ready`)).arrayBuffer()
    const inFlight = sentBefore.filter(([sent]) => tills.waiting.has(sent))
    const from = performance.now()
    await running.stack.kill(victim, 'SIGTERM')
    seen.slowestExitMs = Math.max(seen.slowestExitMs, performance.now() - from)
    for (const [sent, received] of inFlight) {
      await received
      // The response either has the sale or states that nothing was begun.
      expect({ victim, key: sent.key, hasResponse: sent.response !== null }).toMatchObject({ hasResponse: true })
      if (sent.response?.data?.buyToken) seen.sold += 1
      else seen.refused += 1
      if (sent.response?.errors) expect(codeOf(sent.response)).toBe('SUBGRAPH_UNAVAILABLE')
    }
    await running.stack.startOne(victim)
  }
  await tills.stop()
  console.log(
    `${tills.invoices.size} sales; in flight at a SIGTERM: ${seen.sold} with their sale, ${seen.refused} refused; slowest exit ${Math.round(seen.slowestExitMs)} ms`,
  )
  expect(seen.sold).toBeGreaterThan(0)
  expect(seen.slowestExitMs).toBeLessThan(GRACE_MS)

  const settled = await waitUntil(async () => {
    // Null while the gateway's circuit breaker is open.
    const sales = await fetchAllSales((query, variables) => running.graph(query, variables, adminToken)).catch(
      () => null,
    )
    return sales?.some(({ status }) => status === 'PROCESSING') ? null : sales
  })
  await expectLedgersToReconcile(running.biller, settled)
  expect(settled.length).toBe(tills.invoices.size)
  expect(new Set(tills.invoices.values())).toEqual(new Set(settled.map(({ invoice }) => invoice)))
})

test('a purchase whose biller is silent beyond the grace period is kept and settles after the restart', async () => {
  const purchasesBefore = (await running.biller.ledger()).transactions.length
  await running.biller.faults('top-up', '3001', 1)
  const key = 'term-silent-biller'
  const endpoint = `${running.stack.url('gateway')}/graphql`
  const sending = buy(endpoint, key).catch(() => null)
  const purchase = await waitUntil(async () => (await running.biller.ledger()).transactions[purchasesBefore])
  const from = performance.now()
  await running.stack.kill('transactions', 'SIGTERM')
  const exitMs = performance.now() - from
  console.log(`transactions was gone ${Math.round(exitMs)} ms after SIGTERM with a purchase at a silent biller`)
  // The drain takes 14 s; the rest is tolerance for a busy machine.
  expect(exitMs).toBeLessThan(GRACE_MS + 5_000)
  await sending
  await running.stack.startOne('transactions')
  const sale = await waitUntil(
    async () => {
      const sale = (await buy(endpoint, key).catch(() => null))?.data?.buyToken
      return sale?.status === 'SUCCESS' ? sale : null
    },
    { within: 90_000, what: 'the sale to settle' },
  )
  expect(sale.invoice.replace('-', '')).toBe(purchase.ref_id)
  expect((await running.biller.ledger()).transactions).toHaveLength(purchasesBefore + 1)
})

const QUERIES = {
  users: ['{ me { id name } }', '{ transactions(first: 5) { nodes { id employee { name shift { name } } } } }'],
  master: ['{ shifts { id name } }', '{ transactions(first: 5) { nodes { id product { name } } } }'],
  transactions: ['{ salesSummary { profit } }', '{ shifts { id sales { success { count } } } }'],
} as const

test.each(Object.keys(QUERIES) as (keyof typeof QUERIES)[])(
  'while %s is stopped no query exceeds its deadline; afterwards every part is available',
  async (subgraph) => {
    const gateway: ProductionGateway = await startProductionGateway(running, {
      env: { PERSISTED_DOCUMENTS: 'any', RATE_LIMIT_PER_MINUTE: '0', SUBGRAPH_QUERY_TIMEOUT_MS: String(QUERY_MS) },
    })
    const isWhole = async () => {
      const responses = await Promise.all(QUERIES[subgraph].map((query) => gateway.graph(query, {}, adminToken)))
      return responses.every(({ errors, extensions }) => !errors && !extensions?.degraded)
    }
    // Fills the gateway's stale-if-error cache.
    await waitUntil(isWhole, { what: `complete responses with ${subgraph}` })
    await running.stack.kill(subgraph, 'SIGSTOP')
    const stoppedAt = performance.now()
    // A sale begun during the stop may take as long as the biller's deadline, no longer.
    const sale = buy(gateway.url, `stopped-${subgraph}`)
    const waits: number[] = []
    while (performance.now() - stoppedAt < STOPPED_MS) {
      for (const query of QUERIES[subgraph]) {
        const from = performance.now()
        const response = await gateway.graph(query, {}, adminToken)
        waits.push(performance.now() - from)
        if (response.errors) expect(codeOf(response)).toBe('SUBGRAPH_UNAVAILABLE')
        else expect(response.extensions?.degraded).toBeDefined()
      }
      await sleep(100)
    }
    await running.stack.kill(subgraph, 'SIGCONT')
    const sold = await sale
    const slowest = Math.max(...waits)
    console.log(
      `${subgraph} stopped: ${waits.length} queries, slowest ${Math.round(slowest)} ms; the sale: ${sold.data?.buyToken?.status ?? codeOf(sold)}`,
    )
    // Two sequential fetches at most, each with its deadline; the rest is tolerance for a busy machine.
    expect(slowest).toBeLessThan(2 * QUERY_MS + 5_000)
    await waitUntil(isWhole, { what: `complete responses with ${subgraph} again` })
    await gateway.stop()
  },
)
