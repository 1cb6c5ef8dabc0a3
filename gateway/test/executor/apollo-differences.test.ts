import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DIFFERENCES } from './support/apollo-differences.js'
import { findNewNulls, leadsToNull, toPathPattern } from './support/response-paths.js'
import { readSubgraphSchemas, startTestGraph, type TestGraph } from './support/test-graph.js'

let graph: TestGraph
beforeAll(async () => {
  graph = await startTestGraph(readSubgraphSchemas())
})
afterAll(() => graph.stop())

describe("deliberate differences from Apollo's gateway", () => {
  test.each(DIFFERENCES)('$name', async ({ name: _name, reason: _reason, fault, errors, hasOtherData, ...request }) => {
    const apolloResult = await graph.executeWithApollo(request, fault)
    const result = await graph.executeWithOurs(request, fault)
    const errorPatterns = [...new Set(result.errors.map(({ path, code }) => `${toPathPattern(path)} ${code}`))].sort()
    expect(errorPatterns).toEqual(errors)
    if (!hasOtherData) expect(result.data).toEqual(apolloResult.data)
    expect({ data: apolloResult.data, errors: apolloResult.errors }).not.toEqual({
      data: result.data,
      errors: result.errors,
    })
  })

  test.each(DIFFERENCES.filter(({ errors }) => errors.length > 0 && !errors.includes('users.nodes SLOW')))(
    '$name: every new null has exactly one error, and no other path has one',
    async ({ fault, query, variables, operationName }) => {
      const request = { query, ...(variables && { variables }), ...(operationName && { operationName }) }
      const healthy = await graph.executeWithOurs(request)
      const result = await graph.executeWithOurs(request, fault)
      const paths = result.errors.map(({ path = [] }) => path.join('.'))
      const newNulls = findNewNulls(healthy.data, result.data)
      expect(newNulls.length).toBeGreaterThan(0)
      expect(new Set(paths).size).toBe(paths.length)
      for (const { path = [] } of result.errors) expect(leadsToNull(result.data, path)).toBe(true)
      for (const nullPath of newNulls)
        expect(paths.filter((path) => `${path}.`.startsWith(nullPath === '' ? '' : `${nullPath}.`))).toHaveLength(1)
      expect(Object.values(result.unavailablePaths).flat().sort()).toEqual(paths.sort())
      expect(result.services.every((service) => typeof service === 'string')).toBe(true)
      expect(result.reports.length).toBeGreaterThan(0)
    },
  )
})
