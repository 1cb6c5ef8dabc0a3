import { DateTime, LocalDate, Rupiah } from '@setrum/subgraph-kit'
import { Mutation } from './mutation.js'
import { Query } from './query.js'
import { SalesSummary, Shift, User } from './sales-summary.js'
import { Transaction, TransactionConnection, TransactionEvent } from './transaction.js'

export const resolvers = {
  DateTime,
  LocalDate,
  Rupiah,
  Mutation,
  Query,
  SalesSummary,
  Shift,
  Transaction,
  TransactionConnection,
  TransactionEvent,
  User,
}
