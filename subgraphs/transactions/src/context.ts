import type { IakClient } from '@setrum/iak'
import type { LocalReplica } from '@setrum/local-replica'
import type { Logger } from '@setrum/service-runtime'
import type { RequestContext } from '@setrum/subgraph-kit'
import type { CutOff } from '@setrum/units'
import DataLoader from 'dataloader'
import type { Alert } from './alerts.js'
import type { BillCodes } from './domain/legacy/legacy-row.js'
import type { ReplicatedProduct, ReplicatedShift, ReplicatedUser } from './domain/replicated-rows.js'
import type { SalesSummary } from './domain/sales-summary.js'
import type { RecoveryRules } from './domain/settlement/recovery-rules.js'
import type { Transaction } from './domain/transaction.js'
import type { RollupMaintenance } from './jobs/rollups/maintain-rollups.js'
import type { SalesMetrics } from './metrics.js'
import type { BillerAccount } from './models/biller-account.js'
import type { Customers } from './models/customer.js'
import type { SalesRollups } from './models/sales-rollups.js'
import type { SalesTotals } from './models/sales-totals.js'
import type { Transactions } from './models/transaction.js'
import type { TransactionLists } from './models/transaction-list.js'
import type { Background } from './services/background.js'
import { createSalesLoader, type SalesRequest } from './services/rollups/sales-loader.js'
import type { Deposit } from './services/selling/deposit.js'
import type { MeterOwners } from './services/selling/meter-owners.js'

/** The dependencies of the services, independent of the request. */
export interface Deps {
  transactions: Transactions
  lists: TransactionLists
  salesTotals: SalesTotals
  salesRollups: SalesRollups
  rollups: Pick<RollupMaintenance, 'trigger' | 'isRebuilding' | 'isCatchingUp' | 'catchUp'>
  customers: Customers
  replicas: {
    shifts: LocalReplica<ReplicatedShift>
    users: LocalReplica<ReplicatedUser>
    products: LocalReplica<ReplicatedProduct>
  }
  biller: IakClient
  billerAccount: BillerAccount
  meterOwners: MeterOwners
  deposit: Deposit
  background: Background
  /** Gives sales of an earlier version their search terms; a run that is under way is shared. */
  fillSearchTerms: () => Promise<void>
  rules: RecoveryRules
  now: () => Date
  timeZone: string
  /** The hours in which PLN sells nothing; null for none. */
  cutOff: CutOff | null
  /** The biller's codes for bills. */
  billCodes: BillCodes
  /** After this a purchase returns as it stands, while its call goes on. */
  responseTimeoutMs: number
  /** Names this process in the leases it takes. */
  owner: string
  logger: Logger
  /** Counts a response of the biller. */
  countOutcome: SalesMetrics['countOutcome']
  alert: Alert
  /** Re-reads the biller's price list at once, in the background. */
  refreshPrices: () => void
}

/** The context of a request: its viewer, and loaders that live as long as the request. */
export interface Context extends RequestContext {
  deps: Deps
  loaders: {
    transactionById: DataLoader<string, Transaction | null>
    salesOf: DataLoader<SalesRequest, SalesSummary, string>
  }
}

export function createContext(base: RequestContext, deps: Deps): Context {
  return {
    ...base,
    deps,
    loaders: {
      transactionById: new DataLoader((ids) => deps.transactions.byIds(ids)),
      salesOf: createSalesLoader(deps, base.deadline),
    },
  }
}
