import { createLogger } from '@setrum/service-runtime'
import { startSubgraph } from '@setrum/subgraph-kit'
import { parse } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SECRET } from '../support/fake-subgraphs.js'
import { readJson } from '../support/read-json.js'
import { startTestGateway } from '../support/start-test-gateway.js'

const SUMMARY = 'query Summary($filter: SalesFilter) { salesSummary(filter: $filter) { success { count } } }'
const CLOSED_PORT = 'http://127.0.0.1:1/graphql'
/** The gateway's body limit. */
const MAX_BODY_BYTES = 102_400

let running: Awaited<ReturnType<typeof startTestGateway>>
let transactions: Awaited<ReturnType<typeof startSubgraph>>
beforeAll(async () => {
  transactions = await startSubgraph({
    name: 'transactions',
    typeDefs: parse(`
      scalar LocalDate
      input SalesFilter { from: LocalDate }
      type Total { count: Int }
      type SalesSummary { success: Total }
      type Query { salesSummary(filter: SalesFilter): SalesSummary }
    `),
    resolvers: { Query: { salesSummary: () => ({ success: { count: 1 } }) } },
    context: (base) => base,
    identitySecret: SECRET,
    logger: createLogger('test', 'silent'),
    host: '127.0.0.1',
    port: 0,
    portVariable: 'PORT',
    isReady: () => true,
    isPrepared: () => true,
  })
  running = await startTestGateway({
    urls: { users: CLOSED_PORT, master: CLOSED_PORT, transactions: `http://127.0.0.1:${transactions.port}/graphql` },
    persistedDocuments: { Summary: SUMMARY },
  })
})
afterAll(async () => {
  await running?.stop()
  await transactions?.stop()
})

test.each([
  ['long strings', (length: number) => `[${Array(Math.floor((length - 1) / 4_003)).fill(`"${'x'.repeat(4_000)}"`)}]`],
  // `1e20` takes four bytes in the client's body and 21 bytes in ours.
  ['long numbers', (length: number) => `[${Array(Math.floor((length - 1) / 5)).fill('1e20')}]`],
])('a subgraph accepts the largest body that a client may send: %s', async (_title, textOf) => {
  const bodyOf = (value: string) => `{"documentId":"Summary","variables":{"filter":{"from":${value}}}}`
  const response = await fetch(`${running.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: bodyOf(textOf(MAX_BODY_BYTES - bodyOf('').length)),
  })
  expect(await readJson(response)).toEqual({ data: { salesSummary: { success: { count: 1 } } } })
})
