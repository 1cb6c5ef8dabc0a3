// Our executor in a bare Fastify server, without Apollo Server; documents are parsed and validated once.

import { createRequire } from 'node:module'
import Fastify from 'fastify'
import { Pool } from 'undici'
import { createSupergraphExecutor } from '../../../../gateway/dist/executor/executor.js'
import { readPeerEnv, readSupergraph } from '../supergraph.mjs'

// Must be the gateway's copy of graphql: it refuses a schema of another copy.
const { parse, validate } = createRequire(new URL('../../../../gateway/package.json', import.meta.url))('graphql')

const { port, urls } = readPeerEnv()
const pools = Object.fromEntries(
  Object.entries(urls).map(([name, url]) => [
    name,
    { pool: new Pool(new URL(url).origin, { connections: 128 }), path: new URL(url).pathname },
  ]),
)
const headers = { 'content-type': 'application/json' }
const executor = createSupergraphExecutor({
  supergraphSdl: readSupergraph(),
  async fetchSubgraph({ subgraph, body }) {
    const { pool, path } = pools[subgraph]
    const response = await pool.request({ method: 'POST', path, headers, body })
    return JSON.parse(await response.body.text())
  },
})

const documents = new Map()
function documentOf(query) {
  const cached = documents.get(query)
  if (cached) return cached
  const document = parse(query)
  const [invalid] = validate(executor.apiSchema, document)
  if (invalid) throw invalid
  documents.set(query, document)
  return document
}

const app = Fastify()
app.post('/graphql', async (request, reply) => {
  const { query, variables, operationName } = request.body
  const {
    unavailableParts: _unavailableParts,
    stale: _stale,
    ...result
  } = await executor.execute({
    document: documentOf(query),
    variables,
    operationName,
    context: null,
  })
  reply.header('content-type', 'application/json; charset=utf-8')
  return JSON.stringify(result)
})
await app.listen({ port, host: '127.0.0.1' })
