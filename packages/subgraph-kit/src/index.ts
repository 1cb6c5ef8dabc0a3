export { type AuditEntry, type AuditRecord, type AuditTrail, type ChainCheck, createAuditTrail } from './audit-trail.js'
export { callSubgraph, type SubgraphCall } from './call-subgraph.js'
export { Deadline } from './deadline.js'
export {
  badInput,
  DomainError,
  type ErrorCode,
  forbidden,
  type Language,
  languageOf,
  type Message,
  queryTimeout,
  unauthenticated,
} from './domain-error.js'
export {
  type DatabaseEnv,
  type DemoData,
  readDatabaseEnv,
  readSubgraphEnv,
  refuseDemoData,
  type SubgraphEnv,
} from './env.js'
export { exitWithMessage } from './exit-with-message.js'
export { migrate, runMigrations } from './migrate.js'
export {
  connectMongo,
  type DatabasePreparation,
  isMongoUp,
  type MongoOptions,
  prepareDatabase,
  readObjectId,
} from './mongo.js'
export { readPageSize } from './page-size.js'
export { DateTime, LocalDate, LocalTime, Rupiah } from './scalars.js'
export { type RequestContext, type RunningSubgraph, type SubgraphOptions, startSubgraph } from './start-subgraph.js'
export {
  type Admin,
  type Employee,
  requireAdmin,
  requireAuthenticated,
  requireEmployee,
  requireService,
  requireUser,
  type UserViewer,
} from './viewer.js'
