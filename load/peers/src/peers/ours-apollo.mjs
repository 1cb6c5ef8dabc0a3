// Our executor as the `gateway` of Apollo Server on Fastify: what is left when only the execution is replaced.
import { createRequire } from 'node:module'
import Fastify from 'fastify'
import { Pool } from 'undici'
import { asApolloGateway, createSupergraphExecutor } from '../../../../gateway/dist/executor/index.js'
import { readStart, supergraphSdl } from '../supergraph.mjs'

const require = createRequire(new URL('../../../../gateway/package.json', import.meta.url))
const { ApolloServer } = require('@apollo/server')
const { fastifyApolloHandler } = require('@as-integrations/fastify')

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
    const answer = await pool.request({ method: 'POST', path, headers, body })
    return JSON.parse(await answer.body.text())
  },
})
const server = new ApolloServer({ gateway: asApolloGateway(executor), stopOnTerminationSignals: false })
await server.start()

const app = Fastify()
app.post('/graphql', fastifyApolloHandler(server))
await app.listen({ port, host: '127.0.0.1' })
