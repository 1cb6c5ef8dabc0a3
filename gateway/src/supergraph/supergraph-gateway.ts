import { ApolloGateway, type GraphQLDataSource, type ServiceEndpointDefinition } from '@apollo/gateway'
import type { Logger } from '@setrum/service-runtime'
import { assertValidSchema, type GraphQLSchema } from 'graphql'
import { toClientResponse } from '../degradation/client-response.js'
import { disableApolloTelemetry } from '../env.js'
import { createSupergraphExecutor, type SupergraphExecutor, type SupergraphExecutorOptions } from '../executor/index.js'
import { GatewayContext } from '../pipeline/gateway-context.js'
import { fromApolloResult } from './apollo-result.js'
import { SupergraphFile } from './supergraph-file.js'

/** `setrum`: the executor of this repository. `apollo`: the executor of @apollo/gateway, the reference. */
export type ExecutorName = 'setrum' | 'apollo'

type RequestContext = Parameters<ApolloGateway['executor']>[0]

export interface SupergraphGatewayOptions {
  supergraphPath: string
  executor: ExecutorName
  executorOptions: Omit<SupergraphExecutorOptions<GatewayContext>, 'supergraphSdl'>
  /** Called for each subgraph of a supergraph, and again when its routing address changes. */
  buildService: (definition: ServiceEndpointDefinition) => GraphQLDataSource
  getFailingSince: (subgraph: string) => Date
  logger: Logger
}

/**
 * The gateway of @apollo/gateway: it loads and replaces the supergraph, and gives the API schema to Apollo Server. Query
 * plans run in our executor, or in Apollo's.
 */
export class SupergraphGateway extends ApolloGateway {
  constructor(options: SupergraphGatewayOptions) {
    const { logger } = options
    disableApolloTelemetry()
    /** A request in flight keeps the executor of the schema that validated its document. */
    const executors = new WeakMap<GraphQLSchema, SupergraphExecutor<GatewayContext>>()
    let prepared: SupergraphExecutor<GatewayContext> | undefined
    super({
      supergraphSdl: new SupergraphFile({
        path: options.supergraphPath,
        // Before ApolloGateway takes it over: it only logs the exceptions of its listeners.
        prepare: (supergraphSdl) => {
          prepared = createSupergraphExecutor({ ...options.executorOptions, supergraphSdl })
          assertValidSchema(prepared.apiSchema)
        },
        logger,
      }),
      buildService: options.buildService,
      validateSupergraph: true,
      logger: toApolloLogger(logger),
    })
    this.onSchemaLoadOrUpdate(({ apiSchema }) => {
      if (prepared) executors.set(apiSchema, prepared)
      this.#checkHealth(logger)
    })

    const executeWithApollo = this.executor
    this.executor = async (requestContext) => {
      const context = readContext(requestContext)
      const result =
        options.executor === 'apollo'
          ? { ...fromApolloResult(await executeWithApollo(requestContext)), stale: context.stale }
          : await execute(requestContext, context)
      return toClientResponse(result, { language: context.language, getFailingSince: options.getFailingSince })
    }

    async function execute({ schema, document, request }: RequestContext, context: GatewayContext) {
      const executor = executors.get(schema)
      if (!executor) throw new Error('There is no executor for this schema.')
      const { operationName, variables } = request
      return executor.execute({ document, operationName, variables, context })
    }
  }

  /** Logs the subgraphs that do not respond. They may start later, so this rejects nothing. */
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
