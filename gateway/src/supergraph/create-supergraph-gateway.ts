import type { Logger } from '@setrum/service-runtime'
import type { StaleIfErrorCache } from '../degradation/stale-if-error-cache.js'
import type { Deadlines } from '../env.js'
import { unavailableError } from '../errors/unavailable-error.js'
import type { SubgraphClients } from '../upstream/subgraph-clients.js'
import { SubgraphDataSource } from '../upstream/subgraph-data-source.js'
import { type ExecutorName, SupergraphGateway } from './supergraph-gateway.js'

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
