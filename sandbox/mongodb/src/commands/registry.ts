import { MongoError, notSupported } from '../errors.js'
import { aggregateCommand } from './aggregate.js'
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
import { deleteCommand } from './delete.js'
import { explainCommand } from './explain.js'
import { countCommand, distinctCommand, findCommand, getMoreCommand, killCursorsCommand } from './find.js'
import { findAndModifyCommand } from './find-and-modify.js'
import {
  buildInfoCommand,
  connectionStatusCommand,
  getParameterCommand,
  helloCommand,
  pingCommand,
  serverStatusCommand,
} from './hello.js'
import { createIndexesCommand, dropIndexesCommand, listIndexesCommand } from './indexes.js'
import { insertCommand } from './insert.js'
import { updateCommand } from './update.js'

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

// What MongoDB knows and this database does not: told apart from a command that nobody knows.
const REFUSED = new Set([
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
  if (name === 'saslStart' || name === 'authenticate') throw notSupported('Authentication', 'AuthenticationFailed')
  if (REFUSED.has(name)) throw notSupported(`The command ${name}`, 'CommandNotFound')
  throw new MongoError('CommandNotFound', `no such command: '${name}' (this is the embedded database)`)
}
