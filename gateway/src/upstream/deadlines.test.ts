import { describe, expect, test } from 'vitest'
import { callTimeoutMs, remainingMs } from './deadlines.js'

const rules = {
  deadlines: { queryMs: 1_500, mutationMs: 10_000, billerMs: 35_000 },
  billerQueries: new Set(['inquirePrepaidCustomer']),
}
const timeoutOf = (kind: 'query' | 'mutation', rootFields: string[], subgraph = 'transactions') =>
  callTimeoutMs({ kind, rootFields }, subgraph, rules)

describe('how long a call may take', () => {
  test('a query has little time, unless it asks the biller', () => {
    expect(timeoutOf('query', ['transactions'])).toBe(1_500)
    expect(timeoutOf('query', ['transactions', 'inquirePrepaidCustomer'])).toBe(35_000)
  })

  test('a change has more, and a sale as long as the biller may take', () => {
    expect(timeoutOf('mutation', ['login'], 'users')).toBe(10_000)
    expect(timeoutOf('mutation', ['buyToken'])).toBe(35_000)
  })

  test('what is joined is a query, whatever it is joined to', () => {
    expect(timeoutOf('query', [])).toBe(1_500)
  })
})

describe('how much of it is left', () => {
  test('is all of it at first, and less when the request as a whole runs out of time', () => {
    expect(remainingMs(1_500, { elapsedMs: 0, longestCallMs: 1_500 }, rules)).toBe(1_500)
    expect(remainingMs(1_500, { elapsedMs: 4_000, longestCallMs: 1_500 }, rules)).toBe(500)
    expect(remainingMs(1_500, { elapsedMs: 34_000, longestCallMs: 35_000 }, rules)).toBe(1_500)
  })
})
