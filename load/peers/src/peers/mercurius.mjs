// @mercuriusjs/gateway with compiled execution (jit); it fetches the schemas from the subgraphs.
import mercuriusGateway from '@mercuriusjs/gateway'
import Fastify from 'fastify'
import { readPeerEnv } from '../supergraph.mjs'

const { port, urls } = readPeerEnv()
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
