export {
  type ErrorCode,
  GATEWAY_ERROR_CODES,
  type GatewayErrorCode,
  isGatewayErrorCode,
  isRequestErrorCode,
  isSubgraphErrorCode,
  REQUEST_ERROR_CODES,
  type RequestErrorCode,
  SUBGRAPH_ERROR_CODES,
  type SubgraphErrorCode,
} from './error-codes.js'
export { INTERNAL_ERROR_MESSAGE, type Language, type Message, readLanguage } from './language.js'
export { isSubgraphName, mapSubgraphs, SUBGRAPH_NAMES, SUBGRAPHS, type SubgraphName } from './subgraphs.js'
