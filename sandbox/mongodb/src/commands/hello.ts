import { Long } from 'bson'
import { MAX_DOCUMENT_BYTES } from '../bson/codec.js'
import { MAX_MESSAGE_BYTES } from '../wire.js'
import type { Command } from './command.js'

/** The MongoDB version whose responses are followed. */
export const VERSION = '7.0.0'
export const NOTICE = 'The embedded database of Setrum, for development and tests only. Use MongoDB in production.'

/**
 * Reports a replica set of one member, because production is a replica set and drivers then make their writes retryable.
 * With one member every write is acknowledged by the majority.
 */
export const helloCommand: Command = ({ engine, name, connectionId }) => ({
  helloOk: true,
  [name === 'hello' ? 'isWritablePrimary' : 'ismaster']: true,
  secondary: false,
  setName: 'embedded',
  setVersion: 1,
  hosts: [engine.address],
  primary: engine.address,
  me: engine.address,
  maxBsonObjectSize: MAX_DOCUMENT_BYTES,
  maxMessageSizeBytes: MAX_MESSAGE_BYTES,
  maxWriteBatchSize: 100_000,
  localTime: new Date(),
  logicalSessionTimeoutMinutes: 30,
  connectionId,
  minWireVersion: 0,
  maxWireVersion: 21,
  readOnly: false,
})

export const pingCommand: Command = () => ({})

export const buildInfoCommand: Command = () => ({
  version: VERSION,
  versionArray: [7, 0, 0, 0],
  gitVersion: 'embedded',
  modules: [NOTICE],
  sysInfo: NOTICE,
  bits: 64,
  debug: false,
  maxBsonObjectSize: MAX_DOCUMENT_BYTES,
  storageEngines: ['lmdb'],
})

export const serverStatusCommand: Command = ({ engine }) => ({
  host: '127.0.0.1',
  version: VERSION,
  process: NOTICE,
  pid: Long.fromNumber(process.pid),
  uptime: Math.floor(process.uptime()),
  localTime: new Date(),
  metrics: { cursor: { open: { total: engine.cursors.count } } },
  mem: { resident: Math.round(process.memoryUsage().rss / 1024 / 1024) },
  storageEngine: { name: 'lmdb', persistent: true },
})

export const connectionStatusCommand: Command = () => ({
  authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] },
})

/** There are no settable parameters; these are returned for all. */
export const getParameterCommand: Command = ({ body }) => ({
  ...(body.getParameter === '*' || body.featureCompatibilityVersion
    ? { featureCompatibilityVersion: { version: '7.0' } }
    : {}),
})
