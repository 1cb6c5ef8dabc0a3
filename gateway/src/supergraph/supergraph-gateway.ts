import { ApolloGateway, type GraphQLDataSource, type ServiceEndpointDefinition } from '@apollo/gateway'
import type { Logger } from '@setrum/service-runtime'
import { assertValidSchema, type GraphQLSchema } from 'graphql'
import { toClientResponse } from '../degradation/client-response.js'
import type { StaleIfErrorCache } from '../degradation/stale-if-error-cache.js'
import { type Deadlines, disableApolloTelemetry } from '../env.js'
import { unavailableError } from '../errors/unavailable-error.js'
import {
  createSupergraphExecutor,
  type SupergraphExecutor,
  type SupergraphExecutorOptions,
  type SupergraphResult,
} from '../executor/executor.js'
import { QueryConcurrency } from '../limits/query-concurrency.js'
import { GatewayContext } from '../pipeline/gateway-context.js'
import type { RoutedSubgraph, SubgraphClients } from '../upstream/subgraph-clients.js'
import { SubgraphDataSource } from '../upstream/subgraph-data-source.js'
import { fromApolloResult } from './apollo-result.js'
import { readSchemaRules, type SchemaRules } from './schema-rules.js'
import { SupergraphFile } from './supergraph-file.js'

/** `setrum`: the executor of this repository. `apollo`: the executor of @apollo/gateway, the reference. */
export type ExecutorName = 'setrum' | 'apollo'

type RequestContext = Parameters<ApolloGateway['executor']>[0]

export interface SupergraphGatewayOptions {
  supergraphPath: string
  executor: ExecutorName
  executorOptions: Omit<SupergraphExecutorOptions<GatewayContext>, 'supergraphSdl' | 'maxItems'>
  /** @throws Error when a subgraph of a new supergraph cannot be called */
  checkSubgraphs: (subgraphs: readonly RoutedSubgraph[]) => void
  /** Called when a new supergraph is in use. */
  onSubgraphsInUse: (subgraphs: readonly RoutedSubgraph[]) => void
  /** Called for each subgraph of a supergraph, and again when its routing address changes. */
  buildService: (definition: ServiceEndpointDefinition) => GraphQLDataSource
  getFailingSince: (subgraph: string) => Date
  logger: Logger
}

interface LoadedSupergraph {
  executor: SupergraphExecutor<GatewayContext>
  rules: SchemaRules
}

/**
 * The gateway of @apollo/gateway: it loads and replaces the supergraph, and gives the API schema to Apollo Server. Query
 * plans run in our executor, or in Apollo's.
 */
export class SupergraphGateway extends ApolloGateway {
  /** A request in flight keeps the supergraph of the schema that validated its document. */
  readonly #supergraphs: WeakMap<GraphQLSchema, LoadedSupergraph>
  #isStarted = false

  constructor(options: SupergraphGatewayOptions) {
    const { logger } = options
    disableApolloTelemetry()
    const supergraphs = new WeakMap<GraphQLSchema, LoadedSupergraph>()
    let prepared: LoadedSupergraph | undefined
    super({
      supergraphSdl: new SupergraphFile({
        path: options.supergraphPath,
        // Before ApolloGateway takes it over: it only logs the exceptions of its listeners.
        prepare: (supergraphSdl) => {
          const rules = readSchemaRules(supergraphSdl)
          const { maxItems } = rules
          const executor = createSupergraphExecutor({ ...options.executorOptions, supergraphSdl, maxItems })
          assertValidSchema(executor.apiSchema)
          options.checkSubgraphs(executor.subgraphs)
          prepared = { executor, rules }
        },
        logger,
      }),
      buildService: options.buildService,
      validateSupergraph: true,
      logger: toApolloLogger(logger),
    })
    this.#supergraphs = supergraphs
    this.onSchemaLoadOrUpdate(({ apiSchema }) => {
      if (prepared) {
        supergraphs.set(apiSchema, prepared)
        options.onSubgraphsInUse(prepared.executor.subgraphs)
      }
      if (this.#isStarted) this.#checkHealth(logger)
      this.#isStarted = true
    })

    const queryConcurrency = new QueryConcurrency()
    const executeWithApollo = this.executor
    this.executor = async (requestContext) => {
      const context = readContext(requestContext)
      const { executor, rules } = this.#find(requestContext.schema)
      context.rules = rules
      const { document, request } = requestContext
      const operation = { document, operationName: request.operationName, variables: request.variables }
      const execute = () =>
        options.executor === 'apollo' && requestContext.operation
          ? runApollo(executor, operation)
          : executor.execute({ ...operation, context })
      const isMutation = requestContext.operation?.operation === 'mutation'
      const result = isMutation ? await execute() : await queryConcurrency.run(context.viewer, execute)
      return toClientResponse(result, { language: context.language, getFailingSince: options.getFailingSince })

      async function runApollo(
        { coerceVariables }: SupergraphExecutor<GatewayContext>,
        given: Parameters<typeof coerceVariables>[0],
      ): Promise<SupergraphResult> {
        const variables = coerceVariables(given)
        if ('errors' in variables) return { errors: variables.errors, unavailableParts: [], stale: [] }
        request.variables = variables.given
        return { ...fromApolloResult(await executeWithApollo(requestContext)), stale: context.stale }
      }
    }
  }

  /** The rules of a schema, as its subgraphs declare them. */
  getRules(schema: GraphQLSchema): SchemaRules {
    return this.#find(schema).rules
  }

  #find(schema: GraphQLSchema): LoadedSupergraph {
    const supergraph = this.#supergraphs.get(schema)
    if (!supergraph) throw new Error('There is no supergraph for this schema.')
    return supergraph
  }

