import type { ApolloServerPlugin } from '@apollo/server'
import { HeaderMap } from '@apollo/server'
import { GraphQLError, Kind, type OperationDefinitionNode } from 'graphql'
import type { GatewayContext } from '../pipeline/gateway-context.js'

/** What one may ask with a session that is over: how else to begin another. */
const SIGN_IN = new Set(['login', 'refreshSession', 'logout'])

/** Refuses whoever comes with a session that is over, unless it is to sign in again. */
export function requireSession(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ contextValue, operation }) => {
        const { refusal, language } = contextValue
        if (!refusal || (operation && isSignIn(operation))) return
        throw new GraphQLError(refusal.message[language], {
          extensions: { code: refusal.code, http: { status: 401, headers: new HeaderMap() } },
        })
      },
    }),
  }
}

function isSignIn({ selectionSet }: OperationDefinitionNode): boolean {
  return selectionSet.selections.every((node) => node.kind === Kind.FIELD && SIGN_IN.has(node.name.value))
}
