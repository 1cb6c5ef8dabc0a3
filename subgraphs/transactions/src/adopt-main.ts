import { createLogger } from '@setrum/service-runtime'
import { connectMongo, exitWithMessage, migrate } from '@setrum/subgraph-kit'
import { readAdoptEnv } from './env.js'
import { MIGRATIONS } from './migrations.js'
import { transactionsOf } from './models/transaction.js'
import { adoptOldRows } from './services/legacy/adopt-old-rows.js'

// The last step of `npm run import`: rows of the old system get our columns. Can be repeated at any time.
exitWithMessage()
const { mongoUri, database, businessTimeZone: timeZone, billCodes } = readAdoptEnv()
const logger = createLogger('transactions-adopt', 'error')
const connection = connectMongo({ uri: mongoUri, database, logger })
await connection.asPromise()
const transactions = transactionsOf(connection, { timeZone, now: () => new Date(), billCodes })
await migrate(connection, MIGRATIONS)
await adoptOldRows({ transactions, logger }, { batches: Number.POSITIVE_INFINITY })
await connection.close()
