import type { ApolloServerOptionsWithGateway, BaseContext } from '@apollo/server'
import type { Lacking } from './completion.js'
import type { SupergraphExecutor } from './create-supergraph-executor.js'

/**
 * Makes the executor what `ApolloServer` takes as its `gateway`.
 *
 * @param onLacking is told what an answer lacks, to say so in its extensions.
 */
export function asApolloGateway<Context extends BaseContext>(
  executor: SupergraphExecutor<BaseContext>,
  onLacking?: (lacking: readonly Lacking[], context: BaseContext) => Record<string, unknown>,
): ApolloServerOptionsWithGateway<Context>['gateway'] {
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: executor.apiSchema, coreSupergraphSdl: executor.supergraphSdl })
      return () => {}
    },
    async load() {
      return {
        async executor({ document, request, context }) {
          const { variables, operationName } = request
          const { lacking, ...result } = await executor.execute({ document, operationName, variables, context })
          if (lacking.length === 0 || !onLacking) return result
          return { ...result, extensions: onLacking(lacking, context) }
        },
      }
    },
    async stop() {},
  }
}
