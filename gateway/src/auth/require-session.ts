import type { ApolloServerPlugin } from '@apollo/server'
import { Kind, type OperationDefinitionNode } from 'graphql'
import { createClientError } from '../errors/client-error.js'
import type { GatewayContext } from '../pipeline/gateway-context.js'

/** Mutations that start, renew or end a session. */
const ALLOWED_WITHOUT_SESSION = new Set(['login', 'refreshSession', 'logout'])

/** Rejects requests of an ended session, except those that sign in again. */
export function requireSession(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ contextValue, operation }) => {
        const { authError, language } = contextValue
        if (!authError || (operation && isAllowedWithoutSession(operation))) return
        throw createClientError(authError.code, authError.message[language], { status: 401 })
      },
    }),
  }
}

function isAllowedWithoutSession({ selectionSet }: OperationDefinitionNode): boolean {
  return selectionSet.selections.every(
    (node) => node.kind === Kind.FIELD && ALLOWED_WITHOUT_SESSION.has(node.name.value),
  )
}
