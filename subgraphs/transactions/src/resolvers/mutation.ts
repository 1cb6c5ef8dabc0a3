import { requireAdmin, requireEmployee, requireUser } from '@setrum/subgraph-kit'
import type { MutationResolvers } from '../generated/resolvers.js'
import { inquireBill } from '../services/bills/inquire-bill.js'
import { payBill } from '../services/bills/pay-bill.js'
import { recordPrint } from '../services/listing/record-print.js'
import { buyToken } from '../services/selling/buy-token.js'
import { checkTransactionStatus } from '../services/settlement/check-transaction-status.js'
import { correctTransaction } from '../services/settlement/correct-transaction.js'
import { resolveTransaction } from '../services/settlement/resolve-transaction.js'

export const Mutation: MutationResolvers = {
  buyToken: (_root, { input }, { viewer, deps }) => buyToken(input, requireEmployee(viewer), deps),
  inquireBill: (_root, { input }, { viewer, deps }) => inquireBill(input, requireEmployee(viewer), deps),
  payBill: (_root, { transactionId }, { viewer, deps }) => payBill(transactionId, requireEmployee(viewer), deps),
  checkTransactionStatus: (_root, { id }, { viewer, deps }) => checkTransactionStatus(id, requireUser(viewer), deps),
  resolveTransaction: (_root, args, { viewer, deps }) => resolveTransaction(args, requireUser(viewer), deps),
  correctTransaction: (_root, args, { viewer, deps }) => correctTransaction(args, requireAdmin(viewer), deps),
  recordPrint: (_root, { id }, { viewer, deps }) => recordPrint(id, requireUser(viewer), deps),
}
