export { callSubgraph, type SubgraphCall } from './call-subgraph.js'
export {
  badInput,
  DomainError,
  type ErrorCode,
  forbidden,
  type Language,
  languageOf,
  type Message,
  unauthenticated,
} from './domain-error.js'
export { connectMongo, isMongoUp, type MongoOptions } from './mongo.js'
export { DateTime, LocalDate, LocalTime, Rupiah } from './scalars.js'
export { type RequestContext, type RunningSubgraph, type SubgraphOptions, startSubgraph } from './start-subgraph.js'
export {
  type Admin,
  type Employee,
  type Person,
  requireAdmin,
  requireEmployee,
  requirePerson,
  requireService,
} from './viewer.js'
