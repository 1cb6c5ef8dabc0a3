import { createLogger } from '@setrum/service-runtime'
import { connectMongo, exitWithMessage } from '@setrum/subgraph-kit'
import { readTransactionsEnv } from './env.js'
import { salesRollupsOf } from './models/sales-rollups.js'
import { salesTotalsOf } from './models/sales-totals.js'
import { transactionsOf } from './models/transaction.js'
import { checkRollups } from './services/rollups/check-rollups.js'
import { rebuildRollups } from './services/rollups/rebuild-rollups.js'

// `npm run rollups:check`: compares every kept sum with the transactions; exit code 1 when one is wrong.
// `npm run rollups:rebuild`: throws all sums away and makes them again; figures stay exact meanwhile.
exitWithMessage()
const { mongoUri, database, businessTimeZone: timeZone, billCodes } = readTransactionsEnv()
const logger = createLogger('rollups', 'error')
const connection = connectMongo({ uri: mongoUri, database, logger })
await connection.asPromise()
const calendar = { timeZone, now: () => new Date(), billCodes }
const transactions = transactionsOf(connection, calendar)
const sums = salesRollupsOf(connection)
const figures = salesTotalsOf(transactions.model, sums, calendar)

if (process.argv.includes('--rebuild')) await sums.dropAll()
await rebuildRollups({ transactions, figures, sums, logger })
const { checked, wrong } = await checkRollups({ figures, sums })
await connection.close()
console.log(`${checked} sums checked, ${wrong.length} wrong${wrong.length > 0 ? `: ${wrong.join(', ')}` : ''}`)
process.exitCode = wrong.length > 0 ? 1 : 0
