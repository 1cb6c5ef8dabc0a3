import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway'
import { SubgraphUnavailableError } from '@setrum/subgraph-client'
import { GraphQLError, Kind, type OperationDefinitionNode, OperationTypeNode, parse } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { StaleIfErrorCache } from '../degradation/stale-if-error-cache.js'
import type { Deadlines } from '../env.js'
import { unavailableError } from '../errors/unavailable-error.js'
import {
  type GraphqlResponse,
  parseGraphqlResponse,
  type SubgraphCall,
  type SubgraphResult,
} from '../executor/fetch.js'
import { GatewayContext } from '../pipeline/gateway-context.js'
import type { SubgraphClient } from './subgraph-clients.js'

type Call = SubgraphCall<GatewayContext>
type ProcessResult = Awaited<ReturnType<GraphQLDataSource['process']>>

const NO_FIELDS: ReadonlySet<string> = new Set()
const HEALTH_CHECK_TIMEOUT_MS = 1_000
const MAX_PARSED_OPERATIONS = 1_000

export interface SubgraphDataSourceOptions {
  client: SubgraphClient
  deadlines: Deadlines
  staleIfErrorCache: StaleIfErrorCache
}

/** Executes a query plan's calls to one subgraph with deadline and identity, for our executor and for Apollo's. */
export class SubgraphDataSource implements GraphQLDataSource {
  readonly #options: SubgraphDataSourceOptions
  readonly #operations = new LRUCache<string, RootOperation>({ max: MAX_PARSED_OPERATIONS })

  constructor(options: SubgraphDataSourceOptions) {
    this.#options = options
  }

  /** Start of the current outage; the current time after a well-formed but invalid response. */
  get failingSince(): Date {
    return this.#options.client.failingSince ?? new Date()
  }

  /** @throws GraphQLError with the client's message, without a response and without a stale one */
  async fetch(call: Call): Promise<SubgraphResult> {
    const { staleIfErrorCache } = this.#options
    if (!staleIfErrorCache.isCacheable(call)) return this.#send(call)
    try {
      const result = await this.#send(call)
      staleIfErrorCache.store(call, result)
      return result
    } catch (error) {
      const staleEntry = await staleIfErrorCache.find(call)
      if (!staleEntry) throw error
      return { data: staleEntry.value, asOf: staleEntry.asOf }
    }
  }

  /** Apollo's interface. Names the unavailable response paths in the error's extensions. */
  async process(options: GraphQLDataSourceProcessOptions): Promise<ProcessResult> {
    const { query = '', variables, operationName } = options.request
    if (!('incomingRequestContext' in options)) return this.#checkHealth(query)
    const context = readGatewayContext(options.context)
    const operation = this.#readOperation(query)
    const parent = (options.pathInIncomingRequest ?? []).map((step) => (step === '@' ? '*' : step))
    const paths =
      operation.rootFields.length > 0
        ? operation.responseNames.map((name) => [...parent, name].join('.'))
        : [parent.join('.')]
    try {
      const { asOf, ...response } = await this.fetch({
        subgraph: this.#options.client.name,
        body: JSON.stringify({ query, operationName, variables }),
        kind: operation.kind,
        rootFields: operation.rootFields,
        context,
      })
      const { data, errors } = parseGraphqlResponse(response) ?? { data: null, errors: [] }
      if (asOf) context.stale.push({ subgraph: this.#options.client.name, paths, asOf })
      return { data, ...(errors.length > 0 && { errors: errors.map(toFormattedError) }) }
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error
      throw new GraphQLError(error.message, { extensions: { ...error.extensions, paths } })
    }
  }

  async #checkHealth(query: string): Promise<ProcessResult> {
    await this.#options.client.send({
      body: JSON.stringify({ query }),
      viewer: { role: 'SERVICE', service: 'gateway' },
      language: 'en',
      requestId: crypto.randomUUID(),
      timeoutMs: HEALTH_CHECK_TIMEOUT_MS,
      operation: 'query',
    })
    return {}
  }

  #readOperation(query: string): RootOperation {
    const known = this.#operations.get(query)
    if (known) return known
    const operation = readRootOperation(query)
    this.#operations.set(query, operation)
    return operation
  }

  async #send({ body, kind, rootFields, context }: Call): Promise<GraphqlResponse> {
    const { client, deadlines } = this.#options
    const callMs = getCallTimeoutMs({ kind, rootFields }, deadlines, context.rules?.biller ?? NO_FIELDS)
    context.longestCallMs = Math.max(context.longestCallMs, callMs)
    if (kind === 'mutation') context.mutatedSubgraph = client.name
    try {
      return await client.send({
        body,
        viewer: context.viewer,
        language: context.language,
        requestId: context.requestId,
        timeoutMs: getRemainingMs(
          callMs,
          { elapsedMs: performance.now() - context.startedAt, longestCallMs: context.longestCallMs },
          deadlines,
        ),
        operation: kind,
        signal: context.signal,
      })
    } catch (error) {
      if (!(error instanceof SubgraphUnavailableError)) throw error
      const isOutcomeUnknown = kind === 'mutation' && error.isSent
      const { message, extensions } = unavailableError(client.name, { language: context.language, isOutcomeUnknown })
      throw new GraphQLError(message, {
        extensions: { ...extensions, code: 'SUBGRAPH_UNAVAILABLE', service: client.name },
      })
    }
  }
}

function toFormattedError({ message, path, extensions }: GraphqlResponse['errors'][number]) {
  return { message, extensions, ...(path && { path }) }
}

interface RootOperation {
  kind: 'query' | 'mutation'
  /** Schema names; empty for entity fetches. */
  rootFields: readonly string[]
  responseNames: readonly string[]
}

function readRootOperation(query: string): RootOperation {
  const operation = parse(query, { noLocation: true }).definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  )
  const fields = (operation?.selectionSet.selections ?? []).flatMap((node) =>
    node.kind === Kind.FIELD && node.name.value !== '_entities' ? [node] : [],
  )
  return {
    kind: operation?.operation === OperationTypeNode.MUTATION ? 'mutation' : 'query',
    rootFields: fields.map(({ name }) => name.value),
    responseNames: fields.map(({ alias, name }) => (alias ?? name).value),
  }
}

function readGatewayContext(context: unknown): GatewayContext {
  if (context instanceof GatewayContext) return context
  throw new Error('A call to a subgraph needs the context of a request.')
}

/** Returns the deadline of one subgraph call. @param billerFields root fields that wait for the biller */
export function getCallTimeoutMs(
  { kind, rootFields }: { kind: 'query' | 'mutation'; rootFields: readonly string[] },
  { queryMs, mutationMs, billerMs }: Deadlines,
  billerFields: ReadonlySet<string>,
): number {
  if (rootFields.some((field) => billerFields.has(`${kind}.${field}`))) return billerMs
  return kind === 'mutation' ? mutationMs : queryMs
}

/**
 * Returns the remaining time of a call. The whole request has the time of its longest call, plus two query deadlines
 * for joined data.
 */
export function getRemainingMs(
  callMs: number,
  { elapsedMs, longestCallMs }: { elapsedMs: number; longestCallMs: number },
  { queryMs }: Deadlines,
): number {
  return Math.min(callMs, longestCallMs + 2 * queryMs - elapsedMs)
}
