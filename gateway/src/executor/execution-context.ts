import type { GraphQLError } from 'graphql'
import { createUnavailableFailure, type ErrorMessage, type SubgraphFailure } from './errors/subgraph-failure.js'
import type { ResponseObject } from './merge/response-object.js'

/** One GraphQL request to one subgraph. `body` is the JSON to send: query, operationName, variables. */
export interface SubgraphCall<Context> {
  subgraph: string
  body: string
  kind: 'query' | 'mutation'
  /** Requested root fields by schema name; empty for entity fetches. */
  rootFields: readonly string[]
  context: Context
}

/** A subgraph's response as parsed JSON, not validated. */
export interface SubgraphResult {
  data?: unknown
  errors?: unknown
  /** Set for a stale response; considered for root fields only. */
  asOf?: Date
}

/** A part of the result from the stale-if-error cache. */
export interface StalePart {
  subgraph: string
  /** Dotted response paths, with `*` for every list element. */
  paths: string[]
  asOf: Date
}

/** Sends one call. Throws when there is no response; the client receives a thrown `GraphQLError`. */
export type FetchSubgraph<Context> = (call: SubgraphCall<Context>) => Promise<SubgraphResult>

/** A subgraph failure for log and metrics; `cause` is not for clients. */
export interface SubgraphFailureReport<Context> {
  subgraph: string
  reason: 'no-response' | 'rejected' | 'invalid-response' | 'entity-mismatch'
  cause: unknown
  context: Context
}

/** State of one execution: inputs, merged result and errors. */
export interface ExecutionContext<Context> {
  readonly root: ResponseObject
  /** As sent by the client; subgraphs coerce them again. */
  readonly variables: ResponseObject
  /** With defaults applied; used for the plan's conditions. */
  readonly coercedVariables: ResponseObject
  readonly context: Context
  readonly fetchSubgraph: FetchSubgraph<Context>
  readonly onSubgraphFailure: ((report: SubgraphFailureReport<Context>) => void) | undefined
  readonly describeFailure: ((subgraph: string, context: Context) => ErrorMessage) | undefined
  readonly stale: StalePart[]
  readonly errors: GraphQLError[]
  /** Maps an internal response name to the client's response name (see internal-response-names.ts). */
  readonly toClientName: (name: string) => string
  /** True after a failed non-null mutation: later mutations must not run. */
  isStopped: boolean
}

/** Reports a subgraph failure. @returns the failure for the client */
export function reportFailure<Context>(
  execution: ExecutionContext<Context>,
  subgraph: string,
  reason: SubgraphFailureReport<Context>['reason'],
  cause: unknown,
): SubgraphFailure {
  execution.onSubgraphFailure?.({ subgraph, reason, cause, context: execution.context })
  return createUnavailableFailure(subgraph, execution.describeFailure?.(subgraph, execution.context))
}
