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
  // Without persisted-operation enforcement, so that the manifest does not reject them first.
  gateway = await startProductionGateway(running, { env: { PERSISTED_DOCUMENTS: 'any', RATE_LIMIT_PER_MINUTE: '0' } })
  attacker = await running.asAdmin()
  till = (await running.anEmployee(attacker)).accessToken
})
afterAll(async () => {
  await gateway?.stop()
  await running?.stop()
})

test(`${HOSTILE_DOCUMENTS.length} hostile documents all get a 4xx response, and a till is served meanwhile`, async () => {
  expect(HOSTILE_DOCUMENTS.length).toBeGreaterThanOrEqual(30)
  const polls: number[] = []
  let isOver = false
  const polling = (async () => {
    while (!isOver) {
      const from = performance.now()
      const response = await gateway.graph('{ me { id } }', {}, till)
      polls.push(performance.now() - from)
      expect(response.errors).toBeUndefined()
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
  // Printed, not asserted: CPU time depends on the machine.
  console.table(costs)
  console.log(`slowest poll of a till meanwhile: ${Math.round(Math.max(...polls))} ms of ${polls.length}`)
  expect(polls.length).toBeGreaterThan(0)
})

/** CPU seconds of the gateway's process so far, including the till's polls and this request. */
async function cpuSeconds(): Promise<number> {
  const metrics = await (await fetch(gateway.url.replace('/graphql', '/metrics'))).text()
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(metrics)?.[1])
}
