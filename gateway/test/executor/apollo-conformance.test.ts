import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Case, HEALTHY, REFUSED } from './support/corpus.js'
import { type ClientAnswer, startTestGraph, subgraphSchemas, type TestGraph } from './support/test-graph.js'

let graph: TestGraph
beforeAll(async () => {
  graph = await startTestGraph(subgraphSchemas())
})
afterAll(() => graph.stop())

const sorted = ({ errors }: ClientAnswer) => errors.map(({ path, code }) => `${path?.join('.')} ${code}`).sort()

async function both(one: Case) {
  const { name: _name, fault, ...request } = one
  return { stock: await graph.stock(request, fault), ours: await graph.ours(request, fault) }
}

describe("what Apollo's gateway answers, ours answers", () => {
  test.each(HEALTHY)('$name', async (one) => {
    const { stock, ours } = await both(one)
    expect(ours.data).toEqual(stock.data)
    expect(ours.errors).toEqual([])
    expect(stock.errors).toEqual([])
    expect(ours.lacking).toEqual({})
  })

  test.each(REFUSED)('$name', async (one) => {
    const { stock, ours } = await both(one)
    expect(ours.data).toEqual(stock.data)
    expect(sorted(ours)).toEqual(sorted(stock))
    expect(ours.lacking).toEqual({})
  })
})
