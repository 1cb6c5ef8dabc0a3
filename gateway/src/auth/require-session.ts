import type { ApolloServerPlugin } from '@apollo/server'
import type { GraphQLSchema } from 'graphql'
import { createClientError } from '../errors/client-error.js'
import type { GatewayContext } from '../pipeline/gateway-context.js'
import { areAllFieldsIn } from '../pipeline/root-fields.js'
import type { SchemaRules } from '../supergraph/schema-rules.js'

/** Rejects requests of an ended session, except those that sign in again. */
export function requireSession(getRules: (schema: GraphQLSchema) => SchemaRules): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ contextValue, operation, schema }) => {
        const { authError, language } = contextValue
        if (!authError || (operation && areAllFieldsIn(operation, getRules(schema).withoutSession))) return
        throw createClientError(authError.code, authError.message[language], { status: 401 })
      },
    }),
  }
}
