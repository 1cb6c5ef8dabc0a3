export type { ErrorMessage } from './errors.js'
export {
  createSupergraphExecutor,
  type SupergraphExecutor,
  type SupergraphExecutorOptions,
  type SupergraphRequest,
  type SupergraphResult,
} from './executor.js'
export {
  type FetchSubgraph,
  type GraphqlResponse,
  parseGraphqlResponse,
  type StalePart,
  type SubgraphCall,
  type SubgraphFailureReport,
  type SubgraphResult,
} from './fetch.js'
export type { ResponsePath } from './merge.js'
export type { UnavailablePart } from './result-coercion.js'
export type { MaxItems } from './variables.js'
