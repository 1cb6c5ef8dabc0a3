import type { TransactionConnectionResolvers } from '../generated/resolvers.js'

export const TransactionConnection: TransactionConnectionResolvers = {
  totalCount: ({ totalCount }) => totalCount(),
}
