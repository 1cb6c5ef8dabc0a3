import { afterEach, expect, test } from 'vitest'
import { Breaker } from './circuit-breaker.js'
import { SubgraphUnavailable, type UnavailableReason } from './subgraph-unavailable-error.js'

const failure = (reason: UnavailableReason) => new SubgraphUnavailable('transactions', { reason, isSent: true })

let breaker: Breaker
let isHealthy = true
let probes = 0
afterEach(() => breaker.stop())

function aBreaker(): void {
  isHealthy = true
  probes = 0
  breaker = new Breaker({
    failures: 5,
    probeEveryMs: 1_000,
    probe: async () => {
      probes += 1
      if (!isHealthy) throw failure('timeout')
    },
    onChange: () => {},
  })
}

const failing = (caller: string, reason: UnavailableReason) =>
  breaker
    .execute('transactions', caller, async () => {
      throw failure(reason)
    })
    .catch(() => {})

test.each<UnavailableReason>(['unreachable', 'status', 'malformed'])('five times %s opens it', async (reason) => {
  aBreaker()
  for (let n = 0; n < 5; n += 1) await failing('owner', reason)
  expect(breaker.isClosed).toBe(false)
})

test('time-outs of one caller leave it closed, however many and whatever the health probe says', async () => {
  aBreaker()
  isHealthy = false
  for (let n = 0; n < 50; n += 1) await failing('owner', 'timeout')
  expect({ isClosed: breaker.isClosed, probes }).toEqual({ isClosed: true, probes: 0 })
})

test('time-outs of several callers leave it closed while the health probe is answered', async () => {
  aBreaker()
  for (let n = 0; n < 50; n += 1) await failing(`owner ${n}`, 'timeout')
  expect(breaker.isClosed).toBe(true)
  expect(probes).toBeGreaterThan(0)
})

test('time-outs of several callers open it when the health probe fails as well', async () => {
  aBreaker()
  isHealthy = false
  await expect
    .poll(async () => {
      await failing('owner', 'timeout')
      await failing('till', 'timeout')
      return breaker.isClosed
    })
    .toBe(false)
})
