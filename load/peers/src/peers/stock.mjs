// @apollo/server with @apollo/gateway, started as in their documentation.
import { ApolloGateway } from '@apollo/gateway'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { readPeerEnv, supergraphSdl } from '../supergraph.mjs'

const { port, urls } = readPeerEnv()
const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl: supergraphSdl(urls) }) })
await startStandaloneServer(server, { listen: { port, host: '127.0.0.1' } })
