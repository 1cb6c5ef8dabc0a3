import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createLogger } from '@setrum/service-runtime'
import { connectMongo, createAuditTrail, exitWithMessage, readSubgraphEnv } from '@setrum/subgraph-kit'
import { readPasswordEnv } from './env.js'
import { sessionsOf } from './models/session.js'
import { usersOf } from './models/user.js'
import { prepareUsers } from './prepare.js'
import { auditOf } from './services/audit.js'
import { createFirstAdmin } from './services/create-first-admin.js'
import { signInThrottle } from './services/sign-in-throttle.js'

// `npm run create-admin`: the first admin of a new system. The password comes by PASSWORD_FILE or standard input, since
// others see the arguments of a process.
const USAGE =
  'Usage: create-admin --email owner@counter.example --name "Ratna Kusuma" --phone 08123456789 [--employee-number ADM-001], with the password in PASSWORD_FILE or on standard input'
exitWithMessage(USAGE)
const { values } = parseArgs({
  options: {
    email: { type: 'string' },
    name: { type: 'string' },
    phone: { type: 'string' },
    'employee-number': { type: 'string', default: 'ADM-001' },
  },
})
const { email, name, phone, 'employee-number': employeeNumber } = values
if (!email || !name || !phone) {
  console.error(USAGE)
  process.exit(2)
}

const { mongoUri, databasePrefix, isProduction } = readSubgraphEnv()
const now = () => new Date()
const logger = createLogger('create-admin', 'error')
const connection = connectMongo({ uri: mongoUri, database: `${databasePrefix}users`, logger })
try {
  const password = readPasswordEnv() ?? readFileSync(0, 'utf8').replace(/\r?\n$/, '')
  await connection.asPromise()
  const deps = {
    users: usersOf(connection),
    sessions: sessionsOf(connection),
    throttle: signInThrottle(connection),
    audit: auditOf(createAuditTrail(connection), now),
    now,
  }
  await prepareUsers(connection, deps, { demoPeople: isProduction ? 'deactivate' : 'leave', logger })
  const admin = await createFirstAdmin({ email, name, phone, employeeNumber, password }, deps)
  console.log(`${admin.email} can sign in, and makes the other accounts.`)
} finally {
  await connection.close()
}
