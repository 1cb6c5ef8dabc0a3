import { type ApolloServerPlugin, HeaderMap } from '@apollo/server'
import type { Message } from '@setrum/api-contract'
import { GraphQLError, Kind, type OperationDefinitionNode, OperationTypeNode } from 'graphql'
import type { GatewayContext } from '../pipeline/gateway-context.js'

/** Mutations of a SELLING key; none for accounts, passwords, shifts or prices. */
const SELLING_MUTATIONS = new Set(['buyToken', 'inquireBill', 'payBill', 'checkTransactionStatus', 'recordPrint'])

const NOT_ALLOWED: Message = {
  id: 'Kunci API ini tidak boleh melakukan itu.',
  en: 'This API key may not do that.',
}

/** Restricts an API key to its kind, whatever the user behind it may do. */
export function limitApiKeys(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ contextValue, operation }) => {
        const { apiKey, language } = contextValue
        if (!apiKey || operation?.operation !== OperationTypeNode.MUTATION) return
        if (apiKey === 'SELLING' && hasOnlySellingMutations(operation)) return
        throw new GraphQLError(NOT_ALLOWED[language], {
          extensions: { code: 'FORBIDDEN', http: { status: 403, headers: new HeaderMap() } },
        })
      },
    }),
  }
}

/** Fragments are rejected, because they could contain any field. */
function hasOnlySellingMutations({ selectionSet }: OperationDefinitionNode): boolean {
  return selectionSet.selections.every((node) => node.kind === Kind.FIELD && SELLING_MUTATIONS.has(node.name.value))
}
