import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DIFFERENCES } from './support/apollo-differences.js'
import { leadsToNull, newlyNull, pattern } from './support/response-paths.js'
import { startTestGraph, subgraphSchemas, type TestGraph } from './support/test-graph.js'

let graph: TestGraph
beforeAll(async () => {
  graph = await startTestGraph(subgraphSchemas())
})
afterAll(() => graph.stop())

describe("where ours answers otherwise than Apollo's gateway, on purpose", () => {
  test.each(DIFFERENCES)('$name', async ({ name: _name, reason: _reason, fault, errors, otherData, ...request }) => {
    const stock = await graph.stock(request, fault)
    const ours = await graph.ours(request, fault)
    const told = [...new Set(ours.errors.map(({ path, code }) => `${pattern(path)} ${code}`))].sort()
    expect(told).toEqual(errors)
    if (!otherData) expect(ours.data).toEqual(stock.data)
    expect({ data: stock.data, errors: stock.errors }).not.toEqual({ data: ours.data, errors: ours.errors })
  })

  test.each(DIFFERENCES.filter(({ errors }) => errors.length > 0 && !errors.includes('users.nodes SLOW')))(
    '$name: every place that is empty for it has one error, and no other place has',
    async ({ fault, query, variables, operationName }) => {
      const request = { query, ...(variables && { variables }), ...(operationName && { operationName }) }
      const healthy = await graph.ours(request)
      const ours = await graph.ours(request, fault)
      const paths = ours.errors.map(({ path = [] }) => path.join('.'))
      const empty = newlyNull(healthy.data, ours.data)
      expect(empty.length).toBeGreaterThan(0)
      expect(new Set(paths).size).toBe(paths.length)
      for (const { path = [] } of ours.errors) expect(leadsToNull(ours.data, path)).toBe(true)
      for (const place of empty)
        expect(paths.filter((path) => `${path}.`.startsWith(place === '' ? '' : `${place}.`))).toHaveLength(1)
      expect(Object.values(ours.lacking).flat().sort()).toEqual(paths.sort())
      expect(ours.services.every((service) => typeof service === 'string')).toBe(true)
      expect(ours.reports.length).toBeGreaterThan(0)
    },
  )
})
