export { type AuditEntry, type AuditRecord, type AuditTrail, type ChainCheck, createAuditTrail } from './audit-trail.js'
export { Deadline } from './deadline.js'
export {
  badInput,
  DomainError,
  forbidden,
  isMaxTimeExpired,
  queryTimeout,
  unauthenticated,
} from './domain-error.js'
export { isDuplicateKeyError, readDuplicateKeyFields } from './duplicate-key.js'
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
export { readViewer } from './read-viewer.js'
export { DateTime, LocalDate, LocalTime, Rupiah } from './scalars.js'
export { type Job, type JobOptions, startJob } from './start-job.js'
export { type RequestContext, type RunningSubgraph, type SubgraphOptions, startSubgraph } from './start-subgraph.js'
export { runAuditVerification } from './verify-audit-trail.js'
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
