import { type GraphQLError, type GraphQLSchema, isNonNullType } from 'graphql'
import {
  createUnavailableFailure,
  type ErrorMessage,
  failureFromError,
  failureFromException,
  type SubgraphError,
  type SubgraphFailure,
  toGraphqlError,
} from './errors.js'
import {
  applyRewrites,
  findObjectsAt,
  findResponsePathsAt,
  isResponseObject,
  markReportedNull,
  markUnresolved,
  mergeObject,
  type ResponseObject,
  type ResponsePath,
  UnresolvedField,
} from './merge.js'
import type { FetchedField, OperationPlan, PlannedFetch } from './plan.js'

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
export interface Execution<Context> {
  readonly root: ResponseObject
  /** For subgraphs, which coerce them again. */
  readonly variables: ResponseObject
  /** With defaults applied; used for the plan's conditions. */
  readonly coercedVariables: ResponseObject
  readonly context: Context
  readonly fetchSubgraph: FetchSubgraph<Context>
  readonly onSubgraphFailure: ((report: SubgraphFailureReport<Context>) => void) | undefined
  readonly describeFailure: ((subgraph: string, context: Context) => ErrorMessage) | undefined
  readonly stale: StalePart[]
  readonly errors: GraphQLError[]
  /** Missing fields, marked again when the result is complete: a later object may have replaced a mark. */
  readonly marks: { target: ResponseObject; fields: readonly FetchedField[]; unresolved: UnresolvedField }[]
  /** Maps an internal response name to the client's response name (see `InternalNames`). */
  readonly toClientName: (name: string) => string
  /** True after a failed non-null mutation: later mutations must not run. */
  isStopped: boolean
}

export interface FetchSettings {
  schema: GraphQLSchema
  hasConditions: boolean
  sharedPaths: OperationPlan['sharedPaths']
}

/** A received response. All data of a step is merged before any missing field is marked, in the order of the plan. */
export interface Received {
  merge: () => void
  mark: () => void
}

/** A fetch on a root type, at the top or at a nested `Query`. */
export interface RootFetch {
  planned: PlannedFetch
  kind: 'query' | 'mutation'
  rootFields: readonly string[]
  /** Non-null mutations: when one fails, the specification forbids running the later ones. */
  nonNullMutations: readonly string[]
  writeBody: (variables: ResponseObject) => string
}

export function prepareRootFetch(planned: PlannedFetch, schema: GraphQLSchema): RootFetch {
  const { node, fetchedFields } = planned
  const kind = node.operationKind === 'mutation' ? 'mutation' : 'query'
  const mutations = schema.getMutationType()?.getFields() ?? {}
  return {
    planned,
    kind,
    rootFields: fetchedFields.map(({ name }) => name),
    nonNullMutations:
      kind === 'mutation'
        ? fetchedFields.filter(({ name }) => isNonNullType(mutations[name]?.type)).map(({ key }) => key)
        : [],
    writeBody: createBodyWriter(node.operation, node.operationName, node.variableUsages ?? []),
  }
}

export function startRootFetch<Context>(
  execution: Execution<Context>,
  fetch: RootFetch,
  { schema }: FetchSettings,
): Promise<Received> | null {
  const { planned, kind, rootFields, writeBody } = fetch
  const { node, path, fetchedFields } = planned
  if (!isActive(execution, planned)) return null
  const targets = path.length === 0 ? [execution.root] : findObjectsAt(execution.root, path)
  if (targets.length === 0) return null
  if (kind === 'mutation' && execution.isStopped) {
    mark(execution, schema, targets, fetchedFields, UnresolvedField.reported(null))
    return null
  }
  const subgraph = node.serviceName
  return send(execution, { subgraph, body: writeBody(execution.variables), kind, rootFields }).then((outcome) => ({
    merge: () => {
      if ('failure' in outcome) return
      const { data, asOf } = outcome
      if (asOf) execution.stale.push({ subgraph, paths: listResponsePaths(planned, execution.toClientName), asOf })
      if (!data) return
      if (node.outputRewrites) applyRewrites(schema, node.outputRewrites, data)
      for (const target of targets) mergeObject(target, targets.length > 1 ? structuredClone(data) : data)
    },
    mark: () => {
      if ('failure' in outcome) mark(execution, schema, targets, fetchedFields, UnresolvedField.failed(outcome.failure))
      else applyRootErrors(execution, planned, targets, outcome, schema)
      execution.isStopped ||= fetch.nonNullMutations.some(
        (key) => execution.root[key] === null || execution.root[key] instanceof UnresolvedField,
      )
    },
  }))
}

function applyRootErrors<Context>(
  execution: Execution<Context>,
  planned: PlannedFetch,
  targets: readonly ResponseObject[],
  { data, errors }: GraphqlResponse,
  schema: GraphQLSchema,
): void {
  const { path, fetchedFields } = planned
  const subgraph = planned.node.serviceName
  if (errors.length > 0) {
    const paths = [...findResponsePathsAt(execution.root, path).values()].flat()
    for (const error of errors) {
      const failure = failureFromError(subgraph, error)
      const below = toInternalPath(planned, error.path ?? [])
      if (error.path) for (const target of targets) markReportedNull(target, below, failure)
      // Without data, an error without a path is reported at every field that it nulls.
      else if (!data) continue
      for (const responsePath of paths) forwardError(execution, failure, [...responsePath, ...below])
    }
  }
  const cause = errors.find((error) => error.path === null) ?? errors[0]
  if (!data && cause) {
    reportFailure(execution, subgraph, 'rejected', cause)
    const reported = new Set(errors.map((error) => error.path && toInternalPath(planned, error.path)[0]))
    const isReported = ({ key }: FetchedField) => reported.has(key)
    mark(execution, schema, targets, fetchedFields.filter(isReported), UnresolvedField.reported(null))
    mark(execution, schema, targets, fetchedFields, UnresolvedField.failed(failureFromError(subgraph, cause)))
    return
  }
  // A field without data and without an error of its own is found by result coercion.
  if (errors.length > 0) mark(execution, schema, targets, fetchedFields, UnresolvedField.reported(null))
}

