import type { ApolloServerOptionsWithGateway, BaseContext } from '@apollo/server'
import type { GraphQLError, GraphQLSchema } from 'graphql'
import type { SupergraphRequest } from './create-supergraph-executor.js'
import type { Row } from './merge/response-object.js'

/** What runs operations: the executor, or something around it that adds to its answers. */
export interface OperationRunner {
  apiSchema: GraphQLSchema
  supergraphSdl: string
  /** A method, so that one for a context of its own fits: it is given the context that `ApolloServer` was given. */
  execute(request: SupergraphRequest<BaseContext>): Promise<OperationAnswer>
}

export interface OperationAnswer {
  data?: Row | null
  errors?: readonly GraphQLError[]
  extensions?: Row
}

/** Makes an executor what `ApolloServer` takes as its `gateway`. */
export function asApolloGateway<Context extends BaseContext>(
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
