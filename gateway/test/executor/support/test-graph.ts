import './no-telemetry.js'
import { readFileSync } from 'node:fs'
import { composeServices } from '@apollo/composition'
import { ApolloGateway } from '@apollo/gateway'
import { ApolloServer } from '@apollo/server'
import { execute, type GraphQLSchema, parse, validate } from 'graphql'
import { createSupergraphExecutor, type SubgraphFailureReport } from '../../../src/executor/index.js'
import { entityKeysOf, type FieldOverride, fixedResolver, fixedSubgraph } from './deterministic-subgraph.js'

export interface SubgraphRequest {
  query: string
  variables?: Record<string, unknown>
  operationName?: string
}

export interface SubgraphResponse {
  data?: Record<string, unknown> | null
  errors?: readonly { message: string; path?: readonly (string | number)[]; extensions?: Record<string, unknown> }[]
}

/** What goes wrong with the subgraphs. */
export interface Fault {
  /** These do not answer at all. */
  down?: readonly string[]
  /** Some field throws, or has another value. */
  field?: FieldOverride
  /** An answer is changed on its way. */
  answer?: (subgraph: string, answer: SubgraphResponse, request: SubgraphRequest) => unknown
}

/** What a client gets, of that what can be compared. */
export interface ClientAnswer {
  data: unknown
  errors: { path: readonly (string | number)[] | undefined; code: unknown }[]
}

/** A graph in memory, to be asked through Apollo's gateway and through ours. */
export interface TestGraph {
  schema: GraphQLSchema
  stock: (request: SubgraphRequest, fault?: Fault) => Promise<ClientAnswer>
  ours: (request: SubgraphRequest, fault?: Fault) => Promise<OurAnswer>
  stop: () => Promise<void>
}

export interface OurAnswer extends ClientAnswer {
  messages: string[]
  lacking: Record<string, string[]>
  services: unknown[]
  /** Every request sent to a subgraph. */
  sent: (SubgraphRequest & { subgraph: string })[]
  /** What was told about the subgraphs' faults. */
  reports: Omit<SubgraphFailureReport<unknown>, 'context'>[]
}

/** The system's own subgraph schemas, as they are on the disk now. */
export function subgraphSchemas(): Record<string, string> {
  return Object.fromEntries(
    ['users', 'master', 'transactions'].map((name) => [
      name,
      readFileSync(new URL(`../../../../subgraphs/${name}/schema.graphql`, import.meta.url), 'utf8'),
    ]),
  )
}

export async function startTestGraph(schemas: Record<string, string>): Promise<TestGraph> {
  const documents = Object.entries(schemas).map(([name, sdl]) => ({ name, typeDefs: parse(sdl) }))
  const subgraphs = new Map(
    documents.map(({ name, typeDefs }) => [
      name,
      { schema: fixedSubgraph(typeDefs), entities: entityKeysOf(typeDefs) },
    ]),
  )
  const composed = composeServices(documents.map((one) => ({ ...one, url: `http://${one.name}` })))
  if (!composed.supergraphSdl) throw new Error(`The subgraphs do not compose: ${composed.errors}`)
  const { supergraphSdl } = composed

  async function ask(subgraph: string, request: SubgraphRequest, fault: Fault): Promise<SubgraphResponse> {
    const part = subgraphs.get(subgraph)
    if (!part || fault.down?.includes(subgraph)) throw new Error(`connect ECONNREFUSED ${subgraph}`)
    const document = parse(request.query)
    const invalid = validate(part.schema, document)
    const result: unknown = invalid[0]
      ? { errors: invalid }
      : await execute({
          schema: part.schema,
          document,
          operationName: request.operationName,
          variableValues: request.variables,
          fieldResolver: fixedResolver(part.entities, fault.field),
        })
    const answer: SubgraphResponse = JSON.parse(JSON.stringify(result))
    // Over the wire and back: nobody gets hold of an object that somebody else has.
    return fault.answer ? JSON.parse(JSON.stringify(fault.answer(subgraph, answer, request) ?? null)) : answer
  }

  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    buildService: ({ name }) => ({
      process: ({ request: { query = '', variables = {}, operationName }, context }) =>
        ask(name, { query, variables, ...(operationName === undefined ? {} : { operationName }) }, context.fault),
    }),
  })
  const server = new ApolloServer<{ fault: Fault }>({ gateway, includeStacktraceInErrorResponses: false })
  await server.start()

  const executor = createSupergraphExecutor<Asking>({
    supergraphSdl,
    fetchSubgraph: ({ subgraph, body, context }) => {
      const request: SubgraphRequest = JSON.parse(body)
      context.sent.push({ subgraph, ...request })
      return ask(subgraph, request, context.fault)
    },
    onSubgraphFailure: ({ context, ...report }) => void context.reports.push(report),
  })

  return {
    schema: executor.apiSchema,
    async stock(request, fault = {}) {
      const { body } = await server.executeOperation(request, { contextValue: { fault } })
      if (body.kind !== 'single') throw new Error('Not a single answer.')
      const { data, errors = [] } = body.singleResult
      return {
        data: plain(data),
        errors: errors.map((error) => ({ path: error.path, code: error.extensions?.code })),
      }
    },
    async ours({ query, variables, operationName }, fault = {}) {
      const document = parse(query)
      const [invalid] = validate(executor.apiSchema, document)
      if (invalid) throw invalid
      const context: Asking = { fault, sent: [], reports: [] }
      const { data, errors = [], lacking } = await executor.execute({ document, variables, operationName, context })
      return {
        data: plain(data),
        errors: errors.map((error) => ({ path: error.path, code: error.extensions.code })),
        messages: errors.map((error) => error.message),
        services: errors.map((error) => error.extensions.service),
        lacking: Object.fromEntries(
          lacking.map(({ subgraph, paths }) => [subgraph, paths.map((path) => path.join('.'))]),
        ),
        sent: context.sent,
        reports: context.reports,
      }
    },
    stop: () => server.stop(),
  }
}

interface Asking {
  fault: Fault
  sent: (SubgraphRequest & { subgraph: string })[]
  reports: Omit<SubgraphFailureReport<unknown>, 'context'>[]
}

/** As the client reads it. */
function plain(data: unknown): unknown {
  return data === undefined ? undefined : JSON.parse(JSON.stringify(data))
}
