import { readFileSync } from 'node:fs'
import { createIakClient } from '@setrum/iak'
import type { Logger, TraceBuffer } from '@setrum/service-runtime'
import {
  connectMongo,
  createAuditTrail,
  isMongoUp,
  migrate,
  prepareDatabase,
  type RunningSubgraph,
  startSubgraph,
} from '@setrum/subgraph-kit'
import { parse } from 'graphql'
import { createContext, type Deps } from './context.js'
import type { MasterEnv } from './env.js'
import { keepProductsFresh } from './jobs/keep-products-fresh.js'
import { MIGRATIONS } from './migrations.js'
import { productsOf } from './models/product.js'
import { shiftsOf } from './models/shift.js'
import { resolvers } from './resolvers/index.js'
import { seedShifts } from './seed.js'
import { auditOf } from './services/audit.js'

export interface MasterOptions
  extends Omit<MasterEnv, 'isProduction' | 'logLevel' | 'tracing' | 'dataDir' | 'databasePrefix'> {
  logger: Logger
  now: () => Date
  /** What is kept of this process's spans; without it nothing is traced here. */
  traces?: TraceBuffer
}

/** How long a start waits for the biller's price list before it is ready without one: shifts are needed in any case. */
const PRICE_LIST_GRACE_MS = 5_000

/**
 * Starts the master subgraph: shifts and products. Neither the database nor the biller need be there.
 * @throws PortTakenError when the port is in use
 */
export async function startMaster(options: MasterOptions): Promise<RunningSubgraph> {
  const { logger } = options
  const connection = connectMongo({ uri: options.mongoUri, database: options.database, logger })
  const auditTrail = createAuditTrail(connection)
  const deps: Deps = {
    shifts: shiftsOf(connection, options.businessTimeZone),
    products: productsOf(connection),
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
      await migrate(connection, MIGRATIONS)
      if (options.demoData !== 'none') await seedShifts(deps.shifts)
    },
    { logger },
  )
  const biller = createIakClient(options.biller)
  const job = keepProductsFresh({ ...options, biller, products: deps.products })
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
      (job.hasRun() || performance.now() - startedAt > PRICE_LIST_GRACE_MS) &&
      (await isMongoUp(connection)),
  })
  return {
    ...subgraph,
    stop: async () => {
      await subgraph.stop()
      job.stop()
      preparation.stop()
      await biller.close()
      await connection.close()
    },
  }
}
