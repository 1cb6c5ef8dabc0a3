import type { ApolloServerPlugin } from '@apollo/server'
import type { Message } from '@setrum/api-contract'
import { Kind, type OperationDefinitionNode, OperationTypeNode } from 'graphql'
import { createClientError } from '../errors/client-error.js'
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
        throw createClientError('FORBIDDEN', NOT_ALLOWED[language], { status: 403 })
      },
    }),
  }
}

/** Fragments are rejected, because they could contain any field. */
function hasOnlySellingMutations({ selectionSet }: OperationDefinitionNode): boolean {
  return selectionSet.selections.every((node) => node.kind === Kind.FIELD && SELLING_MUTATIONS.has(node.name.value))
}
