import { MongoError, notSupported } from '../errors.js'
import {
  collStatsCommand,
  createCommand,
  dbStatsCommand,
  dropCommand,
  dropDatabaseCommand,
  listCollectionsCommand,
  listDatabasesCommand,
  renameCollectionCommand,
} from './collections.js'
import type { Command } from './command.js'
import {
  buildInfoCommand,
  connectionStatusCommand,
  getParameterCommand,
  helloCommand,
  pingCommand,
  serverStatusCommand,
} from './hello.js'
import { createIndexesCommand, dropIndexesCommand, listIndexesCommand } from './indexes.js'
import { aggregateCommand } from './read/aggregate.js'
import { explainCommand } from './read/explain.js'
import { countCommand, distinctCommand, findCommand, getMoreCommand, killCursorsCommand } from './read/find.js'
import { deleteCommand } from './write/delete.js'
import { findAndModifyCommand } from './write/find-and-modify.js'
import { insertCommand } from './write/insert.js'
import { updateCommand } from './write/update.js'

const COMMANDS: Record<string, Command> = {
  hello: helloCommand,
  ismaster: helloCommand,
  isMaster: helloCommand,
  ping: pingCommand,
  buildInfo: buildInfoCommand,
  buildinfo: buildInfoCommand,
  serverStatus: serverStatusCommand,
  connectionStatus: connectionStatusCommand,
  getParameter: getParameterCommand,
  endSessions: pingCommand,
  refreshSessions: pingCommand,
  killSessions: pingCommand,
  insert: insertCommand,
  find: findCommand,
  getMore: getMoreCommand,
  killCursors: killCursorsCommand,
  update: updateCommand,
  delete: deleteCommand,
  findAndModify: findAndModifyCommand,
  findandmodify: findAndModifyCommand,
  aggregate: aggregateCommand,
  count: countCommand,
  distinct: distinctCommand,
  explain: explainCommand,
  create: createCommand,
  drop: dropCommand,
  dropDatabase: dropDatabaseCommand,
  renameCollection: renameCollectionCommand,
  listCollections: listCollectionsCommand,
  listDatabases: listDatabasesCommand,
  collStats: collStatsCommand,
  dbStats: dbStatsCommand,
  dbstats: dbStatsCommand,
  createIndexes: createIndexesCommand,
  listIndexes: listIndexesCommand,
  dropIndexes: dropIndexesCommand,
  deleteIndexes: dropIndexesCommand,
}

// Commands of MongoDB that this database does not support; the error differs from that of an unknown command.
const UNSUPPORTED = new Set([
  'mapReduce',
  'bulkWrite',
  'collMod',
  'compact',
  'validate',
  'currentOp',
  'killOp',
  'fsync',
  'setParameter',
  'getLog',
  'createUser',
  'usersInfo',
  'profile',
  'top',
  'dataSize',
  'reIndex',
  'convertToCapped',
  'cloneCollectionAsCapped',
  'replSetGetStatus',
  'replSetInitiate',
  'geoSearch',
  'createSearchIndexes',
  'abortTransaction',
  'commitTransaction',
])

/** @throws CommandNotFound */
export function commandOf(name: string): Command {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command) return command
  if (name === 'saslStart' || name === 'authenticate') throw notSupported('authentication', 'AuthenticationFailed')
  if (UNSUPPORTED.has(name)) throw notSupported(`the command ${name}`, 'CommandNotFound')
  throw new MongoError('CommandNotFound', `no such command: '${name}' (this is the embedded database)`)
}
