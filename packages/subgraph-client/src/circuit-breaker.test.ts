import { afterEach, expect, test } from 'vitest'
import { CircuitBreaker } from './circuit-breaker.js'
import { SubgraphUnavailableError, type UnavailableReason } from './subgraph-unavailable-error.js'

const failure = (reason: UnavailableReason) => new SubgraphUnavailableError('transactions', { reason, isSent: true })

let circuitBreaker: CircuitBreaker
let isHealthy = true
let probes = 0
afterEach(() => circuitBreaker.stop())

function createCircuitBreaker(): void {
  isHealthy = true
  probes = 0
  circuitBreaker = new CircuitBreaker({
    failureThreshold: 5,
    probeIntervalMs: 1_000,
    probe: async () => {
      probes += 1
      if (!isHealthy) throw failure('timeout')
    },
    onChange: () => {},
  })
}

const failing = (caller: string, reason: UnavailableReason) =>
  circuitBreaker
    .execute('transactions', caller, async () => {
      throw failure(reason)
    })
    .catch(() => {})

test.each<UnavailableReason>(['unreachable', 'status', 'malformed'])(
  'five failures with the reason %s open the circuit',
  async (reason) => {
    createCircuitBreaker()
    for (let n = 0; n < 5; n += 1) await failing('owner', reason)
    expect(circuitBreaker.isClosed).toBe(false)
  },
)

test('time-outs of one caller never open the circuit, even while the health probe fails', async () => {
  createCircuitBreaker()
  isHealthy = false
  for (let n = 0; n < 50; n += 1) await failing('owner', 'timeout')
  expect({ isClosed: circuitBreaker.isClosed, probes }).toEqual({ isClosed: true, probes: 0 })
})

test('time-outs of several callers do not open the circuit while the health probe succeeds', async () => {
  createCircuitBreaker()
  for (let n = 0; n < 50; n += 1) await failing(`owner ${n}`, 'timeout')
  expect(circuitBreaker.isClosed).toBe(true)
  expect(probes).toBeGreaterThan(0)
})

test('time-outs of several callers open the circuit when the health probe fails too', async () => {
  createCircuitBreaker()
  isHealthy = false
  await expect
    .poll(async () => {
      await failing('owner', 'timeout')
      await failing('till', 'timeout')
      return circuitBreaker.isClosed
    })
    .toBe(false)
})
