import type { ApolloServerPlugin } from '@apollo/server'
import type { Message } from '@setrum/api-contract'
import { type GraphQLSchema, type OperationDefinitionNode, OperationTypeNode } from 'graphql'
import { createClientError } from '../errors/http-errors.js'
import type { GatewayContext } from '../pipeline/gateway-context.js'
import { areAllFieldsIn, type SchemaRules } from '../supergraph/schema-rules.js'

const NOT_ALLOWED: Message = {
  id: 'Kunci API ini tidak boleh melakukan itu.',
  en: 'This API key may not do that.',
}

/**
 * Rejects requests of an ended session, except those that sign in again, and reads of one own transaction soon after the
 * shift. Restricts an API key to its kind, regardless of the user's own permissions.
 */
export function restrictOperations(
  getRules: (schema: GraphQLSchema) => SchemaRules,
): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ contextValue, operation, schema }) => {
        const { authError, language } = contextValue
        if (authError && !mayRunWithoutSession(contextValue, operation, getRules(schema)))
          throw createClientError(authError.code, authError.message[language], { status: 401 })
        if (!mayRunWithApiKey(contextValue, operation, getRules(schema)))
          throw createClientError('FORBIDDEN', NOT_ALLOWED[language], { status: 403 })
      },
    }),
  }
}

function mayRunWithoutSession(
  { viewer }: GatewayContext,
  operation: OperationDefinitionNode | undefined,
  { withoutSession, afterShift }: SchemaRules,
): boolean {
  if (!operation) return false
  if (areAllFieldsIn(operation, withoutSession)) return true
  return viewer.role === 'EMPLOYEE' && areAllFieldsIn(operation, afterShift)
}

function mayRunWithApiKey(
  { apiKey }: GatewayContext,
  operation: OperationDefinitionNode | undefined,
  { selling }: SchemaRules,
): boolean {
  if (apiKey === null || operation?.operation !== OperationTypeNode.MUTATION) return true
  return apiKey === 'SELLING' && areAllFieldsIn(operation, selling)
}
