// The three subgraphs in one process, on three ports. Each request is executed once by graphql-js and then served from
// memory, so that the peers differ only in the gateway.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { execute, parse, validate } from 'graphql'
import { resolvers } from './data.mjs'
import { federationOneSdl } from './federation-one.mjs'

const MERCURIUS = '/mercurius'

const ports = {}
for (const name of Object.keys(resolvers)) {
  const sdl = readFileSync(new URL(`../../../subgraphs/${name}/schema.graphql`, import.meta.url), 'utf8')
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers[name] })
  ports[name] = await listen(schema, JSON.stringify({ data: { _service: { sdl: federationOneSdl(sdl) } } }))
}
process.send({ ports })

function listen(schema, mercuriusSdl) {
  const cache = new Map()
  const server = createServer((request, response) => {
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', async () => {
      const body = chunks.length === 1 ? chunks[0].toString() : Buffer.concat(chunks).toString()
      const isServiceQuery = request.url === MERCURIUS && body.includes('_service')
      let payload = isServiceQuery ? Buffer.from(mercuriusSdl) : cache.get(body)
      if (!payload) {
        payload = Buffer.from(JSON.stringify(await executeRequest(schema, JSON.parse(body))))
        cache.set(body, payload)
      }
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': payload.length }).end(payload)
    })
  })
  server.keepAliveTimeout = 60_000
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)))
}

async function executeRequest(schema, { query, variables, operationName }) {
  const document = parse(query)
  const errors = validate(schema, document)
  if (errors.length > 0) return { errors }
  return execute({ schema, document, variableValues: variables, operationName })
}
