import { isDeepStrictEqual } from 'node:util'
import { propertyRuns } from '@setrum/testing/randomness'
import fc from 'fast-check'
import { parse, validate } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ANIMAL_SUBGRAPHS } from './support/fixture-schemas.js'
import { type RandomOperation, randomOperation, withoutConditions } from './support/random-operation.js'
import { findNewNulls, leadsToNull } from './support/response-paths.js'
import {
  type ClientResult,
  type Fault,
  readSubgraphSchemas,
  startTestGraph,
  type TestGraph,
} from './support/test-graph.js'

const RUNS = 100
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

  /** The reference: Apollo's result, or that of the operation with its conditions evaluated (see withoutConditions). */
  async function executeWithApollo(operation: RandomOperation, ours: ClientResult, fault?: Fault) {
    const apolloResult = await graph.executeWithApollo(operation, fault)
    return isDeepStrictEqual(apolloResult.data, ours.data)
      ? apolloResult
      : graph.executeWithApollo(withoutConditions(operation), fault)
  }

  test(
    "have the results of Apollo's gateway",
    async () => {
      await fc.assert(
        fc.asyncProperty(choices, kind, async (chosen, ofKind) => {
          const operation = randomOperation(graph.schema, chosen, graph.schema.getMutationType() ? ofKind : 'query')
          fc.pre(validate(graph.schema, parse(operation.query)).length === 0)
          const result = await graph.executeWithOurs(operation)
          const apolloResult = await executeWithApollo(operation, result)
          expect(result.data).toEqual(apolloResult.data)
          // Some plans of Apollo contain a call that the subgraph rejects: Apollo reports it without a path (see
          // apollo-differences.ts). Others skip a field that a later call requires: Apollo returns null without an error.
          const reported = apolloResult.errors.filter(({ path }) => path !== undefined)
          const pathsOfReported = new Set(reported.map(toDottedPath))
          const unreported = result.errors.filter((error) => !pathsOfReported.has(toDottedPath(error)))
          expect(result.errors.filter((error) => !unreported.includes(error))).toEqual(reported)
          if (result.reports.length === 0) expect(unreported).toEqual([])
          for (const { path = [] } of unreported) expect(leadsToNull(result.data, path)).toBe(true)
          expectDistinctPaths(result)
        }),
        propertyRuns(RUNS),
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
          const result = await graph.executeWithOurs(operation, fault)
          const apolloResult = await executeWithApollo(operation, result, fault)
          expect(result.data).toEqual(apolloResult.data)
          expectDistinctPaths(result)
          const paths = result.errors.map(toDottedPath)
          // An error has the path of a failed field, at or below the null; each failed non-null field has its own.
          for (const nullPath of findNewNulls(healthy.data, result.data))
            expect(
              paths.filter((path) => `${path}.`.startsWith(nullPath === '' ? '' : `${nullPath}.`)),
            ).not.toHaveLength(0)
          for (const { path = [] } of result.errors) expect(leadsToNull(result.data, path)).toBe(true)
          // Some plans contain a call that the subgraph rejects, even with all subgraphs up.
          for (const service of result.services) expect([...names, ...healthy.services]).toContain(service)
        }),
        propertyRuns(RUNS),
      )
    },
    TIMEOUT_MS,
  )
})

function toDottedPath({ path = [] }: ClientResult['errors'][number]): string {
  return path.join('.')
}

function expectDistinctPaths({ errors }: ClientResult): void {
  const paths = errors.map(toDottedPath)
  expect(paths).toEqual([...new Set(paths)])
}
