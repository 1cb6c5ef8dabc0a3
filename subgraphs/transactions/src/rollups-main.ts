import { createLogger } from '@setrum/service-runtime'
import { connectMongo, exitWithMessage } from '@setrum/subgraph-kit'
import { readTransactionsEnv } from './env.js'
import { salesRollupsOf } from './models/sales-rollups.js'
import { salesTotalsOf } from './models/sales-totals.js'
import { transactionsOf } from './models/transaction.js'
import { showRebuildProgress } from './rebuild-progress.js'
import { checkRollups } from './services/rollups/check-rollups.js'
import { rebuildRollups } from './services/rollups/rebuild-rollups.js'

// `npm run rollups:check`: compares every rollup with the transactions; exit code 1 when one is wrong.
// `npm run rollups:rebuild`: drops and rebuilds all rollups; totals stay exact meanwhile.
exitWithMessage()
const { mongoUri, database, businessTimeZone: timeZone, billCodes } = readTransactionsEnv()
const logger = createLogger('rollups', 'error')
const connection = connectMongo({ uri: mongoUri, database, logger })
await connection.asPromise()
const calendar = { timeZone, now: () => new Date(), billCodes }
const transactions = transactionsOf(connection, calendar)
const salesRollups = salesRollupsOf(connection)
const salesTotals = salesTotalsOf(transactions.model, salesRollups, calendar)

if (process.argv.includes('--rebuild')) await salesRollups.dropAll()
const { onProgress, stop } = showRebuildProgress()
await rebuildRollups({ transactions, salesTotals, salesRollups, logger, onProgress }).finally(stop)
const { checked, wrong } = await checkRollups({ salesTotals, salesRollups })
await connection.close()
console.log(`${checked} rollups checked, ${wrong.length} wrong${wrong.length > 0 ? `: ${wrong.join(', ')}` : ''}`)
process.exitCode = wrong.length > 0 ? 1 : 0
