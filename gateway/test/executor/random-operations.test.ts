import fc from 'fast-check'
import { parse, validate } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ZOO } from './support/fixture-schemas.js'
import { randomOperation } from './support/random-operation.js'
import { leadsToNull, newlyNull } from './support/response-paths.js'
import { type Fault, startTestGraph, subgraphSchemas, type TestGraph } from './support/test-graph.js'

const RUNS = 150
const TIMEOUT_MS = 120_000
const choices = fc.array(fc.nat(10_000), { minLength: 10, maxLength: 160 })
const kind = fc.constantFrom('query' as const, 'query' as const, 'query' as const, 'mutation' as const)

describe.each([
  ['the stack', subgraphSchemas()],
  ['a zoo of every kind of type', ZOO],
])('any operation on %s', (_name, schemas) => {
  let graph: TestGraph
  beforeAll(async () => {
    graph = await startTestGraph(schemas)
  })
  afterAll(() => graph.stop())

  test(
    "is answered as Apollo's gateway answers it",
    async () => {
      await fc.assert(
        fc.asyncProperty(choices, kind, async (chosen, ofKind) => {
          const operation = randomOperation(graph.schema, chosen, graph.schema.getMutationType() ? ofKind : 'query')
          fc.pre(validate(graph.schema, parse(operation.query)).length === 0)
          const stock = await graph.stock(operation)
          const ours = await graph.ours(operation)
          expect(ours.data).toEqual(stock.data)
          // Some plans hold a call that its subgraph refuses; theirs then says no place, as in differences.ts. Others
          // skip a field that a later call requires, and make no call: theirs then gives null without a word.
          const isUnsaid = ours.reports.some(({ cause }) => String(cause).startsWith('a field was left out'))
          if (!isUnsaid && stock.errors.every(({ path }) => path !== undefined))
            expect(ours.errors).toEqual(stock.errors)
        }),
        { numRuns: RUNS },
      )
    },
    TIMEOUT_MS,
  )

  test(
    'loses, with subgraphs down, nothing but their parts, and says of each empty place whose it is',
    async () => {
      const down = fc.subarray(Object.keys(schemas), { minLength: 1 })
      await fc.assert(
        fc.asyncProperty(choices, down, async (chosen, names) => {
          const operation = randomOperation(graph.schema, chosen, 'query')
          fc.pre(validate(graph.schema, parse(operation.query)).length === 0)
          const fault: Fault = { down: names }
          const healthy = await graph.ours(operation)
          const stock = await graph.stock(operation, fault)
          const ours = await graph.ours(operation, fault)
          expect(ours.data).toEqual(stock.data)
          const paths = ours.errors.map(({ path = [] }) => path.join('.'))
          for (const place of newlyNull(healthy.data, ours.data)) expect(paths).toContain(place)
          for (const { path = [] } of ours.errors) expect(leadsToNull(ours.data, path)).toBe(true)
          // Some plans hold a call that its subgraph refuses, whether others are down or not.
          for (const service of ours.services) expect([...names, ...healthy.services]).toContain(service)
        }),
        { numRuns: RUNS },
      )
    },
    TIMEOUT_MS,
  )
})