/** Returns the response paths of a fetch's root fields. */
function listResponsePaths(
  { path, fetchedFields }: PlannedFetch,
  toClientName: (internalName: string) => string,
): string[] {
  const prefix = path.map((step) => (step === '@' ? '*' : toClientName(step)))
  return fetchedFields.map(({ key }) => [...prefix, toClientName(key)].join('.'))
}

/** Serializes everything except the variables once, when the plan is made. */
function createBodyWriter(
  operation: string,
  operationName: string | undefined,
  variableNames: readonly string[],
): (variables: ResponseObject) => string {
  const name = operationName === undefined ? '' : `"operationName":${JSON.stringify(operationName)},`
  const head = `{"query":${JSON.stringify(operation)},${name}"variables":{`
  return (variables) => `${head}${serializeVariables(variables, variableNames)}}}`
}

/** Omitted variables stay omitted, so that the subgraph applies its default. */
export function serializeVariables(variables: ResponseObject, names: readonly string[]): string {
  let text = ''
  for (const name of names) {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined
    if (value !== undefined) text += `${text && ','}${JSON.stringify(name)}:${JSON.stringify(value)}`
  }
  return text
}

type Sent = Pick<SubgraphCall<unknown>, 'subgraph' | 'body' | 'kind' | 'rootFields'>

/** Sends one call. Never rejects for a subgraph failure. */
export async function send<Context>(
  execution: Execution<Context>,
  call: Sent,
): Promise<{ failure: SubgraphFailure } | (GraphqlResponse & { asOf?: Date })> {
  const { subgraph } = call
  let result: SubgraphResult
  try {
    result = await execution.fetchSubgraph({ ...call, context: execution.context })
  } catch (error) {
    reportFailure(execution, subgraph, 'no-response', error)
    return { failure: failureFromException(subgraph, error) }
  }
  const response = parseGraphqlResponse(result)
  if (!response) return { failure: reportFailure(execution, subgraph, 'invalid-response', 'not a GraphQL response') }
  return { ...response, ...(result.asOf && { asOf: result.asOf }) }
}

/** A well-formed GraphQL response. */
export interface GraphqlResponse {
  data: ResponseObject | null
  errors: readonly SubgraphError[]
}

const NO_ERRORS: readonly SubgraphError[] = []

/** Validates a subgraph's response. @returns null unless it is a GraphQL response with data or errors */
export function parseGraphqlResponse(response: unknown): GraphqlResponse | null {
  if (!isResponseObject(response)) return null
  const { data, errors } = response
  if (data !== undefined && data !== null && !isResponseObject(data)) return null
  if (errors === undefined || errors === null) return isResponseObject(data) ? { data, errors: NO_ERRORS } : null
  if (!Array.isArray(errors)) return null
  const parsedErrors = errors.map(parseError)
  if (parsedErrors.length === 0 && !isResponseObject(data)) return null
  return { data: isResponseObject(data) ? data : null, errors: parsedErrors }
}

function parseError(error: unknown): SubgraphError {
  const fields = isResponseObject(error) ? error : {}
  return {
    message: typeof fields.message === 'string' ? fields.message : 'The subgraph reported an error without a message.',
    path: isPath(fields.path) ? fields.path : null,
    extensions: isResponseObject(fields.extensions) ? fields.extensions : {},
  }
}

function isPath(path: unknown): path is ResponsePath {
  return Array.isArray(path) && path.every((step) => typeof step === 'string' || typeof step === 'number')
}

/** Reports a subgraph failure. @returns the failure for the client */
export function reportFailure<Context>(
  execution: Execution<Context>,
  subgraph: string,
  reason: SubgraphFailureReport<Context>['reason'],
  cause: unknown,
): SubgraphFailure {
  execution.onSubgraphFailure?.({ subgraph, reason, cause, context: execution.context })
  return createUnavailableFailure(subgraph, execution.describeFailure?.(subgraph, execution.context))
}

export function isActive<Context>({ coercedVariables }: Execution<Context>, { conditions }: PlannedFetch): boolean {
  return conditions.every(({ variable, value }) => (coercedVariables[variable] === true) === value)
}

export function mark<Context>(
  execution: Execution<Context>,
  schema: GraphQLSchema,
  targets: readonly ResponseObject[],
  fields: readonly FetchedField[],
  unresolved: UnresolvedField,
): void {
  for (const target of targets) {
    markUnresolved(schema, target, fields, unresolved)
    execution.marks.push({ target, fields, unresolved })
  }
}

/** Adds a subgraph's error to the result. @param path with internal response names; empty for none */
export function forwardError<Context>(
  execution: Execution<Context>,
  failure: SubgraphFailure,
  path: ResponsePath,
): void {
  const clientPath = path.map((step) => (typeof step === 'string' ? execution.toClientName(step) : step))
  execution.errors.push(toGraphqlError(failure, clientPath.length === 0 ? null : clientPath))
}

export function toInternalPath({ outputNames }: PlannedFetch, path: ResponsePath): ResponsePath {
  return path.map((step) => (typeof step === 'string' ? (outputNames.get(step) ?? step) : step))
}
