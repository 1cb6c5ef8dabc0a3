import { requireAdmin, requireUser } from '@setrum/subgraph-kit'
import { checkDateRange, readMeterNumber, readPageSize } from '../domain/input.js'
import { summaryOf } from '../domain/sales-summary.js'
import type { QueryResolvers } from '../generated/resolvers.js'
import { listTransactions } from '../services/listing/list-transactions.js'
import { maySee, ownerFor, salesConditions } from '../services/listing/row-level-authorization.js'
import { readTotals } from '../services/rollups/read-totals.js'
import { billerUnavailable } from '../services/selling/biller-refusal.js'

export const Query: QueryResolvers = {
  transaction: async (_root, { id }, { viewer, loaders }) => {
    const user = requireUser(viewer)
    const transaction = await loaders.transactionById.load(id)
    return transaction && maySee(user, transaction) ? transaction : null
  },
  transactions: async (_root, args, { viewer, deps, deadline }) =>
    listTransactions(args, requireUser(viewer), { ...deps, deadline }),
  salesSummary: async (_root, { filter }, { viewer, deps, deadline }) => {
    const user = requireUser(viewer)
    checkDateRange(filter ?? {})
    const conditions = salesConditions(filter, ownerFor(user))
    const rows = await readTotals(conditions, (until) => deps.salesTotals.of(conditions, until), { deps, deadline })
    return { summary: summaryOf(rows), showsProfit: user.role === 'ADMIN' }
  },
  inquirePrepaidCustomer: async (_root, args, { viewer, deps }) => {
    requireUser(viewer)
    const number = readMeterNumber(args.meterNumber)
    const { meterNumber, subscriberId, name, tariff, powerVa } = await deps.meterOwners.of(number)
    return { number, meterNumber, subscriberId, name, tariff, power: powerVa }
  },
  billerBalance: async (_root, _args, { viewer, deps }) => {
    requireAdmin(viewer)
    const balance = await deps.deposit.balance()
    if (!balance) throw billerUnavailable(null, 'the balance is not known')
    const threshold = deps.deposit.lowIdr
    return { balance: balance.balanceIdr, low: balance.balanceIdr < threshold, threshold, checkedAt: balance.checkedAt }
  },
  customers: async (_root, { search, productType, first }, { viewer, deps, deadline }) => {
    requireUser(viewer)
    const atMost = readPageSize(first ?? 20, 50)
    const found = await deps.customers.search(search?.trim().slice(0, 100) ?? '', {
      productType: productType ?? null,
      first: atMost,
      maxTimeMs: deadline.remainingMs,
    })
    return found
  },
}
