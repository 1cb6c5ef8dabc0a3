import { createLogger } from '@setrum/service-runtime'
import { connectMongo, exitWithMessage, migrate } from '@setrum/subgraph-kit'
import { readBackfillEnv } from './env.js'
import { salesRollupsOf } from './models/sales-rollups.js'
import { salesTotalsOf } from './models/sales-totals.js'
import { transactionsOf } from './models/transaction.js'
import { MIGRATIONS } from './prepare.js'
import { showRebuildProgress } from './rebuild-progress.js'
import { rebuildRollups } from './services/rollups/rebuild-rollups.js'

// The last step of `npm run import`: backfills rows of the old system and rolls them up. Can be repeated at any time; after
// an interruption the transactions subgraph completes it.
exitWithMessage()
const { mongoUri, database, businessTimeZone: timeZone, billCodes } = readBackfillEnv()
const logger = createLogger('transactions-backfill', 'error')
const connection = connectMongo({ uri: mongoUri, database, logger })
await connection.asPromise()
const calendar = { timeZone, now: () => new Date(), billCodes }
const transactions = transactionsOf(connection, calendar)
const salesRollups = salesRollupsOf(connection)
const salesTotals = salesTotalsOf(transactions.model, salesRollups, calendar)
await migrate(connection, MIGRATIONS)
const { onProgress, stop } = showRebuildProgress()
await rebuildRollups({ transactions, salesTotals, salesRollups, logger, onProgress }).finally(stop)
await connection.close()
