// The three subgraphs in one process, on three ports. Answers are prepared: each request is executed by graphql-js the
// first time and answered from memory after that, so that all that differs between the peers is the gateway.
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
  const prepared = new Map()
  const server = createServer((request, response) => {
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', async () => {
      const body = chunks.length === 1 ? chunks[0].toString() : Buffer.concat(chunks).toString()
      const isServiceQuery = request.url === MERCURIUS && body.includes('_service')
      let answer = isServiceQuery ? Buffer.from(mercuriusSdl) : prepared.get(body)
      if (!answer) {
        answer = Buffer.from(JSON.stringify(await answerTo(schema, JSON.parse(body))))
        prepared.set(body, answer)
      }
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer)
    })
  })
  server.keepAliveTimeout = 60_000
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)))
}

async function answerTo(schema, { query, variables, operationName }) {
  const document = parse(query)
  const errors = validate(schema, document)
  if (errors.length > 0) return { errors }
  return execute({ schema, document, variableValues: variables, operationName })
}
