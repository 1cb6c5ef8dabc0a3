import { Supergraph } from '@apollo/federation-internals'
import { type DocumentNode, GraphQLError, type GraphQLSchema, getVariableValues, print } from 'graphql'
import { LRUCache } from 'lru-cache'
import { completeObject } from './coercion/complete-value.js'
import { BUBBLE, Completion, type Lacking } from './coercion/result-coercion.js'
import type { FailureWords } from './errors/subgraph-failure.js'
import { type FetchSubgraph, type Run, report, type SubgraphFailureReport } from './execution-context.js'
import type { Row } from './merge/response-object.js'
import type { StalePart } from './merge/stale.js'
import { createPreparation, type PreparedOperation } from './plan/prepare-operation.js'

export interface SupergraphExecutorOptions<Context> {
  supergraphSdl: string
  fetchSubgraph: FetchSubgraph<Context>
  /** Told of every fault of a subgraph: for the log and the metrics. */
  onSubgraphFailure?: (failure: SubgraphFailureReport<Context>) => void
  /** What the client is told of a subgraph whose answer was no good. What `fetchSubgraph` throws brings its own words. */
  failureWords?: (subgraph: string, context: Context) => FailureWords
  /** How many operations stay planned; those used last. */
  plansKept?: number
}

export interface SupergraphRequest<Context> {
  /** Valid against `apiSchema`. The same object for the same text spares finding its plan by its text. */
  document: DocumentNode
  operationName?: string | null | undefined
  /** As the client sent them. */
  variables?: Row | null | undefined
  context: Context
}

export interface SupergraphResult {
  /** Left out when the operation did not begin; null never without errors. */
  data?: Row | null
  errors?: readonly GraphQLError[]
  /** Which places are null because of which subgraph. Empty when nothing is missing. */
  lacking: readonly Lacking[]
  /** Which parts are not of now, because `fetchSubgraph` said so. */
  stale: readonly StalePart[]
}

export interface SupergraphExecutor<Context> {
  /** What clients see: without the federation's own types and without what is @inaccessible. */
  apiSchema: GraphQLSchema
  supergraphSdl: string
  execute: (request: SupergraphRequest<Context>) => Promise<SupergraphResult>
}

/** More than all operations of the web app and a playground's wanderings; a plan takes some 20 kB. */
const PLANS_KEPT = 1_000

/** Variables that are wrong are listed up to this many; a client's long list of them is not answered in full. */
const MAX_VARIABLE_ERRORS = 20

/**
 * Runs operations over a supergraph: plans by Apollo's query planner, the rest is ours. One subgraph's fault leaves its
 * own part null, with an error that says so; the rest of the answer stands.
 */
export function createSupergraphExecutor<Context>(
  options: SupergraphExecutorOptions<Context>,
): SupergraphExecutor<Context> {
  const { supergraphSdl, fetchSubgraph, onSubgraphFailure, failureWords, plansKept = PLANS_KEPT } = options
  const supergraph = Supergraph.build(supergraphSdl)
  const planned = supergraph.apiSchema()
  const apiSchema = planned.toGraphQLJSSchema()
  const prepare = createPreparation<Context>(supergraph, supergraphSdl, { planned, schema: apiSchema })
  const byDocument = new WeakMap<DocumentNode, Map<string, PreparedOperation<Context>>>()
  const byText = new LRUCache<string, PreparedOperation<Context>>({ max: plansKept })

  return { apiSchema, supergraphSdl, execute }

  async function execute(request: SupergraphRequest<Context>): Promise<SupergraphResult> {
    const variables = request.variables ?? {}
    let prepared: PreparedOperation<Context>
    try {
      prepared = preparedOperation(request.document, request.operationName ?? undefined)
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error], lacking: [], stale: [] }
      throw error
    }
    const { coerced, errors: wrongVariables } = getVariables(prepared, variables)
    if (wrongVariables) return { errors: wrongVariables, lacking: [], stale: [] }

    const errors: GraphQLError[] = []
    const { context } = request
    const { clientName } = prepared
    const run: Run<Context> = {
      root: {},
      variables,
      coerced,
      context,
      fetchSubgraph,
      onSubgraphFailure,
      failureWords,
      stale: [],
      errors,
      clientName,
      stopped: false,
    }
    await prepared.step?.(run)

    const onWrongShape = (subgraph: string, fault: string) => report(run, subgraph, 'wrong-shape', fault)
    const completion = new Completion(errors, onWrongShape, prepared.introspection(variables))
    const completed = completeObject(prepared.shape(coerced), run.root, [], completion)
    const data = completed === BUBBLE ? completion.rest() : completed
    const lacking = [...completion.lacking].map(([subgraph, paths]) => ({ subgraph, paths }))
    const { stale } = run
    return errors.length > 0 ? { data, errors, lacking, stale } : { data, lacking, stale }
  }

  function preparedOperation(document: DocumentNode, operationName: string | undefined): PreparedOperation<Context> {
    const name = operationName ?? ''
    const ofDocument = byDocument.get(document)
    const known = ofDocument?.get(name)
    if (known) return known
    // Found by its printed form and not by its source, which a transformed document still carries.
    const text = `${name} ${print(document)}`
    const prepared = byText.get(text) ?? prepare(document, operationName)
    byText.set(text, prepared)
    if (ofDocument) ofDocument.set(name, prepared)
    else byDocument.set(document, new Map([[name, prepared]]))
    return prepared
  }

  function getVariables(
    { operation }: PreparedOperation<Context>,
    variables: Row,
  ): { coerced: Row; errors?: undefined } | { coerced: Row; errors: GraphQLError[] } {
    const definitions = operation.variableDefinitions ?? []
    if (definitions.length === 0) return { coerced: {} }
    const { coerced, errors } = getVariableValues(apiSchema, definitions, variables, { maxErrors: MAX_VARIABLE_ERRORS })
    if (!errors) return { coerced }
    return {
      coerced: {},
      errors: errors.map(
        ({ message, nodes }) => new GraphQLError(message, { nodes, extensions: { code: 'BAD_USER_INPUT' } }),
      ),
    }
  }
}
