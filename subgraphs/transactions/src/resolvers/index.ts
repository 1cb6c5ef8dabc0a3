import { DateTime, LocalDate, Rupiah } from '@setrum/subgraph-kit'
import { Mutation } from './mutation.js'
import { Query } from './query.js'
import { SalesSummary } from './sales-summary.js'
import { Shift } from './shift.js'
import { Transaction, TransactionConnection } from './transaction.js'
import { User } from './user.js'

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
  User,
}
