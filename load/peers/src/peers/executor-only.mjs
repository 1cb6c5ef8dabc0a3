// Our executor in a bare Fastify server: each document is parsed and validated once, without Apollo Server.

import { createRequire } from 'node:module'
import Fastify from 'fastify'
import { Pool } from 'undici'
import { createSupergraphExecutor } from '../../../../gateway/dist/executor/index.js'
import { readStart, supergraphSdl } from '../supergraph.mjs'

// The gateway's copy of graphql: a schema of one copy does not work with another.
const { parse, validate } = createRequire(new URL('../../../../gateway/package.json', import.meta.url))('graphql')

const { port, urls } = readStart()
const pools = Object.fromEntries(
  Object.entries(urls).map(([name, url]) => [
    name,
    { pool: new Pool(new URL(url).origin, { connections: 128 }), path: new URL(url).pathname },
  ]),
)
const headers = { 'content-type': 'application/json' }
const executor = createSupergraphExecutor({
  supergraphSdl: supergraphSdl(urls),
  async fetchSubgraph({ subgraph, body }) {
    const { pool, path } = pools[subgraph]
    const response = await pool.request({ method: 'POST', path, headers, body })
    return JSON.parse(await response.body.text())
  },
})

const documents = new Map()
function documentOf(query) {
  const known = documents.get(query)
  if (known) return known
  const document = parse(query)
  const [invalid] = validate(executor.apiSchema, document)
  if (invalid) throw invalid
  documents.set(query, document)
  return document
}

const app = Fastify()
app.post('/graphql', async (request, reply) => {
  const { query, variables, operationName } = request.body
  const { lacking: _lacking, ...result } = await executor.execute({
    document: documentOf(query),
    variables,
    operationName,
    context: null,
  })
  reply.header('content-type', 'application/json; charset=utf-8')
  return JSON.stringify(result)
})
await app.listen({ port, host: '127.0.0.1' })
