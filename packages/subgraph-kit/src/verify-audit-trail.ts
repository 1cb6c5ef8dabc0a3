import { createLogger } from '@setrum/service-runtime'
import { createAuditTrail } from './audit-trail.js'
import { connectMongo } from './mongo.js'

/** The program `npm run audit:verify` of a subgraph: follows the chain of its audit trail; exit code 1 when it is broken. */
export async function runAuditVerification({
  mongoUri,
  database,
}: {
  mongoUri: string
  database: string
}): Promise<void> {
  const connection = connectMongo({ uri: mongoUri, database, logger: createLogger('audit-verify', 'error') })
  await connection.asPromise()
  const check = await createAuditTrail(connection).verify()
  await connection.close()
  if (check.isIntact) {
    process.stdout.write(`${check.count} records, the chain is intact. Last hash: ${check.head}\n`)
  } else {
    process.stdout.write(`The chain is broken at record ${check.brokenAt}: ${check.why}.\n`)
    process.exitCode = 1
  }
}
