import { isSubgraphName } from '@setrum/api-contract'
import { createLogger } from '@setrum/service-runtime'
import { createAuditTrail } from './database/audit-trail.js'
import { connectMongo } from './database/mongo.js'
import { readDatabaseEnv } from './env.js'
import { exitWithMessage } from './errors/exit-with-message.js'

// `npm run audit:verify` of a subgraph: verifies the chain of its audit trail. Exit code 1 when it is broken.
exitWithMessage()
const [name = ''] = process.argv.slice(2)
if (!isSubgraphName(name)) {
  console.error('Usage: audit-verify-main.js <subgraph>')
  process.exit(2)
}
const { mongoUri, databasePrefix } = readDatabaseEnv()
const logger = createLogger('audit-verify', 'error')
const connection = connectMongo({ uri: mongoUri, database: `${databasePrefix}${name}`, logger })
await connection.asPromise()
const check = await createAuditTrail(connection).verify()
await connection.close()
if (check.isIntact) {
  console.log(`${check.count} records, the chain is intact. Last hash: ${check.head}`)
} else {
  console.log(`The chain is broken at record ${check.brokenAt}: ${check.why}.`)
  process.exitCode = 1
}
