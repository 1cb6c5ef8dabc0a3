export {
  type AuditEntry,
  type AuditRecord,
  type AuditTrail,
  type ChainCheck,
  createAuditTrail,
} from './database/audit-trail.js'
export { migrate, runMigrations } from './database/migrate.js'
export {
  connectMongo,
  type DatabasePreparation,
  isDuplicateKeyError,
  isMongoWritable,
  type MongoOptions,
  prepareDatabase,
  readDuplicateKeyFields,
  readObjectId,
} from './database/mongo.js'
export { Deadline } from './deadline.js'
export {
  type DatabaseEnv,
  type DemoData,
  readDatabaseEnv,
  readSubgraphEnv,
  refuseDemoData,
  type SubgraphEnv,
} from './env.js'
export {
  badInput,
  DomainError,
  forbidden,
  isMaxTimeExpired,
  queryTimeout,
  unauthenticated,
} from './errors/domain-error.js'
export { exitWithMessage } from './errors/exit-with-message.js'
export { readPageSize } from './page-size.js'
export { DateTime, LocalDate, LocalTime, Rupiah } from './scalars.js'
export { type Job, type JobOptions, startJob } from './start-job.js'
export { type RequestContext, type RunningSubgraph, type SubgraphOptions, startSubgraph } from './start-subgraph.js'
export { isPlainText } from './text-input.js'
export {
  type Admin,
  type Employee,
  readViewer,
  requireAdmin,
  requireAuthenticated,
  requireEmployee,
  requireService,
  requireUser,
  type UserViewer,
} from './viewer.js'
