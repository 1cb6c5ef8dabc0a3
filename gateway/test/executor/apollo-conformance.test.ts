import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Case, HEALTHY, WITH_SUBGRAPH_ERRORS } from './support/corpus.js'
import { type ClientResult, readSubgraphSchemas, startTestGraph, type TestGraph } from './support/test-graph.js'

let graph: TestGraph
beforeAll(async () => {
  graph = await startTestGraph(readSubgraphSchemas())
})
afterAll(() => graph.stop())

const sortErrors = ({ errors }: ClientResult) => errors.map(({ path, code }) => `${path?.join('.')} ${code}`).sort()

async function executeWithBoth(testCase: Case) {
  const { name: _name, fault, ...request } = testCase
  return {
    apolloResult: await graph.executeWithApollo(request, fault),
    result: await graph.executeWithOurs(request, fault),
  }
}

describe("our executor returns the results of Apollo's gateway", () => {
  test.each(HEALTHY)('$name', async (one) => {
    const { apolloResult, result } = await executeWithBoth(one)
    expect(result.data).toEqual(apolloResult.data)
    expect(result.errors).toEqual([])
    expect(apolloResult.errors).toEqual([])
    expect(result.unavailablePaths).toEqual({})
  })

  test.each(WITH_SUBGRAPH_ERRORS)('$name', async (one) => {
    const { apolloResult, result } = await executeWithBoth(one)
    expect(result.data).toEqual(apolloResult.data)
    expect(sortErrors(result)).toEqual(sortErrors(apolloResult))
    expect(result.unavailablePaths).toEqual({})
  })
})
