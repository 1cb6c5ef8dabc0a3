import { readFileSync } from 'node:fs'
import type { Logger, TraceBuffer } from '@setrum/service-runtime'
import {
  connectMongo,
  createAuditTrail,
  isMongoUp,
  prepareDatabase,
  type RunningSubgraph,
  startSubgraph,
} from '@setrum/subgraph-kit'
import { parse } from 'graphql'
import { createContext, type Deps } from './context.js'
import type { UsersEnv } from './env.js'
import { keepShifts } from './jobs/keep-shifts.js'
import { apiKeysOf } from './models/api-key.js'
import { sessionsOf } from './models/session.js'
import { shiftCopiesOf } from './models/shift-copy.js'
import { usersOf } from './models/user.js'
import { type DemoPeople, prepareUsers } from './prepare.js'
import { resolvers } from './resolvers/index.js'
import { auditOf } from './services/audit.js'
import { signInThrottle } from './services/sign-in-throttle.js'

export interface UsersOptions extends Omit<UsersEnv, 'logLevel' | 'tracing' | 'dataDir' | 'databasePrefix'> {
  logger: Logger
  now: () => Date
  /** What is kept of this process's spans; without it nothing is traced here. */
  traces?: TraceBuffer
}

/**
 * Starts the users subgraph: people, sign-in, sessions. Neither the database nor master need be there.
 * @throws PortTakenError when the port is in use
 */
export async function startUsers(options: UsersOptions): Promise<RunningSubgraph> {
  const { logger, now } = options
  const connection = connectMongo({ uri: options.mongoUri, database: options.database, logger })
  const shifts = keepShifts({ ...options, copies: shiftCopiesOf(connection) })
  const auditTrail = createAuditTrail(connection)
  const deps: Deps = {
    users: usersOf(connection),
    sessions: sessionsOf(connection),
    apiKeys: apiKeysOf(connection),
    shifts,
    throttle: signInThrottle(connection),
    auditTrail,
    audit: auditOf(auditTrail, now),
    accessTokenKeys: options.accessTokenKeys,
    timeZone: options.businessTimeZone,
    now,
  }
  const preparation = prepareDatabase(
    async () => {
      await connection.asPromise()
      await prepareUsers(connection, deps, { demoPeople: demoPeopleFor(options), logger })
    },
    { logger },
  )

  const subgraph = await startSubgraph({
    ...options,
    name: 'users',
    typeDefs: parse(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')),
    resolvers,
    context: (base) => createContext(base, deps),
    portVariable: 'USERS_PORT',
    isPrepared: preparation.isDone,
    isReady: async () => preparation.isDone() && shifts.hasAsked() && (await isMongoUp(connection)),
  })
  return {
    ...subgraph,
    stop: async () => {
      await subgraph.stop()
      shifts.stop()
      preparation.stop()
      await connection.close()
    },
  }
}

function demoPeopleFor({ isProduction, demoData }: Pick<UsersOptions, 'isProduction' | 'demoData'>): DemoPeople {
  if (isProduction) return 'deactivate'
  return demoData === 'none' ? 'leave' : 'load'
}
