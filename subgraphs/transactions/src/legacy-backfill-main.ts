import { createLogger } from '@setrum/service-runtime'
import { connectMongo, exitWithMessage, migrate } from '@setrum/subgraph-kit'
import { readBackfillEnv } from './env.js'
import { MIGRATIONS } from './migrations.js'
import { transactionsOf } from './models/transaction.js'
import { backfillLegacyRows } from './services/legacy/backfill-legacy-rows.js'

// The last step of `npm run import`: rows of the old system get our columns. Can be repeated at any time.
exitWithMessage()
const { mongoUri, database, businessTimeZone: timeZone, billCodes } = readBackfillEnv()
const logger = createLogger('transactions-backfill', 'error')
const connection = connectMongo({ uri: mongoUri, database, logger })
await connection.asPromise()
const transactions = transactionsOf(connection, { timeZone, now: () => new Date(), billCodes })
await migrate(connection, MIGRATIONS)
await backfillLegacyRows({ transactions, logger })
await connection.close()
