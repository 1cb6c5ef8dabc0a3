import { describe, expect, test } from 'vitest'
import { getCallTimeoutMs, getRemainingMs } from './subgraph-data-source.js'

const deadlines = { queryMs: 1_500, mutationMs: 10_000, billerMs: 35_000 }
const billerFields = new Set(['query.inquirePrepaidCustomer', 'mutation.buyToken'])
const timeoutOf = (kind: 'query' | 'mutation', rootFields: string[]) =>
  getCallTimeoutMs({ kind, rootFields }, deadlines, billerFields)

describe('the deadline of a call', () => {
  test('is short for a query, unless it calls the biller', () => {
    expect(timeoutOf('query', ['transactions'])).toBe(1_500)
    expect(timeoutOf('query', ['transactions', 'inquirePrepaidCustomer'])).toBe(35_000)
  })

  test("is longer for a mutation, and the biller's for a sale", () => {
    expect(timeoutOf('mutation', ['login'])).toBe(10_000)
    expect(timeoutOf('mutation', ['buyToken'])).toBe(35_000)
  })

  test('is that of a query for joined data', () => {
    expect(timeoutOf('query', [])).toBe(1_500)
  })
})

describe('the remaining time', () => {
  test('is the whole deadline at first, and less when the request runs out of time', () => {
    expect(getRemainingMs(1_500, { elapsedMs: 0, longestCallMs: 1_500 }, deadlines)).toBe(1_500)
    expect(getRemainingMs(1_500, { elapsedMs: 4_000, longestCallMs: 1_500 }, deadlines)).toBe(500)
    expect(getRemainingMs(1_500, { elapsedMs: 34_000, longestCallMs: 35_000 }, deadlines)).toBe(1_500)
  })
})
