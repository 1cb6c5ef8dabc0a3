import { readFileSync } from 'node:fs'
import { composeServices } from '@apollo/composition'
import { ApolloServer } from '@apollo/server'
import { execute, type GraphQLSchema, parse, validate } from 'graphql'
import { createSupergraphExecutor } from '../../../src/executor/executor.js'
import type { SubgraphFailureReport } from '../../../src/executor/fetch.js'
import {
  createDeterministicResolver,
  createDeterministicSubgraph,
  type FieldOverride,
  readKeyFields,
} from './deterministic-subgraph.js'

// Must be set before @apollo/gateway loads: it would probe cloud metadata at start and report hourly.
process.env.APOLLO_TELEMETRY_DISABLED = '1'
const { ApolloGateway } = await import('@apollo/gateway')

export interface SubgraphRequest {
  query: string
  variables?: Record<string, unknown>
  operationName?: string
}

export interface SubgraphResponse {
  data?: Record<string, unknown> | null
  errors?: readonly { message: string; path?: readonly (string | number)[]; extensions?: Record<string, unknown> }[]
}

/** Faults of the subgraphs. */
export interface Fault {
  /** Subgraphs that do not respond. */
  down?: readonly string[]
  /** Overrides a field's value, or throws. */
  field?: FieldOverride
  /** Changes a response in transit. */
  response?: (subgraph: string, response: SubgraphResponse, request: SubgraphRequest) => unknown
}

/** The comparable part of a client's result. */
export interface ClientResult {
  data: unknown
  errors: { path: readonly (string | number)[] | undefined; code: unknown }[]
}

/** An in-memory graph, executed by Apollo's gateway and by our executor. */
export interface TestGraph {
  schema: GraphQLSchema
  executeWithApollo: (request: SubgraphRequest, fault?: Fault) => Promise<ClientResult>
  executeWithOurs: (request: SubgraphRequest, fault?: Fault) => Promise<ExecutorResult>
  /** A request of a gateway to a subgraph. */
  executeOnSubgraph: (subgraph: string, request: SubgraphRequest, fault: Fault) => Promise<SubgraphResponse>
  stop: () => Promise<void>
}

export interface ExecutorResult extends ClientResult {
  messages: string[]
  unavailablePaths: Record<string, string[]>
  services: unknown[]
  /** Every request sent to a subgraph. */
  sent: (SubgraphRequest & { subgraph: string })[]
  /** Failures reported for the log. */
  reports: Omit<SubgraphFailureReport<unknown>, 'context'>[]
}

/** The schema files of the system's subgraphs. */
export function readSubgraphSchemas(): Record<string, string> {
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
      { schema: createDeterministicSubgraph(typeDefs), entities: readKeyFields(typeDefs) },
    ]),
  )
  const composed = composeServices(documents.map((one) => ({ ...one, url: `http://${one.name}` })))
  if (!composed.supergraphSdl) throw new Error(`The subgraphs do not compose: ${composed.errors}`)
  const { supergraphSdl } = composed

  async function executeOnSubgraph(
    subgraph: string,
    request: SubgraphRequest,
    fault: Fault,
  ): Promise<SubgraphResponse> {
    const subgraphSchema = subgraphs.get(subgraph)
    if (!subgraphSchema || fault.down?.includes(subgraph)) throw new Error(`connect ECONNREFUSED ${subgraph}`)
    const document = parse(request.query)
    const invalid = validate(subgraphSchema.schema, document)
    const result: unknown = invalid[0]
      ? { errors: invalid }
      : await execute({
          schema: subgraphSchema.schema,
          document,
          operationName: request.operationName,
          variableValues: request.variables,
          fieldResolver: createDeterministicResolver(subgraphSchema.entities, fault.field),
        })
    const response: SubgraphResponse = JSON.parse(JSON.stringify(result))
    // Serialized, as over HTTP: no object is shared.
    return fault.response ? JSON.parse(JSON.stringify(fault.response(subgraph, response, request) ?? null)) : response
  }

  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    buildService: ({ name }) => ({
      process: ({ request: { query = '', variables = {}, operationName }, context }) =>
        executeOnSubgraph(
          name,
          { query, variables, ...(operationName === undefined ? {} : { operationName }) },
          context.fault,
        ),
    }),
  })
  const server = new ApolloServer<{ fault: Fault }>({ gateway, includeStacktraceInErrorResponses: false })
  await server.start()

  const executor = createSupergraphExecutor<CallContext>({
    supergraphSdl,
    fetchSubgraph: ({ subgraph, body, context }) => {
      const request: SubgraphRequest = JSON.parse(body)
      context.sent.push({ subgraph, ...request })
      return executeOnSubgraph(subgraph, request, context.fault)
    },
    onSubgraphFailure: ({ context, ...report }) => void context.reports.push(report),
  })

  return {
    schema: executor.apiSchema,
    async executeWithApollo(request, fault = {}) {
      const { body } = await server.executeOperation(request, { contextValue: { fault } })
      if (body.kind !== 'single') throw new Error('Not a single response.')
      const { data, errors = [] } = body.singleResult
      return {
        data: toJson(data),
        errors: errors.map((error) => ({ path: error.path, code: error.extensions?.code })),
      }
    },
    async executeWithOurs({ query, variables, operationName }, fault = {}) {
      const document = parse(query)
      const [invalid] = validate(executor.apiSchema, document)
      if (invalid) throw invalid
      const context: CallContext = { fault, sent: [], reports: [] }
      const {
        data,
        errors = [],
        unavailableParts,
      } = await executor.execute({ document, variables, operationName, context })
      return {
        data: toJson(data),
        errors: errors.map((error) => ({ path: error.path, code: error.extensions.code })),
        messages: errors.map((error) => error.message),
        services: errors.map((error) => error.extensions.service),
        unavailablePaths: Object.fromEntries(
          unavailableParts.map(({ subgraph, places }) => [subgraph, places.map(({ path }) => path.join('.'))]),
        ),
        sent: context.sent,
        reports: context.reports,
      }
    },
    executeOnSubgraph,
    stop: () => server.stop(),
  }
}

interface CallContext {
  fault: Fault
  sent: (SubgraphRequest & { subgraph: string })[]
  reports: Omit<SubgraphFailureReport<unknown>, 'context'>[]
}

/** As a client receives it. */
function toJson(data: unknown): unknown {
  return data === undefined ? undefined : JSON.parse(JSON.stringify(data))
}
