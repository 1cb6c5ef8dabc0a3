import { createLogger } from '@setrum/process'
import { connectMongo } from '@setrum/subgraph-kit'
import { readUsersEnv } from './env.js'
import { usersOf } from './models/user.js'
import { seedUsers } from './seed.js'

// `npm run seed`: the demo people into the configured database, where there is nobody.
const env = readUsersEnv()
const connection = connectMongo({
  uri: env.mongoUri,
  database: env.database,
  logger: createLogger('users-seed', 'warn'),
})
await connection.asPromise()
const users = usersOf(connection)
await users.createIndexes()
await seedUsers(users)
await connection.close()
