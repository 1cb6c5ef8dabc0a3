import { createLogger } from '@setrum/service-runtime'
import { connectMongo, exitWithMessage, refuseDemoData } from '@setrum/subgraph-kit'
import { readMasterEnv } from './env.js'
import { shiftsOf } from './models/shift.js'
import { seedShifts } from './prepare.js'

exitWithMessage()
const env = readMasterEnv()
refuseDemoData(env)
const { mongoUri, database, businessTimeZone } = env
const connection = connectMongo({ uri: mongoUri, database, logger: createLogger('master-seed', 'error') })
await connection.asPromise()
await seedShifts(shiftsOf(connection, businessTimeZone))
await connection.close()
