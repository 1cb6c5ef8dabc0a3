export type { UnavailablePart } from './coercion/result-coercion.js'
export {
  createSupergraphExecutor,
  type SupergraphExecutor,
  type SupergraphExecutorOptions,
  type SupergraphRequest,
  type SupergraphResult,
} from './create-supergraph-executor.js'
export type { ErrorMessage } from './errors/subgraph-failure.js'
export type {
  FetchSubgraph,
  StalePart,
  SubgraphCall,
  SubgraphFailureReport,
  SubgraphResult,
} from './execution-context.js'
export { type GraphqlResponse, parseGraphqlResponse } from './fetch/graphql-response.js'
export type { ResponsePath } from './merge/response-object.js'
