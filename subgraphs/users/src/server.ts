import { readFileSync } from 'node:fs'
import type { Logger } from '@setrum/process'
import { connectMongo, isMongoUp, prepareDatabase, type RunningSubgraph, startSubgraph } from '@setrum/subgraph-kit'
import { parse } from 'graphql'
import { createContext, type Deps } from './context.js'
import type { UsersEnv } from './env.js'
import { keepShifts, type ShiftSource } from './jobs/keep-shifts.js'
import { sessionsOf } from './models/session.js'
import { shiftCopiesOf } from './models/shift-copy.js'
import { usersOf } from './models/user.js'
import { resolvers } from './resolvers/index.js'
import { seedUsers } from './seed.js'
import { signInThrottle } from './services/sign-in-throttle.js'

export interface UsersOptions extends Omit<UsersEnv, 'isProduction' | 'logLevel' | 'dataDir' | 'databasePrefix'> {
  logger: Logger
  now: () => Date
  /** In place of master, for tests. */
  shifts?: ShiftSource
}

/**
 * Starts the users subgraph: people, sign-in, sessions. Neither the database nor master need be there.
 * @throws PortTakenError when the port is in use
 */
export async function startUsers(options: UsersOptions): Promise<RunningSubgraph> {
  const { logger } = options
  const connection = connectMongo({ uri: options.mongoUri, database: options.database, logger })
  const shifts = options.shifts ?? keepShifts({ ...options, copies: shiftCopiesOf(connection) })
  const deps: Deps = {
    users: usersOf(connection),
    sessions: sessionsOf(connection),
    shifts,
    throttle: signInThrottle(connection),
    accessTokenKeys: options.accessTokenKeys,
    timeZone: options.businessTimeZone,
    now: options.now,
    logger,
  }
  const preparation = prepareDatabase(
    async () => {
      await connection.asPromise()
      await deps.users.createIndexes()
      await deps.sessions.createIndexes()
      if (options.demoData !== 'none') await seedUsers(deps.users)
    },
    { logger },
  )
  shifts.start()

  const subgraph = await startSubgraph({
    ...options,
    name: 'users',
    typeDefs: parse(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')),
    resolvers,
    context: (base) => createContext(base, deps),
    portVariable: 'USERS_PORT',
    isReady: async () => preparation.isDone() && (await isMongoUp(connection)),
  })
  return {
    ...subgraph,
    stop: async () => {
      shifts.stop()
      await subgraph.stop()
      preparation.stop()
      await connection.close()
    },
  }
}
