import type { Logger } from '@setrum/service-runtime'
import { createServiceClient } from '@setrum/subgraph-client'
import {
  RefreshPricesDocument,
  ReplicatedProductsDocument,
  ReplicatedShiftsDocument,
} from '../../generated/master-operations.js'
import { ReplicatedUsersDocument } from '../../generated/users-operations.js'

type FetchRows = () => Promise<readonly unknown[] | null | undefined>

/** The sources of the replicas. A test passes its own. */
export interface ReplicaSources {
  shifts: FetchRows
  users: FetchRows
  products: FetchRows
  /** Has the biller's price lists re-read by master; ends after two seconds, while master may go on. */
  refreshPrices: () => Promise<unknown>
  stop?: () => Promise<void>
}

const TIMEOUT_MS = 2_000

/** Fetches from the subgraphs users and master, as this service. */
export function createReplicaSources(options: {
  usersUrl: string
  masterUrl: string
  secret: string
  logger: Logger
}): ReplicaSources {
  const { secret, logger } = options
  const common = { service: 'transactions', secret, timeoutMs: TIMEOUT_MS, logger }
  const master = createServiceClient({ ...common, to: 'master', url: options.masterUrl })
  const users = createServiceClient({ ...common, to: 'users', url: options.usersUrl })
  return {
    shifts: async () => (await master.query(ReplicatedShiftsDocument)).shifts,
    users: async () => (await users.query(ReplicatedUsersDocument)).replicatedUsers,
    products: async () => (await master.query(ReplicatedProductsDocument)).products,
    refreshPrices: () => master.mutate(RefreshPricesDocument),
    stop: async () => {
      await Promise.all([master.stop(), users.stop()])
    },
  }
}
