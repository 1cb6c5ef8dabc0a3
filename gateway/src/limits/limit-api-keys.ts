import { type ApolloServerPlugin, HeaderMap } from '@apollo/server'
import { GraphQLError, Kind, type OperationDefinitionNode, OperationTypeNode } from 'graphql'
import type { Message } from '../language.js'
import type { GatewayContext } from '../pipeline/gateway-context.js'

/** What a selling key may do; nothing about accounts, passwords, shifts or prices. */
const SELLING = new Set(['buyToken', 'inquireBill', 'payBill', 'checkTransactionStatus', 'recordPrint'])

const NOT_FOR_KEYS: Message = {
  id: 'Kunci API ini tidak boleh melakukan itu.',
  en: 'This API key may not do that.',
}

/** Holds an API key to what it was made for, whatever the person may do as whom it acts. */
export function limitApiKeys(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ contextValue, operation }) => {
        const { apiKey, language } = contextValue
        if (!apiKey || operation?.operation !== OperationTypeNode.MUTATION) return
        if (apiKey === 'SELLING' && isSelling(operation)) return
        throw new GraphQLError(NOT_FOR_KEYS[language], {
          extensions: { code: 'FORBIDDEN', http: { status: 403, headers: new HeaderMap() } },
        })
      },
    }),
  }
}

/** A fragment could hide anything, and no purchase needs one at the root. */
function isSelling({ selectionSet }: OperationDefinitionNode): boolean {
  return selectionSet.selections.every((node) => node.kind === Kind.FIELD && SELLING.has(node.name.value))
}
