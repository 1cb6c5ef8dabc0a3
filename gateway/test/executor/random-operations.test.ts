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
          const apolloResult = await graph.executeWithApollo(operation)
          const result = await graph.executeWithOurs(operation)
          expect(result.data).toEqual(apolloResult.data)
          // Some plans of Apollo contain a call that the subgraph rejects; apolloResult then has no path (see
          // apollo-differences.ts). Others skip a field that a later call requires and omit the call; apolloResult then
          // returns null without an error.
          const isNotReportedByApollo = result.reports.some(({ cause }) =>
            String(cause).startsWith('a field is missing'),
          )
          if (!isNotReportedByApollo && apolloResult.errors.every(({ path }) => path !== undefined))
            expect(result.errors).toEqual(apolloResult.errors)
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
          const apolloResult = await graph.executeWithApollo(operation, fault)
          const result = await graph.executeWithOurs(operation, fault)
          expect(result.data).toEqual(apolloResult.data)
          const paths = result.errors.map(({ path = [] }) => path.join('.'))
          // An error has the path of the failed field, at or below the null.
          for (const path of findNewNulls(healthy.data, result.data))
            expect(paths.some((one) => `${one}.`.startsWith(path === '' ? '' : `${path}.`))).toBe(true)
          for (const { path = [] } of result.errors) expect(leadsToNull(result.data, path)).toBe(true)
          // Some plans contain a call that the subgraph rejects, even with all subgraphs up.
          for (const service of result.services) expect([...names, ...healthy.services]).toContain(service)
        }),
        { numRuns: RUNS },
      )
    },
    TIMEOUT_MS,
  )
})
