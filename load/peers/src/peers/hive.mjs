// @graphql-hive/gateway with its defaults, on Node's HTTP server like its CLI, in one process.
import { createServer } from 'node:http'
import { createGatewayRuntime } from '@graphql-hive/gateway'
import { readPeerEnv, supergraphSdl } from '../supergraph.mjs'

const { port, urls } = readPeerEnv()
const gateway = createGatewayRuntime({ supergraph: supergraphSdl(urls), logging: false })
createServer(gateway).listen(port, '127.0.0.1')
