export type { ErrorMessage } from './errors.js'
export {
  createSupergraphExecutor,
  type SupergraphExecutor,
  type SupergraphExecutorOptions,
  type SupergraphRequest,
  type SupergraphResult,
} from './executor.js'
export type { FetchSubgraph, StalePart, SubgraphCall, SubgraphFailureReport, SubgraphResult } from './fetch.js'
export { type GraphqlResponse, parseGraphqlResponse } from './graphql-response.js'
export type { ResponsePath } from './merge.js'
export type { UnavailablePart } from './result-coercion.js'
export type { MaxItems } from './variables.js'
