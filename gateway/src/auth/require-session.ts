import type { ApolloServerPlugin } from '@apollo/server'
import { HeaderMap } from '@apollo/server'
import { GraphQLError, Kind, type OperationDefinitionNode } from 'graphql'
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
        throw new GraphQLError(authError.message[language], {
          extensions: { code: authError.code, http: { status: 401, headers: new HeaderMap() } },
        })
      },
    }),
  }
}

function isAllowedWithoutSession({ selectionSet }: OperationDefinitionNode): boolean {
  return selectionSet.selections.every(
    (node) => node.kind === Kind.FIELD && ALLOWED_WITHOUT_SESSION.has(node.name.value),
  )
}
