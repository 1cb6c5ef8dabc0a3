import { createLogger } from '@setrum/service-runtime'
import { connectMongo, exitWithMessage, migrate, refuseDemoData } from '@setrum/subgraph-kit'
import { type ProgressBar, startProgressBar } from '@setrum/subgraph-kit/progress-bar'
import { readTransactionsEnv } from './env.js'
import { salesRollupsOf } from './models/sales-rollups.js'
import { transactionsOf } from './models/transaction.js'
import { MIGRATIONS } from './prepare.js'
import { seedTransactions } from './seed/seed.js'

exitWithMessage()
const env = readTransactionsEnv()
refuseDemoData(env)
const { mongoUri, database, businessTimeZone: timeZone, billCodes } = env
const now = () => new Date()
const connection = connectMongo({ uri: mongoUri, database, logger: createLogger('transactions-seed', 'warn') })
await connection.asPromise()
const { model } = transactionsOf(connection, { timeZone, now, billCodes })
await migrate(connection, MIGRATIONS)
let bar: ProgressBar | null = null
const show = (done: number, total: number) => {
  bar ??= startProgressBar('demo sales', total)
  bar.update(done)
}
await seedTransactions({ model, salesRollups: salesRollupsOf(connection) }, { now: now(), timeZone }, show).finally(
  () => bar?.stop(),
)
await connection.close()
