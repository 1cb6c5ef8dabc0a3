import { readFileSync } from 'node:fs'
import { composeServices } from '@apollo/composition'
import { ApolloGateway } from '@apollo/gateway'
import { ApolloServer } from '@apollo/server'
import { execute, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql'
import { createSupergraphExecutor, type SubgraphFailureReport } from '../../src/executor/index.js'
import { entityKeysOf, type FieldOverride, fixedResolver, fixedSubgraph } from './fixed-schema.js'

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
  reports: SubgraphFailureReport<unknown>[]
}

/** The house's own subgraph schemas, as they are on the disk now. */
export function houseSchemas(): Record<string, string> {
  return Object.fromEntries(
    ['users', 'master', 'transactions'].map((name) => [
      name,
      readFileSync(new URL(`../../../subgraphs/${name}/schema.graphql`, import.meta.url), 'utf8'),
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

  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    buildService: ({ name }) => ({
      process: async ({ request, context }) => {
        const { query = '', variables, operationName } = request
        const answer = await ask(name, { query, ...(variables && { variables }), operationName }, context.fault)
        return { ...answer, errors: answer.errors?.map((error) => Object.assign(new Error(error.message), error)) }
      },
    }),
  })
  const server = new ApolloServer<{ fault: Fault }>({ gateway, includeStacktraceInErrorResponses: false })
  await server.start()
}
