import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { callTimeoutMs, remainingMs } from './deadlines.js'
import { shapeOf } from './fetch-shape.js'
import { readSupergraph } from './supergraph.js'

const supergraph = readSupergraph(`
  enum join__Graph {
    TRANSACTIONS @join__graph(name: "transactions", url: "http://127.0.0.1:4003/graphql")
  }
  type Query @join__type(graph: TRANSACTIONS) {
    sales: String @join__field(graph: TRANSACTIONS)
    inquirePrepaidCustomer: String @join__field(graph: TRANSACTIONS) @tag(name: "biller")
  }
  type Sale @join__type(graph: TRANSACTIONS, key: "id") { id: ID! note: String }
`)
const rules = {
  deadlines: { queryMs: 1_500, mutationMs: 10_000, billerMs: 35_000 },
  billerQueries: supergraph.billerQueries,
}
const timeoutOf = (query: string, subgraph = 'transactions') =>
  callTimeoutMs(shapeOf(parse(query), subgraph, supergraph), subgraph, rules)

describe('how long a call may take', () => {
  test('a query has little time, unless it asks the biller', () => {
    expect(timeoutOf('{ sales }')).toBe(1_500)
    expect(timeoutOf('{ sales who: inquirePrepaidCustomer }')).toBe(35_000)
  })

  test('a change has more, and a sale as long as the biller may take', () => {
    expect(timeoutOf('mutation { login }', 'users')).toBe(10_000)
    expect(timeoutOf('mutation { buyToken }')).toBe(35_000)
  })

  test('what is joined is a query, whatever it is joined to', () => {
    expect(
      timeoutOf(
        'query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Sale { note } } }',
      ),
    ).toBe(1_500)
  })
})

describe('how much of it is left', () => {
  test('is all of it at first, and less when the request as a whole runs out of time', () => {
    expect(remainingMs(1_500, { elapsedMs: 0, longestCallMs: 1_500 }, rules)).toBe(1_500)
    expect(remainingMs(1_500, { elapsedMs: 4_000, longestCallMs: 1_500 }, rules)).toBe(500)
    expect(remainingMs(1_500, { elapsedMs: 34_000, longestCallMs: 35_000 }, rules)).toBe(1_500)
  })
})
