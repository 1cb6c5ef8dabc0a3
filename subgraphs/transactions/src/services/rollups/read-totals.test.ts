import { Deadline } from '@setrum/subgraph-kit'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { RollupsPendingError } from '../../models/sales-totals.js'
import { readTotals } from './read-totals.js'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const never = new Promise<never>(() => {})
const pending = () => Promise.reject(new RollupsPendingError())

/** Runs a read against a clock; returns its result or error code, and the elapsed milliseconds. */
async function outcomeOf(read: (deadline: Deadline) => Promise<string>, rebuild: Promise<void>, isBehind = false) {
  const startedAt = performance.now()
  const rollups = { isBehind: () => isBehind, catchUp: () => rebuild }
  const outcome = readTotals(read, { rollups }, new Deadline(1_350)).then(
    (value) => ({ value, ms: performance.now() - startedAt }),
    (error) => ({ code: error.code, ms: performance.now() - startedAt }),
  )
  await vi.advanceTimersByTimeAsync(2_000)
  return outcome
}

test('totals that can be read are returned at once', async () => {
  expect(await outcomeOf(async () => 'totals', never)).toEqual({ value: 'totals', ms: 0 })
})

test('a query waits 150 ms for the rebuild and then is NOT_READY', async () => {
  expect(await outcomeOf(pending, never)).toEqual({ code: 'NOT_READY', ms: 150 })
})

test('a rebuild that ends in time gives the totals', async () => {
  let isRebuilt = false
  const rebuild = new Promise<void>((resolve) => {
    setTimeout(() => {
      isRebuilt = true
      resolve()
    }, 100)
  })
  const read = async () => (isRebuilt ? 'totals' : pending())
  expect(await outcomeOf(read, rebuild)).toEqual({ value: 'totals', ms: 100 })
})

test('while the rollups are behind, a slow read is NOT_READY after 150 ms', async () => {
  expect(await outcomeOf(() => never, never, true)).toEqual({ code: 'NOT_READY', ms: 150 })
})

test('while the rollups are behind, totals that can be read are returned', async () => {
  expect(await outcomeOf(async () => 'totals', never, true)).toEqual({ value: 'totals', ms: 0 })
})

test('otherwise a slow read is a QUERY_TIMEOUT after a third of the time', async () => {
  expect(await outcomeOf(() => never, never)).toEqual({ code: 'QUERY_TIMEOUT', ms: 450 })
})
