import type { IakClient } from '@setrum/iak'
import type { Logger } from '@setrum/service-runtime'
import type { RequestContext } from '@setrum/subgraph-kit'
import DataLoader from 'dataloader'
import type { CutOff } from './domain/cut-off.js'
import type { BillCodes } from './domain/legacy/legacy-row.js'
import type { RecoveryRules } from './domain/settlement/recovery.js'
import type { PersonCopy, ProductCopy, ShiftCopy } from './domain/reference.js'
import type { SalesSummary } from './domain/sales-summary.js'
import type { Transaction } from './domain/transaction.js'
import type { SalesMetrics } from './metrics.js'
import type { Customers } from './models/customer.js'
import type { SalesRollups } from './models/sales-rollups.js'
import type { SalesTotals } from './models/sales-totals.js'
import type { Transactions } from './models/transaction.js'
import type { TransactionLists } from './models/transaction-list.js'
import type { Background } from './services/background.js'
import type { Deposit } from './services/selling/deposit.js'
import type { MeterOwners } from './services/selling/meter-owners.js'
import type { ReferenceCopy } from './services/replicas/reference-copy.js'
import { createSalesLoader, type SalesRequest } from './services/rollups/sales-loader.js'

/** What this subgraph works with, whoever asks. */
export interface Deps {
  transactions: Transactions
  lists: TransactionLists
  figures: SalesTotals
  sums: SalesRollups
  /** Rebuilds what is dirty, or waits for the run that is under way. Never rejects. */
  rebuildRollups: () => Promise<void>
  customers: Customers
  copies: {
    shifts: ReferenceCopy<ShiftCopy>
    people: ReferenceCopy<PersonCopy>
    products: ReferenceCopy<ProductCopy>
  }
  biller: IakClient
  meterOwners: MeterOwners
  deposit: Deposit
  background: Background
  rules: RecoveryRules
  now: () => Date
  timeZone: string
  /** When PLN sells nothing; null for never. */
  cutOff: CutOff | null
  /** The biller's codes for bills. */
  billCodes: BillCodes
  /** After this a purchase answers as it stands, while its call goes on. */
  answerMs: number
  /** Names this process in the leases it takes. */
  owner: string
  logger: Logger
  /** Counts what the biller answers. */
  heard: SalesMetrics['heard']
  /** Tells somebody. Never with a token, a signature or a full meter number in it. */
  alert: (what: string, about: Record<string, unknown>) => void
}

/** What a resolver sees: who asks, and loaders that live as long as the request. */
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
