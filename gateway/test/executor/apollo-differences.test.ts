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
    const stock = await graph.executeWithApollo(request, fault)
    const ours = await graph.executeWithOurs(request, fault)
    const errorPatterns = [...new Set(ours.errors.map(({ path, code }) => `${toPathPattern(path)} ${code}`))].sort()
    expect(errorPatterns).toEqual(errors)
    if (!hasOtherData) expect(ours.data).toEqual(stock.data)
    expect({ data: stock.data, errors: stock.errors }).not.toEqual({ data: ours.data, errors: ours.errors })
  })

  test.each(DIFFERENCES.filter(({ errors }) => errors.length > 0 && !errors.includes('users.nodes SLOW')))(
    '$name: every new null has exactly one error, and no other path has one',
    async ({ fault, query, variables, operationName }) => {
      const request = { query, ...(variables && { variables }), ...(operationName && { operationName }) }
      const healthy = await graph.executeWithOurs(request)
      const ours = await graph.executeWithOurs(request, fault)
      const paths = ours.errors.map(({ path = [] }) => path.join('.'))
      const newNulls = findNewNulls(healthy.data, ours.data)
      expect(newNulls.length).toBeGreaterThan(0)
      expect(new Set(paths).size).toBe(paths.length)
      for (const { path = [] } of ours.errors) expect(leadsToNull(ours.data, path)).toBe(true)
      for (const place of newNulls)
        expect(paths.filter((path) => `${path}.`.startsWith(place === '' ? '' : `${place}.`))).toHaveLength(1)
      expect(Object.values(ours.unavailablePaths).flat().sort()).toEqual(paths.sort())
      expect(ours.services.every((service) => typeof service === 'string')).toBe(true)
      expect(ours.reports.length).toBeGreaterThan(0)
    },
  )
})
