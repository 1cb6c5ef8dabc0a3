export type { Lacking } from './coercion/result-coercion.js'
export {
  createSupergraphExecutor,
  type SupergraphExecutor,
  type SupergraphExecutorOptions,
  type SupergraphRequest,
  type SupergraphResult,
} from './create-supergraph-executor.js'
export type { FailureWords } from './errors/subgraph-failure.js'
export type { FetchSubgraph, SubgraphAnswer, SubgraphCall, SubgraphFailureReport } from './execution-context.js'
export { type ReadAnswer, readAnswer } from './fetch/graphql-response.js'
export type { ResponsePath } from './merge/response-object.js'
export type { StalePart } from './merge/stale.js'
export { asApolloGateway } from './to-apollo-gateway.js'
