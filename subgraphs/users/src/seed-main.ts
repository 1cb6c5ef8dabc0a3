import { createLogger } from '@setrum/service-runtime'
import { connectMongo, createAuditTrail, exitWithMessage, refuseDemoData } from '@setrum/subgraph-kit'
import { readUsersEnv } from './env.js'
import { sessionsOf } from './models/session.js'
import { usersOf } from './models/user.js'
import { prepareUsers } from './prepare.js'
import { auditOf } from './services/audit.js'
import { signInThrottle } from './services/sign-in-throttle.js'

// `npm run seed`: the demo people into the configured database, where there is nobody.
exitWithMessage()
const env = readUsersEnv()
refuseDemoData(env)
const now = () => new Date()
const logger = createLogger('users-seed', 'error')
const connection = connectMongo({ uri: env.mongoUri, database: env.database, logger })
await connection.asPromise()
const deps = {
  users: usersOf(connection),
  sessions: sessionsOf(connection),
  throttle: signInThrottle(connection),
  audit: auditOf(createAuditTrail(connection), now),
  now,
}
await prepareUsers(connection, deps, { demoPeople: 'load', logger })
await connection.close()
