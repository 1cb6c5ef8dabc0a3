// What hand-written handlers share: calls to the subgraphs, and a Fastify server.
import Fastify from 'fastify'
import { Pool } from 'undici'
import { readPeerEnv } from './supergraph.mjs'

const headers = { 'content-type': 'application/json' }

/** A function for each subgraph that sends a query and returns its data. */
export function connectSubgraphs() {
  return Object.fromEntries(Object.entries(readPeerEnv().urls).map(([name, url]) => [name, connect(url)]))
}

function connect(url) {
  const { origin, pathname: path } = new URL(url)
  const pool = new Pool(origin, { connections: 128 })
  return async (query, variables) => {
    const response = await pool.request({ method: 'POST', path, headers, body: JSON.stringify({ query, variables }) })
    return JSON.parse(await response.body.text()).data
  }
}

/** Serves a handler for each operation name. */
export async function serve(handlers) {
  const app = Fastify()
  app.post('/graphql', async (request, reply) => {
    const { operationName, variables } = request.body
    reply.header('content-type', 'application/json; charset=utf-8')
    return JSON.stringify({ data: await handlers[operationName](variables) })
  })
  await app.listen({ port: readPeerEnv().port, host: '127.0.0.1' })
}
