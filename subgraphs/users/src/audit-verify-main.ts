import { createLogger } from '@setrum/service-runtime'
import { connectMongo, createAuditTrail, exitWithMessage } from '@setrum/subgraph-kit'
import { readUsersEnv } from './env.js'

// `npm run audit:verify`: follows the chain of the audit record; exit code 1 when it is broken.
exitWithMessage()
const { mongoUri, database } = readUsersEnv()
const connection = connectMongo({ uri: mongoUri, database, logger: createLogger('audit-verify', 'error') })
await connection.asPromise()
const verdict = await createAuditTrail(connection).verify()
await connection.close()

if (verdict.isIntact) {
  process.stdout.write(`${verdict.count} records, the chain is intact. Last hash: ${verdict.head}\n`)
} else {
  process.stdout.write(`The chain is broken at record ${verdict.brokenAt}: ${verdict.why}.\n`)
  process.exitCode = 1
}
