// @apollo/server with @apollo/gateway, set up as in their documentation.
import { ApolloGateway } from '@apollo/gateway'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { readStart, supergraphSdl } from '../supergraph.mjs'

const { port, urls } = readStart()
const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl: supergraphSdl(urls) }) })
await startStandaloneServer(server, { listen: { port, host: '127.0.0.1' } })
