export {
  executeGraphQL,
  executeOnSubgraph,
  type GraphQLRequest,
  type GraphQLResponse,
  type SubgraphRequest,
  TEST_IDENTITY_SECRET,
} from './execute-graphql.js'
export { fetchAllSales, type ListedSale } from './fetch-all-sales.js'
export { type ReadOnlyProxy, startReadOnlyProxy } from './fixtures/read-only-proxy.js'
export { hasRedis, type RedisServer, startRedis } from './fixtures/redis-server.js'
export {
  codeOf,
  DEMO,
  type RunningStack,
  type StackSetup,
  startStack,
  type TestEmployee,
} from './fixtures/running-stack.js'
export { createSandboxClient, type Ledger, type LedgerEntry, type SandboxClient } from './fixtures/sandbox-client.js'
export { startTestDatabase, type TestDatabase } from './fixtures/test-database.js'
export { expectLedgersToReconcile, type RecordedSale } from './reconcile-ledgers.js'
export { waitUntil } from './wait-until.js'
