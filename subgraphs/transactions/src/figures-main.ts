import { createLogger } from '@setrum/process'
import { connectMongo, failInWords } from '@setrum/subgraph-kit'
import { readTransactionsEnv } from './env.js'
import { figureSumsOf } from './models/figure-sums.js'
import { salesFiguresOf } from './models/sales-figures.js'
import { transactionsOf } from './models/transaction.js'
import { checkSums } from './services/check-sums.js'
import { sumUnit } from './services/sum-unit.js'

// `npm run figures:check`: compares every kept sum with the transactions; exit code 1 when one is wrong.
// `npm run figures:rebuild`: throws all sums away and makes them again; figures stay exact meanwhile.
failInWords()
const { mongoUri, database, businessTimeZone: timeZone, billCodes } = readTransactionsEnv()
const connection = connectMongo({ uri: mongoUri, database, logger: createLogger('figures', 'error') })
await connection.asPromise()
const calendar = { timeZone, now: () => new Date(), billCodes }
const transactions = transactionsOf(connection, calendar)
const sums = figureSumsOf(connection)
const figures = salesFiguresOf(transactions.model, sums, calendar)

if (process.argv.includes('--rebuild')) await sums.dropAll()
for (const unit of await figures.unitsToSum()) await sumUnit(unit, { transactions, figures, sums })
const { checked, wrong } = await checkSums({ figures, sums })
await connection.close()
console.log(`${checked} sums checked, ${wrong.length} wrong${wrong.length > 0 ? `: ${wrong.join(', ')}` : ''}`)
process.exitCode = wrong.length > 0 ? 1 : 0
