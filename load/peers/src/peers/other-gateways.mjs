// One of the gateways that a Node team could pick: other-gateways.mjs stock|hive|hive-router|mercurius. Each process loads only its own
// library.
import { createServer } from 'node:http'
import { readPeerEnv, readSupergraph } from '../supergraph.mjs'

const { port, urls } = readPeerEnv()
const GATEWAYS = { stock, hive, 'hive-router': hiveRouter, mercurius }
await GATEWAYS[process.argv[2]]()

/** @apollo/server with @apollo/gateway, started as in their documentation. */
async function stock() {
  const { ApolloGateway } = await import('@apollo/gateway')
  const { ApolloServer } = await import('@apollo/server')
  const { startStandaloneServer } = await import('@apollo/server/standalone')
  const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl: readSupergraph() }) })
  await startStandaloneServer(server, { listen: { port, host: '127.0.0.1' } })
}

/** @graphql-hive/gateway with its defaults, on Node's HTTP server like its CLI, in one process. */
async function hive(options) {
  const { createGatewayRuntime } = await import('@graphql-hive/gateway')
  const gateway = createGatewayRuntime({ supergraph: readSupergraph(), logging: false, ...options })
  createServer(gateway).listen(port, '127.0.0.1')
}

/** @graphql-hive/gateway with the query planner of Hive Router, which is written in Rust. */
async function hiveRouter() {
  const { unifiedGraphHandler } = await import('@graphql-hive/router-runtime')
  await hive({ unifiedGraphHandler })
}

/** @mercuriusjs/gateway with compiled execution (jit); it fetches the schemas from the subgraphs. */
async function mercurius() {
  const { default: mercuriusGateway } = await import('@mercuriusjs/gateway')
  const { default: Fastify } = await import('fastify')
  const app = Fastify()
  await app.register(mercuriusGateway, {
    gateway: {
      services: Object.entries(urls).map(([name, url]) => ({
        name,
        url: new URL('/mercurius', url).href,
        mandatory: true,
        connections: 128,
      })),
    },
    jit: 1,
  })
  await app.listen({ port, host: '127.0.0.1' })
}
