import type { ApolloServerPlugin } from '@apollo/server'
import type { Message } from '@setrum/api-contract'
import { type GraphQLSchema, OperationTypeNode } from 'graphql'
import { createClientError } from '../errors/http-errors.js'
import type { GatewayContext } from '../pipeline/gateway-context.js'
import { areAllFieldsIn, type SchemaRules } from '../supergraph/schema-rules.js'

const NOT_ALLOWED: Message = {
  id: 'Kunci API ini tidak boleh melakukan itu.',
  en: 'This API key may not do that.',
}

/** Rejects requests of an ended session, except those that sign in again, and reads of one own transaction soon after the shift. */
export function requireSession(getRules: (schema: GraphQLSchema) => SchemaRules): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ contextValue, operation, schema }) => {
        const { authError, language, viewer } = contextValue
        if (!authError) return
        const { withoutSession, afterShift } = getRules(schema)
        if (operation && areAllFieldsIn(operation, withoutSession)) return
        if (operation && viewer.role === 'EMPLOYEE' && areAllFieldsIn(operation, afterShift)) return
        throw createClientError(authError.code, authError.message[language], { status: 401 })
      },
    }),
  }
}

/** Restricts an API key to its kind, regardless of the user's own permissions. */
export function limitApiKeys(getRules: (schema: GraphQLSchema) => SchemaRules): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ contextValue, operation, schema }) => {
        const { apiKey, language } = contextValue
        if (!apiKey || operation?.operation !== OperationTypeNode.MUTATION) return
        if (apiKey === 'SELLING' && areAllFieldsIn(operation, getRules(schema).selling)) return
        throw createClientError('FORBIDDEN', NOT_ALLOWED[language], { status: 403 })
      },
    }),
  }
}
