/** Codes of requests that a subgraph refuses. They reach the client with the subgraph's own message. */
export const SUBGRAPH_ERROR_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'NOT_FOUND',
  'CONFLICT',
  'INVALID_CREDENTIALS',
  'INVALID_REFRESH_TOKEN',
  'ACCOUNT_INACTIVE',
  'OUTSIDE_SHIFT',
  'RATE_LIMITED',
  'IDEMPOTENCY_KEY_REUSED',
  'PRICE_CHANGED',
  'PRODUCT_UNAVAILABLE',
  'DUPLICATE_SUSPECTED',
  'INSUFFICIENT_DEPOSIT',
  'BILLER_REJECTED',
  'BILLER_UNAVAILABLE',
  'BILLER_CONTRADICTS',
  'INVALID_TRANSITION',
  'SUBGRAPH_UNAVAILABLE',
  'NOT_READY',
  'QUERY_TIMEOUT',
] as const

/** Codes of requests that the gateway itself refuses. */
export const GATEWAY_ERROR_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'ACCOUNT_INACTIVE',
  'RATE_LIMITED',
  'OPERATION_NOT_ALLOWED',
] as const

/** Codes of documents and requests that are refused before anything runs. */
export const REQUEST_ERROR_CODES = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'BAD_REQUEST',
] as const

/** Codes of a service that fails. OVERLOADED comes with HTTP 503: the gateway sheds load. */
export const SERVER_ERROR_CODES = ['INTERNAL_SERVER_ERROR', 'OVERLOADED'] as const

export type SubgraphErrorCode = (typeof SUBGRAPH_ERROR_CODES)[number]
export type GatewayErrorCode = (typeof GATEWAY_ERROR_CODES)[number]
export type RequestErrorCode = (typeof REQUEST_ERROR_CODES)[number]

/** Every code that a client can receive. */
export type ErrorCode = SubgraphErrorCode | GatewayErrorCode | RequestErrorCode | (typeof SERVER_ERROR_CODES)[number]

const SUBGRAPH: ReadonlySet<string> = new Set(SUBGRAPH_ERROR_CODES)
const GATEWAY: ReadonlySet<string> = new Set(GATEWAY_ERROR_CODES)
const REQUEST: ReadonlySet<string> = new Set(REQUEST_ERROR_CODES)
const ALL: ReadonlySet<string> = new Set([...SUBGRAPH, ...GATEWAY, ...REQUEST, ...SERVER_ERROR_CODES])

export const isSubgraphErrorCode = (code: string): code is SubgraphErrorCode => SUBGRAPH.has(code)
export const isGatewayErrorCode = (code: string): code is GatewayErrorCode => GATEWAY.has(code)
export const isRequestErrorCode = (code: string): code is RequestErrorCode => REQUEST.has(code)
export const isErrorCode = (code: string): code is ErrorCode => ALL.has(code)
