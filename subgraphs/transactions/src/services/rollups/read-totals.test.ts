import { Deadline } from '@setrum/subgraph-kit'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { RollupsPendingError } from '../../models/sales-totals.js'
import { readTotals } from './read-totals.js'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const never = new Promise<never>(() => {})
const pending = () => Promise.reject(new RollupsPendingError())

interface Rollups {
  rebuild: Promise<void>
  isCatchingUp?: boolean
  isRebuilding?: boolean
}

/** Runs a read against a clock; returns its result or error code, and the elapsed milliseconds. */
async function outcomeOf(
  read: (deadline: Deadline) => Promise<string>,
  { rebuild, isCatchingUp = false, isRebuilding = false }: Rollups,
) {
  const startedAt = performance.now()
  const rollups = {
    isRebuilding: () => isRebuilding,
    isCatchingUp: () => isCatchingUp,
    catchUp: () => rebuild,
  }
  const outcome = readTotals({}, read, { deps: { rollups }, deadline: new Deadline(1_350) }).then(
    (value) => ({ value, ms: performance.now() - startedAt }),
    (error) => ({ code: error.code, ms: performance.now() - startedAt }),
  )
  await vi.advanceTimersByTimeAsync(2_000)
  return outcome
}

test('totals that can be read are returned at once', async () => {
  expect(await outcomeOf(async () => 'totals', { rebuild: never })).toEqual({ value: 'totals', ms: 0 })
})

test('a query that starts a rebuild waits 150 ms for it and then is NOT_READY', async () => {
  expect(await outcomeOf(pending, { rebuild: never })).toEqual({ code: 'NOT_READY', ms: 150 })
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
  expect(await outcomeOf(read, { rebuild })).toEqual({ value: 'totals', ms: 100 })
})

test('while a rebuild for the period runs, a query reads nothing and does not wait', async () => {
  const read = vi.fn(async () => 'totals')
  expect(await outcomeOf(read, { rebuild: never, isCatchingUp: true })).toEqual({ code: 'NOT_READY', ms: 0 })
  expect(read).not.toHaveBeenCalled()
})

test('otherwise a slow read is a QUERY_TIMEOUT after a third of the time', async () => {
  expect(await outcomeOf(() => never, { rebuild: never })).toEqual({ code: 'QUERY_TIMEOUT', ms: 450 })
})

test('during a rebuild a slow read is NOT_READY', async () => {
  expect(await outcomeOf(() => never, { rebuild: never, isRebuilding: true })).toEqual({ code: 'NOT_READY', ms: 450 })
})

test('a read that the database ends at its time limit is a QUERY_TIMEOUT', async () => {
  const read = () => Promise.reject(Object.assign(new Error('operation exceeded time limit'), { code: 50 }))
  expect(await outcomeOf(read, { rebuild: never })).toMatchObject({ code: 'QUERY_TIMEOUT' })
})
