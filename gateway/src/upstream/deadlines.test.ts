import { describe, expect, test } from 'vitest'
import { getCallTimeoutMs, getRemainingMs } from './deadlines.js'

const rules = {
  deadlines: { queryMs: 1_500, mutationMs: 10_000, billerMs: 35_000 },
  billerQueries: new Set(['inquirePrepaidCustomer']),
}
const timeoutOf = (kind: 'query' | 'mutation', rootFields: string[], subgraph = 'transactions') =>
  getCallTimeoutMs({ kind, rootFields }, subgraph, rules)

describe('the deadline of a call', () => {
  test('is short for a query, unless it calls the biller', () => {
    expect(timeoutOf('query', ['transactions'])).toBe(1_500)
    expect(timeoutOf('query', ['transactions', 'inquirePrepaidCustomer'])).toBe(35_000)
  })

  test("is longer for a mutation, and the biller's for a sale", () => {
    expect(timeoutOf('mutation', ['login'], 'users')).toBe(10_000)
    expect(timeoutOf('mutation', ['buyToken'])).toBe(35_000)
  })

  test('is that of a query for joined data', () => {
    expect(timeoutOf('query', [])).toBe(1_500)
  })
})

describe('the remaining time', () => {
  test('is the whole deadline at first, and less when the request runs out of time', () => {
    expect(getRemainingMs(1_500, { elapsedMs: 0, longestCallMs: 1_500 }, rules)).toBe(1_500)
    expect(getRemainingMs(1_500, { elapsedMs: 4_000, longestCallMs: 1_500 }, rules)).toBe(500)
    expect(getRemainingMs(1_500, { elapsedMs: 34_000, longestCallMs: 35_000 }, rules)).toBe(1_500)
  })
})
