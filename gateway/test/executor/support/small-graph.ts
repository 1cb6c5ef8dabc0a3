import { setTimeout as wait } from 'node:timers/promises'
import { composeServices } from '@apollo/composition'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { type GraphQLSchema, graphql, parse, validate } from 'graphql'
import { createSupergraphExecutor } from '../../../src/executor/executor.js'

type SubgraphModule = Extract<Parameters<typeof buildSubgraphSchema>[0], { typeDefs: unknown }>

export interface SmallSubgraph {
  sdl: string
  resolvers: NonNullable<SubgraphModule['resolvers']>
}

export interface SmallGraphFaults {
  /** Subgraphs that do not respond. */
  down?: readonly string[]
  /** Delays of responses in milliseconds, to change their order. */
  delayMs?: Readonly<Record<string, number>>
  /** Number of calls after which the client leaves. */
  leavesAfter?: number
  /** Replaces a subgraph's response. */
  respond?: (subgraph: string, request: { query: string; variables: Record<string, unknown> }) => unknown
}

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@external", "@requires", "@provides"])`

/** A graph of a few types with resolvers of the test, executed by our executor. */
export function createSmallGraph(subgraphs: Record<string, SmallSubgraph>) {
  const schemas = new Map<string, GraphQLSchema>()
  const services = Object.entries(subgraphs).map(([name, { sdl, resolvers }]) => {
    const typeDefs = parse(`${LINK} ${sdl}`)
    schemas.set(name, buildSubgraphSchema([{ typeDefs, resolvers }]))
    return { name, url: `http://${name}`, typeDefs }
  })
  const { supergraphSdl, errors } = composeServices(services)
  if (!supergraphSdl) throw new Error(`The subgraphs do not compose: ${errors}`)
  const sent: { subgraph: string; query: string; variables: Record<string, unknown> }[] = []
  const executor = createSupergraphExecutor<SmallGraphFaults>({
    supergraphSdl,
    isCancelled: ({ leavesAfter = Number.POSITIVE_INFINITY }) => sent.length >= leavesAfter,
    async fetchSubgraph({ subgraph, body, context: { down, delayMs, respond } }) {
      const request: { query: string; variables: Record<string, unknown> } = JSON.parse(body)
      sent.push({ subgraph, ...request })
      const schema = schemas.get(subgraph)
      if (!schema || down?.includes(subgraph)) throw new Error('connect ECONNREFUSED')
      await wait(delayMs?.[subgraph] ?? 0)
      const replaced = respond?.(subgraph, request)
      const result = replaced ?? (await graphql({ schema, source: request.query, variableValues: request.variables }))
      return JSON.parse(JSON.stringify(result))
    },
  })
  return {
    async execute(
      query: string,
      variables: Record<string, unknown> = {},
      faults: SmallGraphFaults = {},
      operationName?: string,
    ) {
      sent.length = 0
      const document = parse(query)
      const [invalid] = validate(executor.apiSchema, document)
      if (invalid) throw invalid
      const result = await executor.execute({ document, variables, operationName, context: faults })
      return {
        data: result.data === undefined ? undefined : JSON.parse(JSON.stringify(result.data)),
        errors: (result.errors ?? []).map(({ path, message, extensions: { code, service } }) => ({
          ...(path && { path: path.join('.') }),
          code,
          message,
          service,
        })),
        sent: sent.map((one) => ({ ...one })),
      }
    },
  }
}
