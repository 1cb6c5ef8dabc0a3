import { createLogger } from '@setrum/process'
import { connectMongo } from '@setrum/subgraph-kit'
import { readUsersEnv } from './env.js'
import { usersOf } from './models/user.js'
import { prepareUsers } from './prepare.js'
import { signInThrottle } from './services/sign-in-throttle.js'

// `npm run seed`: the demo people into the configured database, where there is nobody.
const { mongoUri, database } = readUsersEnv()
const logger = createLogger('users-seed', 'error')
const connection = connectMongo({ uri: mongoUri, database, logger })
await connection.asPromise()
const models = { users: usersOf(connection), throttle: signInThrottle(connection) }
await prepareUsers(connection, models, { withDemoPeople: true, logger })
await connection.close()
