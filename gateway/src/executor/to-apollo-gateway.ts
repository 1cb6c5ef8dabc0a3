import type { ApolloServerOptionsWithGateway, BaseContext } from '@apollo/server'
import type { GraphQLError, GraphQLSchema } from 'graphql'
import type { SupergraphRequest } from './create-supergraph-executor.js'
import type { ResponseObject } from './merge/response-object.js'

/** The executor, or a wrapper around it. */
export interface OperationRunner {
  apiSchema: GraphQLSchema
  supergraphSdl: string
  /** A method, so that an implementation may require a more specific context. */
  execute(request: SupergraphRequest<BaseContext>): Promise<OperationResult>
}

export interface OperationResult {
  data?: ResponseObject | null
  errors?: readonly GraphQLError[]
  extensions?: ResponseObject
}

/** Adapts an executor to the `gateway` option of `ApolloServer`. */
export function toApolloGateway<Context extends BaseContext>(
  runner: OperationRunner,
): ApolloServerOptionsWithGateway<Context>['gateway'] {
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: runner.apiSchema, coreSupergraphSdl: runner.supergraphSdl })
      return () => {}
    },
    async load() {
      return {
        async executor({ document, request: { variables, operationName }, context }) {
          const { data, errors, extensions } = await runner.execute({ document, operationName, variables, context })
          return {
            ...(data === undefined ? {} : { data }),
            ...(errors && { errors }),
            ...(extensions && { extensions }),
          }
        },
      }
    },
    async stop() {},
  }
}