  /** Logs the subgraphs of a changed supergraph that do not respond. At start they may be started later. */
  #checkHealth(logger: Logger): void {
    this.serviceHealthCheck().catch((err: unknown) =>
      logger.warn({ event: 'supergraph.health_check_failed', err }, 'a subgraph of the supergraph does not respond'),
    )
  }
}

function readContext({ context }: RequestContext): GatewayContext {
  if (context instanceof GatewayContext) return context
  throw new Error('The request has no context.')
}

/** Apollo's messages have no event code, and the file logs what matters; its errors are kept. */
function toApolloLogger(logger: Logger) {
  const ignore = () => {}
  const error = (detail?: unknown) =>
    logger.error({ event: 'supergraph.apollo_error', detail: String(detail) }, 'an error of the Apollo gateway')
  return { debug: ignore, info: ignore, warn: ignore, error }
}

export interface CreateSupergraphGatewayOptions {
  supergraphPath: string
  executor: ExecutorName
  deadlines: Deadlines
  clients: SubgraphClients
  staleIfErrorCache: StaleIfErrorCache
  logger: Logger
}

/** Creates the gateway with a data source for each subgraph. */
export function createSupergraphGateway({
  supergraphPath,
  executor,
  deadlines,
  clients,
  staleIfErrorCache,
  logger,
}: CreateSupergraphGatewayOptions): SupergraphGateway {
  const dataSources = new Map<string, SubgraphDataSource>()
  const getDataSource = (subgraph: string) => {
    const dataSource = dataSources.get(subgraph)
    if (!dataSource) throw new Error(`The supergraph has no subgraph ${subgraph}.`)
    return dataSource
  }
  return new SupergraphGateway({
    supergraphPath,
    executor,
    executorOptions: {
      fetchSubgraph: (call) => getDataSource(call.subgraph).fetch(call),
      onSubgraphFailure: ({ subgraph, reason, cause, context }) => {
        // The subgraph client has already logged calls without a response.
        if (reason === 'invalid-response' || reason === 'entity-mismatch')
          context.logger.warn(
            { event: 'subgraph.invalid_response', subgraph, reason, detail: String(cause) },
            'a subgraph returned an invalid response',
          )
      },
      isCancelled: ({ signal }) => signal.aborted,
      describeFailure: (subgraph, { language, mutatedSubgraph }) =>
        unavailableError(subgraph, { language, isOutcomeUnknown: subgraph === mutatedSubgraph }),
    },
    checkSubgraphs: (subgraphs) => clients.check(subgraphs),
    onSubgraphsInUse: (subgraphs) => clients.move(subgraphs),
    buildService: ({ name, url }) => {
      const client = clients.connect({ name, url })
      const dataSource = dataSources.get(name) ?? new SubgraphDataSource({ client, deadlines, staleIfErrorCache })
      dataSources.set(name, dataSource)
      return dataSource
    },
    getFailingSince: (subgraph) => getDataSource(subgraph).failingSince,
    logger,
  })
}
