import fc from 'fast-check'
import { parse, validate } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ANIMAL_SUBGRAPHS } from './support/fixture-schemas.js'
import { randomOperation } from './support/random-operation.js'
import { findNewNulls, leadsToNull } from './support/response-paths.js'
import { type Fault, readSubgraphSchemas, startTestGraph, type TestGraph } from './support/test-graph.js'

const RUNS = 150
const TIMEOUT_MS = 120_000
const choices = fc.array(fc.nat(10_000), { minLength: 10, maxLength: 160 })
const kind = fc.constantFrom('query' as const, 'query' as const, 'query' as const, 'mutation' as const)

describe.each([
  ['the system', readSubgraphSchemas()],
  ['every kind of type', ANIMAL_SUBGRAPHS],
])('random operations on the schema of %s', (_name, schemas) => {
  let graph: TestGraph
  beforeAll(async () => {
    graph = await startTestGraph(schemas)
  })
  afterAll(() => graph.stop())

  test(
    "have the results of Apollo's gateway",
    async () => {
      await fc.assert(
        fc.asyncProperty(choices, kind, async (chosen, ofKind) => {
          const operation = randomOperation(graph.schema, chosen, graph.schema.getMutationType() ? ofKind : 'query')
          fc.pre(validate(graph.schema, parse(operation.query)).length === 0)
          const stock = await graph.executeWithApollo(operation)
          const ours = await graph.executeWithOurs(operation)
          expect(ours.data).toEqual(stock.data)
          // Some plans of Apollo contain a call that the subgraph rejects; stock then has no path (see
          // apollo-differences.ts). Others skip a field that a later call requires and omit the call; stock then
          // returns null without an error.
          const isNotReportedByApollo = ours.reports.some(({ cause }) => String(cause).startsWith('a field is missing'))
          if (!isNotReportedByApollo && stock.errors.every(({ path }) => path !== undefined))
            expect(ours.errors).toEqual(stock.errors)
        }),
        { numRuns: RUNS },
      )
    },
    TIMEOUT_MS,
  )

  test(
    'lose only the fields of unavailable subgraphs, each with an error that names the subgraph',
    async () => {
      const down = fc.subarray(Object.keys(schemas), { minLength: 1 })
      await fc.assert(
        fc.asyncProperty(choices, down, async (chosen, names) => {
          const operation = randomOperation(graph.schema, chosen, 'query')
          fc.pre(validate(graph.schema, parse(operation.query)).length === 0)
          const fault: Fault = { down: names }
          const healthy = await graph.executeWithOurs(operation)
          const stock = await graph.executeWithApollo(operation, fault)
          const ours = await graph.executeWithOurs(operation, fault)
          expect(ours.data).toEqual(stock.data)
          const paths = ours.errors.map(({ path = [] }) => path.join('.'))
          for (const place of findNewNulls(healthy.data, ours.data)) expect(paths).toContain(place)
          for (const { path = [] } of ours.errors) expect(leadsToNull(ours.data, path)).toBe(true)
          // Some plans contain a call that the subgraph rejects, even with all subgraphs up.
          for (const service of ours.services) expect([...names, ...healthy.services]).toContain(service)
        }),
        { numRuns: RUNS },
      )
    },
    TIMEOUT_MS,
  )
})
