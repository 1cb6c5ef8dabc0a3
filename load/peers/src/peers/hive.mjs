// @graphql-hive/gateway with its defaults on Node's HTTP server, like its CLI, without extra worker processes.
import { createServer } from 'node:http'
import { createGatewayRuntime } from '@graphql-hive/gateway'
import { readStart, supergraphSdl } from '../supergraph.mjs'

const { port, urls } = readStart()
const gateway = createGatewayRuntime({ supergraph: supergraphSdl(urls), logging: false })
createServer(gateway).listen(port, '127.0.0.1')
