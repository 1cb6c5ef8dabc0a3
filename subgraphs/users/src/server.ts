import { readFileSync } from 'node:fs'
import { createLocalReplica, createReplicaStore, EVERY_TWO_SECONDS, syncReplica } from '@setrum/local-replica'
import type { Logger } from '@setrum/service-runtime'
import { createServiceClient } from '@setrum/subgraph-client'
import {
  connectMongo,
  createAuditTrail,
  isMongoWritable,
  prepareDatabase,
  type RunningSubgraph,
  startSubgraph,
} from '@setrum/subgraph-kit'
import { parse } from 'graphql'
import { createContext, type Deps, replicatedShift } from './context.js'
import { shiftsUnavailable } from './domain/errors.js'
import type { UsersEnv } from './env.js'
import { ReplicatedShiftsDocument } from './generated/master-operations.js'
import { apiKeysOf } from './models/api-key.js'
import { sessionsOf } from './models/session.js'
import { usersOf } from './models/user.js'
import { type DemoUsers, prepareUsers } from './prepare.js'
import { resolvers } from './resolvers/index.js'
import { auditOf } from './services/audit.js'
import { signInThrottle } from './services/sign-in-throttle.js'

const MASTER_TIMEOUT_MS = 1_500

export interface UsersOptions extends Omit<UsersEnv, 'logLevel' | 'dataDir' | 'databasePrefix'> {
  logger: Logger
  now: () => Date
}

/**
 * Starts the users subgraph. The database and master may be down: it becomes ready when they respond.
 * @throws PortTakenError when the port is in use
 */
export async function startUsers(options: UsersOptions): Promise<RunningSubgraph> {
  const { logger, now } = options
  const connection = connectMongo({ uri: options.mongoUri, database: options.database, logger })
  const master = createServiceClient({
    service: 'users',
    to: 'master',
    url: options.masterUrl,
    secret: options.identitySecret,
    timeoutMs: MASTER_TIMEOUT_MS,
    logger,
  })
  const shifts = createLocalReplica({
    name: 'shifts',
    row: replicatedShift,
    keyOf: ({ id }) => id,
    fetch: async () => (await master.query(ReplicatedShiftsDocument)).shifts,
    store: createReplicaStore(connection),
    unavailableError: shiftsUnavailable,
    now,
    logger,
  })
  // A shift that the owner closes is closed here within five seconds.
  const shiftSync = syncReplica(shifts, { schedule: EVERY_TWO_SECONDS, logger })
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
      await shifts.load()
      await prepareUsers(connection, deps, { demoUsers: demoUsersFor(options), logger })
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
    isReady: async () => preparation.isDone() && shifts.hasAttempted() && (await isMongoWritable(connection)),
  })
  return {
    ...subgraph,
    stop: async () => {
      await subgraph.stop()
      shiftSync.stop()
      await master.stop()
      preparation.stop()
      await connection.close()
    },
  }
}

function demoUsersFor({ isProduction, demoData }: Pick<UsersOptions, 'isProduction' | 'demoData'>): DemoUsers {
  if (isProduction) return 'deactivate'
  return demoData === 'none' ? 'leave' : 'load'
}
