// Subgraphs in one process, each on its port: subgraphs.mjs <module> <name>… Each request is executed once by graphql-js and
// then served from memory, so that the peers differ only in the gateway.
import { createServer } from 'node:http'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { execute, parse, validate } from 'graphql'
import { federationOneSdl } from './federation-one.mjs'

const MERCURIUS = '/mercurius'
/** Our gateway polls users in the background; these requests are not counted. */
const SESSION_POLL = 'sessionChanges'
const SESSION_CHANGES = JSON.stringify({
  data: { sessionChanges: { at: new Date(0).toISOString(), endedSessions: [], inactiveUsers: [], apiKeys: [] } },
})

const [module, ...names] = process.argv.slice(2)
const { subgraphs } = await import(module)
const ports = {}
let calls = 0
for (const name of names) {
  const { sdl, resolvers } = subgraphs[name]
  ports[name] = await listen(buildSubgraphSchema({ typeDefs: parse(sdl), resolvers }), sdl)
}
process.on('message', () => process.send({ calls }))
process.send({ ports })

function listen(schema, sdl) {
  const cache = new Map()
  const server = createServer((request, response) => {
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', async () => {
      const body = chunks.length === 1 ? chunks[0].toString() : Buffer.concat(chunks).toString()
      let payload = cache.get(body)
      if (!payload) {
        payload = Buffer.from(await respond(request.url, body))
        cache.set(body, payload)
      }
      if (!body.includes(SESSION_POLL)) calls += 1
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': payload.length }).end(payload)
    })
  })
  server.keepAliveTimeout = 60_000
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)))

  async function respond(url, body) {
    if (body.includes(SESSION_POLL)) return SESSION_CHANGES
    if (url === MERCURIUS && body.includes('_service'))
      return JSON.stringify({ data: { _service: { sdl: federationOneSdl(sdl) } } })
    return JSON.stringify(await executeRequest(schema, JSON.parse(body)))
  }
}

async function executeRequest(schema, { query, variables, operationName }) {
  const document = parse(query)
  const errors = validate(schema, document)
  if (errors.length > 0) return { errors }
  return execute({ schema, document, variableValues: variables, operationName })
}
