import { setTimeout as sleep } from 'node:timers/promises'
import { type RunningStack, startStack } from '@setrum/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ProductionGateway, startProductionGateway } from '../support/production-gateway.js'
import { HOSTILE_DOCUMENTS } from './hostile-documents.js'

const TIMES = 10

let running: RunningStack
let gateway: ProductionGateway
let attacker: string
let till: string

beforeAll(async () => {
  running = await startStack()
  // With any document let in, so that it is not the manifest that refuses them.
  gateway = await startProductionGateway(running, { env: { PERSISTED_DOCUMENTS: 'any', RATE_LIMIT_PER_MINUTE: '0' } })
  attacker = await running.asAdmin()
  till = (await running.anEmployee(attacker)).accessToken
})
afterAll(async () => {
  await gateway?.stop()
  await running?.stop()
})

test(`${HOSTILE_DOCUMENTS.length} hostile documents are all 4xx, and a till beside them is served`, async () => {
  expect(HOSTILE_DOCUMENTS.length).toBeGreaterThanOrEqual(30)
  const polls: number[] = []
  let isOver = false
  const polling = (async () => {
    while (!isOver) {
      const from = performance.now()
      const answer = await gateway.graph('{ me { id } }', {}, till)
      polls.push(performance.now() - from)
      expect(answer.errors).toBeUndefined()
      await sleep(20)
    }
  })()

  const costs: { document: string; status: number; cpuMs: number }[] = []
  for (const [document, query] of HOSTILE_DOCUMENTS) {
    const before = await cpuSeconds()
    const statuses = new Set<number>()
    for (let time = 0; time < TIMES; time += 1) {
      const { status, errors } = await gateway.graph(query, {}, attacker)
      statuses.add(status)
      expect(errors?.length).toBeGreaterThan(0)
      expect(JSON.stringify(errors)).not.toMatch(/Did you mean|node_modules| {4}at |stacktrace/)
    }
    const cpuMs = ((await cpuSeconds()) - before) * (1_000 / TIMES)
    costs.push({ document, status: [...statuses][0] ?? 0, cpuMs: Math.round(cpuMs * 10) / 10 })
    expect([...statuses].every((status) => status >= 400 && status < 500)).toBe(true)
  }
  isOver = true
  await polling
  // Printed and not asserted: it is the machine's as much as ours.
  console.table(costs)
  console.log(`slowest poll of a till meanwhile: ${Math.round(Math.max(...polls))} ms of ${polls.length}`)
  expect(polls.length).toBeGreaterThan(0)
})

/** What the gateway's process has used so far, the till's polls and this question included. */
async function cpuSeconds(): Promise<number> {
  const metrics = await (await fetch(gateway.url.replace('/graphql', '/metrics'))).text()
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(metrics)?.[1])
}
