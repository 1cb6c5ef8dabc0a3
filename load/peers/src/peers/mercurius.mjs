// @mercuriusjs/gateway with its compiled execution (jit) on; it reads the schemas from the subgraphs.
import mercuriusGateway from '@mercuriusjs/gateway'
import Fastify from 'fastify'
import { readStart } from '../supergraph.mjs'

const { port, urls } = readStart()
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
