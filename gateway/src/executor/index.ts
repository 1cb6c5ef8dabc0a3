export { type ReadAnswer, readAnswer } from './answer.js'
export { asApolloGateway } from './apollo-gateway.js'
export type { Lacking } from './completion.js'
export {
  createSupergraphExecutor,
  type SupergraphExecutor,
  type SupergraphExecutorOptions,
  type SupergraphRequest,
  type SupergraphResult,
} from './create-supergraph-executor.js'
export type { FailureWords } from './failure.js'
export type { ResponsePath } from './row.js'
export type { FetchSubgraph, SubgraphAnswer, SubgraphCall, SubgraphFailureReport } from './run.js'
export type { StalePart } from './stale.js'
