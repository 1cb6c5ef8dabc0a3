import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Case, HEALTHY, WITH_SUBGRAPH_ERRORS } from '../executor/support/corpus.js'
import { toPathPattern } from '../executor/support/response-paths.js'
import { type Fault, readSubgraphSchemas, startTestGraph, type TestGraph } from '../executor/support/test-graph.js'
import { startTestGateway } from '../support/start-test-gateway.js'

/** No call of this test is slow. */
const DEADLINES = { queryMs: 60_000, mutationMs: 60_000, billerMs: 60_000 }

/** One corpus through the whole gateway, with either executor, over the same subgraphs. */
let graph: TestGraph
let servers: Record<string, Server>
let gateways: Record<'setrum' | 'apollo', Awaited<ReturnType<typeof startTestGateway>>>
let fault: Fault = {}

beforeAll(async () => {
  graph = await startTestGraph(readSubgraphSchemas())
  const started = await Promise.all(
    Object.keys(readSubgraphSchemas()).map(async (name) => [name, await startSubgraph(name)] as const),
  )
  servers = Object.fromEntries(started)
  const urls = Object.fromEntries(started.map(([name, server]) => [name, getUrl(server)]))
  const [setrum, apollo] = await Promise.all([
    startTestGateway({ executor: 'setrum', urls, deadlines: DEADLINES }),
    startTestGateway({ executor: 'apollo', urls, deadlines: DEADLINES }),
  ])
  gateways = { setrum, apollo }
})
afterAll(async () => {
  await Promise.all(Object.values(gateways ?? {}).map((gateway) => gateway.stop()))
  for (const server of Object.values(servers ?? {})) server.close()
  await graph?.stop()
})

async function startSubgraph(name: string): Promise<Server> {
  const server = createServer(async (request, reply) => {
    const response = await graph.executeOnSubgraph(name, JSON.parse(await text(request)), fault)
    reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

function getUrl(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
}

async function executeWith(executor: 'setrum' | 'apollo', { query, variables, operationName }: Case) {
  const result = await gateways[executor].execute(query, {
    ...(variables && { variables }),
    ...(operationName && { operationName }),
  })
  const errors: { path?: (string | number)[]; extensions: { code: string } }[] = result.errors ?? []
  const described = errors.map(({ path, extensions }) => `${toPathPattern(path)} ${extensions.code}`)
  return { status: result.status, data: result.data, errors: [...new Set(described)].sort() }
}

test.each(HEALTHY)('$name: both executors return the same data', async (one) => {
  fault = {}
  const result = await executeWith('setrum', one)
  expect(result).toMatchObject(
    one.hasSeveralMutations
      ? { status: 400, errors: ['no path GRAPHQL_VALIDATION_FAILED'] }
      : { status: 200, errors: [] },
  )
  expect(await executeWith('apollo', one)).toEqual(result)
})

test.each(WITH_SUBGRAPH_ERRORS)('$name: both executors return the same data and errors', async (one) => {
  fault = one.fault ?? {}
  const result = await executeWith('setrum', one)
  const { errors, ...apolloResult } = await executeWith('apollo', one)
  expect({ ...apolloResult, errors: errors.filter((error) => !isAbsentEntity(error, result.errors)) }).toEqual(result)
})

/** Apollo's executor reports an absent entity under a non-null field as an invalid value. */
function isAbsentEntity(error: string, reported: readonly string[]): boolean {
  return !reported.includes(error) && error === 'transactions.nodes.@.product.name INTERNAL_SERVER_ERROR'
}
