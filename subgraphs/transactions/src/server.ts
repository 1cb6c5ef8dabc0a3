import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createIakClient } from '@setrum/iak'
import { createLocalReplica, createReplicaStore } from '@setrum/local-replica'
import { type Logger, singleFlight } from '@setrum/service-runtime'
import {
  connectMongo,
  isMongoWritable,
  prepareDatabase,
  type RunningSubgraph,
  startSubgraph,
} from '@setrum/subgraph-kit'
import { parse } from 'graphql'
import { createAlert } from './alerts.js'
import { createContext, type Deps } from './context.js'
import { replicatedProduct, replicatedShift, replicatedUser } from './domain/replicated-rows.js'
import type { TransactionsEnv } from './env.js'
import { maintainRollups } from './jobs/rollups/maintain-rollups.js'
import { startScheduledJobs } from './jobs/scheduled-jobs.js'
import { reconcile } from './jobs/settlement/reconcile.js'
import { createSalesMetrics } from './metrics.js'
import { billerAccountOf } from './models/biller-account.js'
import { customersOf } from './models/customer.js'
import { salesRollupsOf } from './models/sales-rollups.js'
import { salesTotalsOf } from './models/sales-totals.js'
import { transactionsOf } from './models/transaction.js'
import { transactionListsOf } from './models/transaction-list.js'
import { unknownCallbacksOf } from './models/unknown-callback.js'
import { prepareTransactions } from './prepare.js'
import { resolvers } from './resolvers/index.js'
import { exportRoutes } from './routes/export.js'
import { iakCallbackRoute } from './routes/iak-callback.js'
import { createBackground } from './services/background.js'
import { fillSearchTerms } from './services/listing/fill-search-terms.js'
import { createReplicaSources, type ReplicaSources } from './services/replicas/replica-sources.js'
import { createDeposit } from './services/selling/deposit.js'
import { createMeterOwners } from './services/selling/meter-owners.js'

export interface TransactionsOptions
  extends Omit<TransactionsEnv, 'isProduction' | 'logLevel' | 'dataDir' | 'databasePrefix' | 'isSandboxBiller'> {
  logger: Logger
  now: () => Date
  /** Sources of shifts, users and products; the peer subgraphs by default. */
  sources?: ReplicaSources
}

/**
 * Starts the transactions subgraph: sales, their settlement with the biller, totals. It starts without the database, the
 * biller and its peer subgraphs, and is ready once the database is prepared.
 * @throws PortTakenError when the port is in use
 */
export async function startTransactions(options: TransactionsOptions): Promise<RunningSubgraph> {
  const { logger, now, businessTimeZone: timeZone, billCodes } = options
  const calendar = { timeZone, now, billCodes }
  const connection = connectMongo({ uri: options.mongoUri, database: options.database, logger })
  const transactions = transactionsOf(connection, calendar)
  const salesRollups = salesRollupsOf(connection)
  const salesTotals = salesTotalsOf(transactions.model, salesRollups, calendar)
  const rollups = maintainRollups({ transactions, salesTotals, salesRollups, logger })
  const store = createReplicaStore(connection)
  const sources = options.sources ?? createReplicaSources({ ...options, secret: options.identitySecret })
  const replica = { store, now, logger }
  const biller = createIakClient(options.biller)
  const billerAccount = billerAccountOf(connection)
  const background = createBackground(logger)
  const metrics = createSalesMetrics({ transactions, timeZone, now, logger })
  const alert = createAlert({ logger, count: metrics.countAlert })
  const priceRefresh = singleFlight(async () => {
    await sources.refreshPrices().catch((err: unknown) => {
      logger.warn({ event: 'prices.refresh_failed', err }, 'master could not re-read the price lists; its job goes on')
    })
    if (!background.isDraining()) await deps.replicas.products.refreshAfresh()
  })
  // The start and the job share one run.
  const searchTermFill = singleFlight(() => background.track(fillSearchTerms({ transactions, background, logger })))
  const deps: Deps = {
    transactions,
    lists: transactionListsOf(transactions.model, calendar),
    salesTotals,
    salesRollups,
    rollups,
    customers: customersOf(transactions.model),
    replicas: {
      shifts: createLocalReplica({
        ...replica,
        name: 'shifts',
        row: replicatedShift,
        keyOf: ({ id }) => id,
        fetch: sources.shifts,
      }),
      users: createLocalReplica({
        ...replica,
        name: 'users',
        row: replicatedUser,
        keyOf: ({ id }) => id,
        fetch: sources.users,
      }),
      products: createLocalReplica({
        ...replica,
        name: 'products',
        row: replicatedProduct,
        keyOf: ({ code }) => code,
        fetch: sources.products,
      }),
    },
    biller,
    billerAccount,
    meterOwners: createMeterOwners({ biller, now, alert }),
    deposit: createDeposit({
      account: billerAccount,
      biller: metrics.observeDeposit(biller),
      lowIdr: options.lowBalanceIdr,
      now,
      logger,
    }),
    background,
    fillSearchTerms: searchTermFill.run,
    rules: options.rules,
    now,
    timeZone,
    cutOff: options.cutOff,
    billCodes,
    responseTimeoutMs: options.responseTimeoutMs,
    owner: randomUUID(),
    logger,
    countOutcome: metrics.countOutcome,
    alert,
    // Not awaited at a stop: the next start reads the price list.
    refreshPrices: () => void priceRefresh.runAfresh(),
  }

  const preparation = prepareDatabase(
    async () => {
      await connection.asPromise()
      await prepareTransactions(connection, {
        model: transactions.model,
        deps,
        withDemoSales: options.demoData === 'all',
      })
    },
    { logger },
  )
  const reconciler = reconcile(deps, options.reconcile)
  const jobs = startScheduledJobs(deps)

  const subgraph = await startSubgraph({
    ...options,
    name: 'transactions',
    typeDefs: parse(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')),
    resolvers,
    context: (base) => createContext(base, deps),
    portVariable: 'TRANSACTIONS_PORT',
    isPrepared: preparation.isDone,
    isReady: async () => preparation.isDone() && (await isMongoWritable(connection)),
    routes: (app) => {
      exportRoutes(app, { deps, identitySecret: options.identitySecret })
      iakCallbackRoute(app, {
        deps,
        unknownCallbacks: unknownCallbacksOf(connection),
        account: options.biller,
        addresses: options.callbackAddresses,
        identitySecret: options.identitySecret,
        onDue: reconciler.checkNow,
      })
    },
  })
  metrics.addTo(subgraph.metrics)
  return {
    ...subgraph,
    stop: async () => {
      jobs.stop()
      rollups.stop()
      await subgraph.stop()
      await reconciler.stop()
      await background.drain()
      preparation.stop()
      await sources.stop?.()
      await biller.close()
      await connection.close()
    },
  }
}
