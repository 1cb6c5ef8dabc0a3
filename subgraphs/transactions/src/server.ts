import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createIakClient } from '@setrum/iak'
import { createLocalReplica, createReplicaStore } from '@setrum/local-replica'
import type { Logger, TraceBuffer } from '@setrum/service-runtime'
import {
  connectMongo,
  Deadline,
  isMongoUp,
  migrate,
  prepareDatabase,
  type RunningSubgraph,
  startSubgraph,
} from '@setrum/subgraph-kit'
import { parse } from 'graphql'
import { ALERTS } from './alerts.js'
import { createContext, type Deps } from './context.js'
import { personCopy, productCopy, shiftCopy } from './domain/reference.js'
import type { TransactionsEnv } from './env.js'
import { checkBillCodes } from './jobs/bills/check-bill-codes.js'
import { expireBills } from './jobs/bills/expire-bills.js'
import { runLegacyBackfill } from './jobs/legacy/run-legacy-backfill.js'
import { syncReplicas } from './jobs/replicas/sync-replicas.js'
import { maintainRollups } from './jobs/rollups/maintain-rollups.js'
import { reconcile } from './jobs/settlement/reconcile.js'
import { createSalesMetrics } from './metrics.js'
import { MIGRATIONS } from './migrations.js'
import { customersOf } from './models/customer.js'
import { salesRollupsOf } from './models/sales-rollups.js'
import { salesTotalsOf } from './models/sales-totals.js'
import { transactionsOf } from './models/transaction.js'
import { transactionListsOf } from './models/transaction-list.js'
import { unknownCallbacksOf } from './models/unknown-callback.js'
import { resolvers } from './resolvers/index.js'
import { exportRoute } from './routes/export.js'
import { iakCallbackRoute } from './routes/iak-callback.js'
import { seedTransactions } from './seed/seed.js'
import { createBackground } from './services/background.js'
import { backfillLegacyRows } from './services/legacy/backfill-legacy-rows.js'
import { createReplicaSources, type ReplicaSources } from './services/replicas/replica-sources.js'
import { createDeposit } from './services/selling/deposit.js'
import { createMeterOwners } from './services/selling/meter-owners.js'

/** The longest time that a start waits for the sales rollups. */
const MAX_ROLLUP_WAIT_MS = 10_000

export interface TransactionsOptions
  extends Omit<
    TransactionsEnv,
    'isProduction' | 'logLevel' | 'tracing' | 'dataDir' | 'databasePrefix' | 'isSandboxBiller'
  > {
  logger: Logger
  now: () => Date
  /** Buffer of this process's spans; without it nothing is traced. */
  traces?: TraceBuffer
  /** Sources of shifts, users and products; the peer subgraphs by default. */
  sources?: ReplicaSources
}

/**
 * Starts the transactions subgraph: sales, their settlement with the biller, totals. Neither the database nor the
 * biller nor a sister subgraph need be there.
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
  const copy = { store, now, logger }
  const biller = createIakClient(options.biller)
  const background = createBackground(logger)
  const metrics = createSalesMetrics({ transactions, now, logger })
  const deps: Deps = {
    transactions,
    lists: transactionListsOf(transactions.model, calendar),
    salesTotals,
    salesRollups,
    rollups,
    customers: customersOf(transactions.model),
    copies: {
      shifts: createLocalReplica({
        ...copy,
        name: 'shifts',
        row: shiftCopy,
        keyOf: ({ id }) => id,
        fetch: sources.shifts,
      }),
      people: createLocalReplica({
        ...copy,
        name: 'people',
        row: personCopy,
        keyOf: ({ id }) => id,
        fetch: sources.people,
      }),
      products: createLocalReplica({
        ...copy,
        name: 'products',
        row: productCopy,
        keyOf: ({ code }) => code,
        fetch: sources.products,
      }),
    },
    biller,
    meterOwners: createMeterOwners({ biller, now }),
    deposit: createDeposit({ biller, lowIdr: options.lowBalanceIdr, now, logger }),
    background,
    rules: options.rules,
    now,
    timeZone,
    cutOff: options.cutOff,
    billCodes,
    responseTimeoutMs: options.responseTimeoutMs,
    owner: randomUUID(),
    logger,
    countOutcome: metrics.countOutcome,
    alert: (event, about) => {
      metrics.countAlert()
      logger.error({ alert: true, event, ...about }, ALERTS[event])
    },
  }

  const preparation = prepareDatabase(
    async () => {
      await connection.asPromise()
      await migrate(connection, MIGRATIONS)
      await Promise.all(Object.values(deps.copies).map((each) => each.load()))
      if (options.demoData === 'all')
        await seedTransactions({ model: transactions.model, salesRollups: salesRollups }, { now: now(), timeZone })
      await backfillLegacyRows(deps)
      await transactions.expireBills(now())
      // Usually complete before the process is ready; a long history is completed while the process already sells.
      await new Deadline(MAX_ROLLUP_WAIT_MS).race(background.track(rollups.trigger()))
    },
    { logger },
  )
  const reconciler = reconcile(deps, options.reconcile)
  const jobs = [
    syncReplicas(deps.copies, logger),
    expireBills(deps),
    rollups,
    checkBillCodes(deps),
    runLegacyBackfill(deps),
  ]

  const subgraph = await startSubgraph({
    ...options,
    name: 'transactions',
    typeDefs: parse(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')),
    resolvers,
    context: (base) => createContext(base, deps),
    portVariable: 'TRANSACTIONS_PORT',
    isPrepared: preparation.isDone,
    isReady: async () => preparation.isDone() && (await isMongoUp(connection)),
    routes: (app) => {
      exportRoute(app, { deps, identitySecret: options.identitySecret })
      iakCallbackRoute(app, {
        deps,
        unknownCallbacks: unknownCallbacksOf(connection),
        account: options.biller,
        addresses: options.callbackAddresses,
        identitySecret: options.identitySecret,
        onDue: reconciler.poke,
      })
    },
  })
  metrics.addTo(subgraph.metrics)
  return {
    ...subgraph,
    stop: async () => {
      for (const job of jobs) job.stop()
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
