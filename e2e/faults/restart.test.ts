import { SUBGRAPH_NAMES } from '@setrum/api-contract'
import { type RunningStack, startStack, waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ProductionGateway, startProductionGateway } from '../support/production-gateway.js'

const PROOF_OF_LIFE = {
  users: '{ me { id } }',
  master: '{ shifts { id name } }',
  transactions: '{ salesSummary { profit } }',
} as const
/** The promise is five seconds; the rest is tolerance for a busy machine. */
const WITHIN_MS = 45_000

let running: RunningStack
let gateway: ProductionGateway
let admin: string

beforeAll(async () => {
  running = await startStack()
  gateway = await startProductionGateway(running, { env: { PERSISTED_DOCUMENTS: 'any', RATE_LIMIT_PER_MINUTE: '0' } })
  admin = await running.asAdmin()
})
afterAll(async () => {
  await gateway?.stop()
  await running?.stop()
})

test.each(SUBGRAPH_NAMES)('seconds after %s restarts, its part of the graph is available', async (subgraph) => {
  await running.stack.kill(subgraph)
  // Enough requests to open the circuit breaker.
  for (let count = 0; count < 8; count += 1) await gateway.graph(PROOF_OF_LIFE[subgraph], {}, admin)

  await running.stack.startOne(subgraph)
  const readyAt = Date.now()
  await waitUntil(async () => !(await gateway.graph(PROOF_OF_LIFE[subgraph], {}, admin)).errors, {
    within: WITHIN_MS,
    what: `${subgraph} in the graph`,
  })
  console.log(`${subgraph} was reachable through the gateway ${Date.now() - readyAt} ms after it was ready`)
})

test('a gateway that starts while every subgraph is down is ready in seconds and names the unavailable parts', async () => {
  for (const subgraph of SUBGRAPH_NAMES) await running.stack.kill(subgraph)
  await gateway.kill()
  const startedAt = Date.now()
  await gateway.start()
  const tookMs = Date.now() - startedAt
  console.log(`the gateway was ready ${tookMs} ms after its start, with all subgraphs down`)
  expect(tookMs).toBeLessThan(WITHIN_MS)

  const response = await gateway.graph(PROOF_OF_LIFE.master, {}, admin)
  expect(response.errors?.[0]?.extensions.code).toBe('SUBGRAPH_UNAVAILABLE')
  expect(response.extensions?.degraded).toMatchObject([{ subgraph: 'master', paths: ['shifts'] }])

  for (const subgraph of SUBGRAPH_NAMES) await running.stack.startOne(subgraph)
  await waitUntil(async () => !(await gateway.graph(PROOF_OF_LIFE.master, {}, admin)).errors, { within: WITHIN_MS })
})
