import type { GraphQLError } from 'graphql'
import { type FailureWords, type SubgraphFailure, unavailable } from './errors/subgraph-failure.js'
import type { Row } from './merge/response-object.js'
import type { StalePart } from './merge/stale.js'

/** One GraphQL request to one subgraph. `body` is the JSON to send: query, operationName, variables. */
export interface SubgraphCall<Context> {
  subgraph: string
  body: string
  kind: 'query' | 'mutation'
  /** The root fields that it asks for, by their names in the schema; none for entities. */
  rootFields: readonly string[]
  context: Context
}

/** What a subgraph answered, as parsed from JSON; nothing about it is taken for granted. */
export interface SubgraphAnswer {
  data?: unknown
  errors?: unknown
  /** Set when it is not what the subgraph says now, but what it said then; looked at for root fields only. */
  asOf?: Date
}

/** Sends one call. Throws when there is no answer; a thrown `GraphQLError` is what the client is told. */
export type FetchSubgraph<Context> = (call: SubgraphCall<Context>) => Promise<SubgraphAnswer>

/** What went wrong with a subgraph, for the log and the metrics; `cause` is not for clients. */
export interface SubgraphFailureReport<Context> {
  subgraph: string
  reason: 'no-answer' | 'refused' | 'wrong-shape' | 'other-entity'
  cause: unknown
  context: Context
}

/** One execution of a plan: what it needs, what it has joined so far, what went wrong. */
export interface Run<Context> {
  readonly root: Row
  /** As the client sent them; subgraphs coerce them again. */
  readonly variables: Row
  /** Coerced, defaults applied: they decide the plan's conditions. */
  readonly coerced: Row
  readonly context: Context
  readonly fetchSubgraph: FetchSubgraph<Context>
  readonly onSubgraphFailure: ((report: SubgraphFailureReport<Context>) => void) | undefined
  readonly failureWords: ((subgraph: string, context: Context) => FailureWords) | undefined
  /** Which parts are not of now. */
  readonly stale: StalePart[]
  readonly errors: GraphQLError[]
  /** The response name by which the client knows a name of the joined tree (see aliases.ts). */
  readonly clientName: (name: string) => string
  /** A mutation failed that leaves no answer: those after it are not begun. */
  stopped: boolean
}

/** Tells the system that a subgraph failed. @returns what the client is told. */
export function report<Context>(
  run: Run<Context>,
  subgraph: string,
  reason: SubgraphFailureReport<Context>['reason'],
  cause: unknown,
): SubgraphFailure {
  run.onSubgraphFailure?.({ subgraph, reason, cause, context: run.context })
  return unavailable(subgraph, run.failureWords?.(subgraph, run.context))
}
