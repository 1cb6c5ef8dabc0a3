import { Supergraph } from '@apollo/federation-internals'
import { type DocumentNode, GraphQLError, type GraphQLSchema, getVariableValues, print } from 'graphql'
import { LRUCache } from 'lru-cache'
import { completeObject } from './coercion/complete-value.js'
import { PROPAGATE_NULL, ResultCoercion, type UnavailablePart } from './coercion/result-coercion.js'
import type { ErrorMessage } from './errors/subgraph-failure.js'
import {
  type ExecutionContext,
  type FetchSubgraph,
  reportFailure,
  type StalePart,
  type SubgraphFailureReport,
} from './execution-context.js'
import type { ResponseObject } from './merge/response-object.js'
import { createOperationPreparer, type PreparedOperation } from './plan/prepare-operation.js'

export interface SupergraphExecutorOptions<Context> {
  supergraphSdl: string
  fetchSubgraph: FetchSubgraph<Context>
  /** Receives every subgraph failure, for log and metrics. */
  onSubgraphFailure?: (failure: SubgraphFailureReport<Context>) => void
  /**
   * Message for the client when a subgraph's response is invalid. Errors that `fetchSubgraph` throws bring their own
   * message.
   */
  describeFailure?: (subgraph: string, context: Context) => ErrorMessage
  /** Least recently used plans are dropped beyond this number. */
  maxCachedPlans?: number
}

export interface SupergraphRequest<Context> {
  /** Valid against `apiSchema`. Reusing the same object avoids printing the document to find its plan. */
  document: DocumentNode
  operationName?: string | null | undefined
  /** As sent by the client, not coerced. */
  variables?: ResponseObject | null | undefined
  context: Context
}

export interface SupergraphResult {
  /** Absent when execution did not begin; null only together with errors. */
  data?: ResponseObject | null
  errors?: readonly GraphQLError[]
  /** Null response paths by subgraph; empty when nothing is missing. */
  unavailableParts: readonly UnavailablePart[]
  /** Parts that `fetchSubgraph` marked as stale. */
  stale: readonly StalePart[]
}

export interface SupergraphExecutor<Context> {
  /** The schema for clients: no federation types, no @inaccessible elements. */
  apiSchema: GraphQLSchema
  supergraphSdl: string
  execute: (request: SupergraphRequest<Context>) => Promise<SupergraphResult>
}

/** More than the operations of the web app; a plan takes about 20 kB. */
const MAX_CACHED_PLANS = 1_000

/** A long list of invalid values must not produce a long response. */
const MAX_VARIABLE_ERRORS = 20

/**
 * Executes operations over a supergraph planned by Apollo's query planner. A failed subgraph nulls its own fields with
 * an error; the other fields remain.
 */
export function createSupergraphExecutor<Context>(
  options: SupergraphExecutorOptions<Context>,
): SupergraphExecutor<Context> {
  const {
    supergraphSdl,
    fetchSubgraph,
    onSubgraphFailure,
    describeFailure,
    maxCachedPlans = MAX_CACHED_PLANS,
  } = options
  const supergraph = Supergraph.build(supergraphSdl)
  const federationApiSchema = supergraph.apiSchema()
  const apiSchema = federationApiSchema.toGraphQLJSSchema()
  const prepare = createOperationPreparer<Context>(supergraph, supergraphSdl, {
    federationApiSchema,
    schema: apiSchema,
  })
  const byDocument = new WeakMap<DocumentNode, Map<string, PreparedOperation<Context>>>()
  const byText = new LRUCache<string, PreparedOperation<Context>>({ max: maxCachedPlans })

  return { apiSchema, supergraphSdl, execute }

  async function execute(request: SupergraphRequest<Context>): Promise<SupergraphResult> {
    const variables = request.variables ?? {}
    let prepared: PreparedOperation<Context>
    try {
      prepared = getPreparedOperation(request.document, request.operationName ?? undefined)
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error], unavailableParts: [], stale: [] }
      throw error
    }
    const { coercedVariables, errors: variableErrors } = coerceVariables(prepared, variables)
    if (variableErrors) return { errors: variableErrors, unavailableParts: [], stale: [] }

    const errors: GraphQLError[] = []
    const { context } = request
    const { toClientName } = prepared
    const execution: ExecutionContext<Context> = {
      root: {},
      variables,
      coercedVariables,
      context,
      fetchSubgraph,
      onSubgraphFailure,
      describeFailure,
      stale: [],
      errors,
      toClientName,
      isStopped: false,
    }
    await prepared.executePlan?.(execution)

    const onInvalidResponse = (subgraph: string, fault: string) =>
      reportFailure(execution, subgraph, 'invalid-response', fault)
    const coercion = new ResultCoercion(errors, onInvalidResponse, prepared.introspect(variables))
    const completed = completeObject(prepared.getShape(coercedVariables), execution.root, [], coercion)
    const data = completed === PROPAGATE_NULL ? coercion.settleNull() : completed
    const unavailableParts = [...coercion.unavailablePaths].map(([subgraph, paths]) => ({ subgraph, paths }))
    const { stale } = execution
    return errors.length > 0 ? { data, errors, unavailableParts, stale } : { data, unavailableParts, stale }
  }

  function getPreparedOperation(document: DocumentNode, operationName: string | undefined): PreparedOperation<Context> {
    const name = operationName ?? ''
    const preparedByName = byDocument.get(document)
    const cached = preparedByName?.get(name)
    if (cached) return cached
    // Printed, because the source text of a transformed document is stale.
    const text = `${name} ${print(document)}`
    const prepared = byText.get(text) ?? prepare(document, operationName)
    byText.set(text, prepared)
    if (preparedByName) preparedByName.set(name, prepared)
    else byDocument.set(document, new Map([[name, prepared]]))
    return prepared
  }

  function coerceVariables(
    { operation }: PreparedOperation<Context>,
    variables: ResponseObject,
  ):
    | { coercedVariables: ResponseObject; errors?: undefined }
    | { coercedVariables: ResponseObject; errors: GraphQLError[] } {
    const definitions = operation.variableDefinitions ?? []
    if (definitions.length === 0) return { coercedVariables: {} }
    const { coerced: coercedVariables, errors } = getVariableValues(apiSchema, definitions, variables, {
      maxErrors: MAX_VARIABLE_ERRORS,
    })
    if (!errors) return { coercedVariables }
    return {
      coercedVariables: {},
      errors: errors.map(
        ({ message, nodes }) => new GraphQLError(message, { nodes, extensions: { code: 'BAD_USER_INPUT' } }),
      ),
    }
  }
}
