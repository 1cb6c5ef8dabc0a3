import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { Supergraph } from '@apollo/federation-internals'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { type Audience, IDENTITY_HEADER, type Viewer, verifyIdentity } from '@setrum/identity'
import { type GraphQLSchema, graphql, parse } from 'graphql'

// From the composed supergraph, so that both always match.
const SUBGRAPHS = Supergraph.build(
  readFileSync(new URL('../../../supergraph.graphql', import.meta.url), 'utf8'),
).subgraphs()

/** Faults of a fake subgraph; `delayMs` delays valid responses. */
export type Fault =
  | 'hang'
  | '401'
  | '413'
  | '500'
  | 'malformed'
  | 'invalid-response'
  | 'reset'
  | 'empty'
  | 'huge'
  | 'gzip'
  | { delayMs: number }
  | null

export interface RecordedRequest {
  query: string
  variables: Record<string, unknown>
  headers: IncomingMessage['headers']
  viewer: Viewer | null
}

type Resolvers =
  NonNullable<Parameters<typeof buildSubgraphSchema>[0]> extends infer T
    ? T extends { resolvers?: infer R }
      ? R
      : never
    : never

/** A subgraph over HTTP with the real schema, fixed data and faults on demand. */
export class FakeSubgraph {
  readonly name: Audience
  /** Requests on behalf of clients. */
  readonly requests: RecordedRequest[] = []
  /** Number of those requests whose connection was closed before the end of the response. */
  abortedRequests = 0
  /** Number of the gateway's own requests. */
  serviceCalls = 0
  fault: Fault = null
  /** Changes a response before it is sent. */
  rewriteResponse: ((result: { data?: unknown; errors?: unknown }) => unknown) | null = null
  readonly #schema: GraphQLSchema
  readonly #secret: string
  readonly #sockets = new Set<Socket>()
  readonly #routes = new Map<string, (request: IncomingMessage, reply: ServerResponse, body: Buffer) => void>()
  #server: ReturnType<typeof createServer> | null = null
  #port = 0

  constructor(name: Audience, { resolvers, secret }: { resolvers: Resolvers; secret: string }) {
    this.name = name
    this.#secret = secret
    const sdl = SUBGRAPHS.get(name)?.toString() ?? ''
    this.#schema = buildSubgraphSchema([
      { typeDefs: parse(sdl + missingSessionFields(name, sdl)), resolvers: resolvers ?? {} },
    ])
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/graphql`
  }

  /** Handles requests that are not GraphQL. */
  route(path: string, handle: (request: IncomingMessage, reply: ServerResponse, body: Buffer) => void): void {
    this.#routes.set(path, handle)
  }

  /** Starts; after the first time on the same port. */
  async start(): Promise<void> {
    const server = createServer((request, reply) => this.#onRequest(request, reply))
    server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (server.address() as AddressInfo).port
    this.#server = server
  }

  /** Closes the port and all connections, like a killed process. */
  async kill(): Promise<void> {
    const server = this.#server
    if (!server) return
    this.#server = null
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #onRequest(request: IncomingMessage, reply: ServerResponse): void {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      void this.#respond(request, reply, Buffer.concat(chunks))
    })
  }

  #countWhenAborted(reply: ServerResponse): void {
    reply.once('close', () => {
      if (!reply.writableEnded) this.abortedRequests += 1
    })
  }

  async #respond(request: IncomingMessage, reply: ServerResponse, body: Buffer): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? ''
    const route = this.#routes.get(path)
    if (route) {
      this.#countWhenAborted(reply)
      return route(request, reply, body)
    }
    const identity = request.headers[IDENTITY_HEADER]
    const viewer =
      typeof identity === 'string'
        ? verifyIdentity(identity, { audience: this.name, content: body, secret: this.#secret })
        : null
    const { query, variables } = JSON.parse(body.toString('utf8'))
    if (viewer?.role === 'SERVICE') this.serviceCalls += 1
    else {
      this.requests.push({ query, variables, headers: request.headers, viewer })
      this.#countWhenAborted(reply)
    }
    const { fault } = this
    if (fault === 'hang') return
    if (fault === 'reset') return void request.socket.resetAndDestroy()
    if (fault === '401' || fault === '413' || fault === '500')
      return send(reply, Number(fault), JSON.stringify({ errors: [{ message: 'ECONNREFUSED 10.0.0.7:27017' }] }))
    if (fault === 'malformed') return send(reply, 200, '<html>at Object.<anonymous> (/srv/app.js:1:1)')
    if (fault === 'invalid-response') return send(reply, 200, JSON.stringify({ data: [1, 2, 3] }))
    if (fault === 'empty') return send(reply, 200, JSON.stringify({}))
    if (fault === 'huge') return sendEndlessly(reply)
    if (typeof fault === 'object' && fault) await new Promise((resolve) => setTimeout(resolve, fault.delayMs))
    const result = await graphql({
      schema: this.#schema,
      source: query,
      variableValues: variables,
      contextValue: { viewer },
    })
    const json = JSON.parse(JSON.stringify(result))
    const text = JSON.stringify(this.rewriteResponse ? this.rewriteResponse(json) : json)
    if (fault !== 'gzip') return send(reply, 200, text)
    reply.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync(text))
  }
}

/** Fields for the gateway that the composed schema may not contain. */
function missingSessionFields(name: Audience, sdl: string): string {
  if (name !== 'users' || sdl.includes('sessionChanges')) return ''
  return `
    type SessionChanges { at: DateTime! endedSessions: [ID!]! inactiveUsers: [ID!]! }
    extend type Query { sessionChanges(since: DateTime): SessionChanges }`
}

function send(reply: ServerResponse, status: number, text: string): void {
  if (reply.destroyed) return
  reply.writeHead(status, { 'content-type': 'application/json' }).end(text)
}

/** 400 MB, unless the client closes the connection. */
function sendEndlessly(reply: ServerResponse): void {
  reply.writeHead(200, { 'content-type': 'application/json' })
  const chunk = 'x'.repeat(1_000_000)
  let sent = 0
  const write = () => {
    if (reply.destroyed) return
    sent += 1
    if (sent > 400) reply.end()
    else reply.write(chunk, () => setImmediate(write))
  }
  write()
}
