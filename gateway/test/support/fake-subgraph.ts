import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { Supergraph } from '@apollo/federation-internals'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { type Audience, IDENTITY_HEADER, type Viewer, verifyIdentity } from '@setrum/identity'
import { type GraphQLSchema, graphql, parse } from 'graphql'

// What the committed supergraph says of each subgraph, so that both always fit.
const SUBGRAPHS = Supergraph.build(
  readFileSync(new URL('../../../supergraph.graphql', import.meta.url), 'utf8'),
).subgraphs()

/** How a fake subgraph misbehaves. `{ after }` answers properly, but late. */
export type Fault =
  | 'hang'
  | '401'
  | '413'
  | '500'
  | 'malformed'
  | 'wrong-shape'
  | 'reset'
  | 'empty'
  | { lateMs: number }
  | null

export interface Received {
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

/** A subgraph of the system with data of its own and faults on demand, over real HTTP. */
export class FakeSubgraph {
  readonly name: Audience
  /** What was asked for people. */
  readonly received: Received[] = []
  /** How often the gateway asked for itself. */
  serviceCalls = 0
  fault: Fault = null
  /** Changes an answer before it is sent. */
  rewrite: ((answer: { data?: unknown; errors?: unknown }) => unknown) | null = null
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
    this.#schema = buildSubgraphSchema([{ typeDefs: parse(sdl + missingFrom(name, sdl)), resolvers: resolvers ?? {} }])
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/graphql`
  }

  /** HTTP that is not GraphQL. */
  route(path: string, handle: (request: IncomingMessage, reply: ServerResponse, body: Buffer) => void): void {
    this.#routes.set(path, handle)
  }

  /** Starts, the second time on the same port as before. */
  async start(): Promise<void> {
    const server = createServer((request, reply) => this.#receive(request, reply))
    server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (server.address() as AddressInfo).port
    this.#server = server
  }

  /** Dies: the port is closed and so is every connection. */
  async kill(): Promise<void> {
    const server = this.#server
    if (!server) return
    this.#server = null
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #receive(request: IncomingMessage, reply: ServerResponse): void {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      void this.#answer(request, reply, Buffer.concat(chunks))
    })
  }

  async #answer(request: IncomingMessage, reply: ServerResponse, body: Buffer): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? ''
    const route = this.#routes.get(path)
    if (route) return route(request, reply, body)
    const identity = request.headers[IDENTITY_HEADER]
    const viewer =
      typeof identity === 'string'
        ? verifyIdentity(identity, { audience: this.name, content: body, secret: this.#secret })
        : null
    const { query, variables } = JSON.parse(body.toString('utf8'))
    if (viewer?.role === 'SERVICE') this.serviceCalls += 1
    else this.received.push({ query, variables, headers: request.headers, viewer })
    const { fault } = this
    if (fault === 'hang') return
    if (fault === 'reset') return void request.socket.resetAndDestroy()
    if (fault === '401' || fault === '413' || fault === '500')
      return send(reply, Number(fault), JSON.stringify({ errors: [{ message: 'ECONNREFUSED 10.0.0.7:27017' }] }))
    if (fault === 'malformed') return send(reply, 200, '<html>at Object.<anonymous> (/srv/app.js:1:1)')
    if (fault === 'wrong-shape') return send(reply, 200, JSON.stringify({ data: [1, 2, 3] }))
    if (fault === 'empty') return send(reply, 200, JSON.stringify({}))
    if (fault) await new Promise((resolve) => setTimeout(resolve, fault.lateMs))
    const answer = await graphql({
      schema: this.#schema,
      source: query,
      variableValues: variables,
      contextValue: { viewer },
    })
    const plain = JSON.parse(JSON.stringify(answer))
    send(reply, 200, JSON.stringify(this.rewrite ? this.rewrite(plain) : plain))
  }
}

/** What the gateway asks of users beside the contract. */
function missingFrom(name: Audience, sdl: string): string {
  if (name !== 'users' || sdl.includes('sessionChanges')) return ''
  return `
    type SessionChanges { at: DateTime! endedSessions: [ID!]! inactiveUsers: [ID!]! }
    extend type Query { sessionChanges(since: DateTime): SessionChanges }`
}

function send(reply: ServerResponse, status: number, text: string): void {
  if (reply.destroyed) return
  reply.writeHead(status, { 'content-type': 'application/json' }).end(text)
}
