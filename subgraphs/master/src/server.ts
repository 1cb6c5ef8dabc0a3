import { readFileSync } from 'node:fs'
import { createIakClient } from '@setrum/iak'
import { type Logger, singleFlight } from '@setrum/service-runtime'
import {
  connectMongo,
  createAuditTrail,
  isMongoWritable,
  prepareDatabase,
  type RunningSubgraph,
  startSubgraph,
} from '@setrum/subgraph-kit'
import { parse } from 'graphql'
import { createContext, type Deps } from './context.js'
import type { MasterEnv } from './env.js'
import { startProductRefresh } from './jobs/product-refresh.js'
import { productsOf } from './models/product.js'
import { shiftsOf } from './models/shift.js'
import { prepareMaster } from './prepare.js'
import { resolvers } from './resolvers/index.js'
import { auditOf } from './services/audit.js'
import { refreshProducts } from './services/refresh-products.js'

export interface MasterOptions extends Omit<MasterEnv, 'isProduction' | 'logLevel' | 'dataDir' | 'databasePrefix'> {
  logger: Logger
  now: () => Date
}

/** After this time the subgraph is ready without a price list: other services need the shifts. */
const PRICE_LIST_GRACE_MS = 5_000

/**
 * Starts the master subgraph. The database and the biller may be down: it becomes ready when the database responds.
 * @throws PortTakenError when the port is in use
 */
export async function startMaster(options: MasterOptions): Promise<RunningSubgraph> {
  const { logger } = options
  const connection = connectMongo({ uri: options.mongoUri, database: options.database, logger })
  const auditTrail = createAuditTrail(connection)
  const products = productsOf(connection)
  const biller = createIakClient(options.biller)
  const priceRefresh = singleFlight(() => refreshProducts({ ...options, biller, products }))
  const deps: Deps = {
    shifts: shiftsOf(connection, options.businessTimeZone),
    products,
    refreshPrices: priceRefresh.runAfresh,
    auditTrail,
    audit: auditOf(auditTrail, options.now),
    now: options.now,
    timeZone: options.businessTimeZone,
    cutOff: options.cutOff,
    defaultMarginIdr: options.defaultMarginIdr,
  }
  const preparation = prepareDatabase(
    async () => {
      await connection.asPromise()
      await prepareMaster(connection, { shifts: deps.shifts, withDemoShifts: options.demoData !== 'none' })
    },
    { logger },
  )
  const productRefresh = startProductRefresh({ refresh: priceRefresh.run, logger })
  const startedAt = performance.now()

  const subgraph = await startSubgraph({
    ...options,
    name: 'master',
    typeDefs: parse(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')),
    resolvers,
    context: (base) => createContext(base, deps),
    portVariable: 'MASTER_PORT',
    isPrepared: preparation.isDone,
    isReady: async () =>
      preparation.isDone() &&
      (productRefresh.hasSucceeded() || performance.now() - startedAt > PRICE_LIST_GRACE_MS) &&
      (await isMongoWritable(connection)),
  })
  return {
    ...subgraph,
    stop: async () => {
      await subgraph.stop()
      productRefresh.stop()
      preparation.stop()
      await biller.close()
      await connection.close()
    },
  }
}
