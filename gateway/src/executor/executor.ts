import { Supergraph } from '@apollo/federation-internals'
import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, print } from 'graphql'
import { LRUCache } from 'lru-cache'
import { type EntityFetch, type PrepareOptions, prepareEntityFetch, readEntityKeys } from './entities.js'
import { startEntityFetches } from './entity-fetch.js'
import type { ErrorMessage } from './errors.js'
import {
  type Execution,
  type FetchSettings,
  type FetchSubgraph,
  mark,
  prepareRootFetch,
  type RootFetch,
  reportFailure,
  type StalePart,
  type SubgraphFailureReport,
  startRootFetch,
} from './fetch.js'
import { type Introspect, prepareIntrospection } from './introspection.js'
import { findObjectsAt, markUnresolved, type ResponseObject, UnresolvedField } from './merge.js'
import { createPlanner, type OperationPlan, type PlannedFetch, type PlanStep } from './plan.js'
import { buildResultShape, type ObjectShape, ResultCoercion, type UnavailablePart } from './result-coercion.js'
import { type CoerceVariables, listConditionVariables, type MaxItems, prepareVariables } from './variables.js'

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
  /** True after the client has closed its connection: no further calls are begun. */
  isCancelled?: (context: Context) => boolean
  /** Bounds of list inputs. */
  maxItems?: MaxItems
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
  /** Missing response paths by subgraph; empty when nothing is missing. */
  unavailableParts: readonly UnavailablePart[]
  /** Parts that `fetchSubgraph` marked as stale. */
  stale: readonly StalePart[]
}

export interface SupergraphExecutor<Context> {
  /** The schema for clients: no federation types, no @inaccessible elements. */
  apiSchema: GraphQLSchema
  /** The subgraphs with their routing addresses. */
  subgraphs: readonly { name: string; url: string }[]
  execute: (request: SupergraphRequest<Context>) => Promise<SupergraphResult>
  /** Coerces variables as `execute` does, for another executor. */
  coerceVariables: (request: Omit<SupergraphRequest<Context>, 'context'>) => ReturnType<CoerceVariables>
}

/** An operation prepared for repeated execution. */
interface PreparedOperation {
  plan: OperationPlan
  steps: readonly FetchStep[]
  hasConditions: boolean
  coerceVariables: CoerceVariables
  getShape: (coercedVariables: ResponseObject) => ObjectShape
  introspect: Introspect | null
}

/** More than the operations of the web app; a plan takes about 20 kB. */
const MAX_CACHED_PLANS = 1_000
/** n conditions allow 2^n shapes of one operation. */
const MAX_CACHED_SHAPES = 16
const NOTHING_MISSING = { unavailableParts: [], stale: [] }
/** Invalid values that one execution reports to the log. */
const MAX_REPORTED_VALUES = 10

/**
 * Executes operations over a supergraph planned by Apollo's query planner: plan, fetch step by step, merge, result
 * coercion. A failed subgraph nulls its own fields with an error; the other fields remain.
 */
export function createSupergraphExecutor<Context>(
  options: SupergraphExecutorOptions<Context>,
): SupergraphExecutor<Context> {
  const {
    supergraphSdl,
    fetchSubgraph,
    onSubgraphFailure,
    describeFailure,
    isCancelled,
    maxItems = new Map(),
  } = options
  const supergraph = Supergraph.build(supergraphSdl)
  const apiSchema = supergraph.apiSchema().toGraphQLJSSchema()
  const schema = supergraph.schema.toGraphQLJSSchema()
  const planOperation = createPlanner(supergraph, supergraphSdl)
  const entityKeys = readEntityKeys(
    parse(supergraphSdl, { noLocation: true }),
    supergraph.subgraphNameToGraphEnumValue(),
  )
  const byDocument = new WeakMap<DocumentNode, Map<string, PreparedOperation>>()
  const byText = new LRUCache<string, PreparedOperation>({ max: options.maxCachedPlans ?? MAX_CACHED_PLANS })

  return {
    apiSchema,
    subgraphs: supergraph.subgraphsMetadata(),
    execute,
    coerceVariables: ({ document, operationName, variables }) =>
      getPreparedOperation(document, operationName ?? undefined).coerceVariables(variables ?? {}),
  }

  async function execute(request: SupergraphRequest<Context>): Promise<SupergraphResult> {
    let prepared: PreparedOperation
    try {
      prepared = getPreparedOperation(request.document, request.operationName ?? undefined)
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error], ...NOTHING_MISSING }
      throw error
    }
    const variables = prepared.coerceVariables(request.variables ?? {})
    if ('errors' in variables) return { errors: variables.errors, ...NOTHING_MISSING }

    const execution: Execution<Context> = {
      root: {},
      variables: variables.given,
      coercedVariables: variables.coerced,
      context: request.context,
      fetchSubgraph,
      onSubgraphFailure,
      describeFailure,
      stale: [],
      errors: [],
      marks: [],
      toClientName: prepared.plan.names.toClientName,
      isStopped: false,
    }
    const { sharedPaths } = prepared.plan
    const settings = { schema, hasConditions: prepared.hasConditions, sharedPaths }
    for (const [index, step] of prepared.steps.entries()) {
      if (isCancelled?.(request.context)) {
        cancel(execution, prepared, index)
        break
      }
      await runStep(execution, step, settings)
    }
    for (const { target, fields, unresolved } of execution.marks) markUnresolved(schema, target, fields, unresolved)
    return coerceResult(execution, prepared)
  }

  /**
   * Skips the steps from an index on. A mutation that was carried out keeps its result without an error: its fields that
   * were not fetched are null, and the log must not say that it failed.
   */
  function cancel(execution: Execution<Context>, { plan }: PreparedOperation, index: number): void {
    const skipped = plan.steps.slice(index).flat()
    for (const { path, fetchedFields } of skipped)
      mark(execution, schema, findObjectsAt(execution.root, path), fetchedFields, UnresolvedField.reported(null))
    const isMutated = plan.operation.operation === 'mutation' && index > 0
    if (!isMutated || skipped.some(({ node }) => node.operationKind === 'mutation'))
      execution.errors.push(createCancelledError())
  }

  function coerceResult(execution: Execution<Context>, prepared: PreparedOperation): SupergraphResult {
    const { errors, stale, variables, coercedVariables } = execution
    let invalidValues = 0
    const coercion = new ResultCoercion({
      errors,
      introspectionResult: prepared.introspect?.(variables) ?? {},
      onInvalidValue: (subgraph, fault) => {
        invalidValues += 1
        const reporting =
          invalidValues > MAX_REPORTED_VALUES ? { ...execution, onSubgraphFailure: undefined } : execution
        return reportFailure(reporting, subgraph, 'invalid-response', fault)
      },
    })
    const data = coercion.complete(prepared.getShape(coercedVariables), execution.root)
    // Without its error, a skipped non-null field takes everything.
    if (data === null && errors.length === 0) errors.push(createCancelledError())
    const unavailableParts = [...coercion.unavailable.values()]
    return errors.length > 0 ? { data, errors, unavailableParts, stale } : { data, unavailableParts, stale }
  }

  function getPreparedOperation(document: DocumentNode, operationName: string | undefined): PreparedOperation {
    const name = operationName ?? ''
    const preparedByName = byDocument.get(document)
    const cached = preparedByName?.get(name)
    if (cached) return cached
    // Printed, because the source text of a transformed document is stale.
    const text = `${name} ${print(document)}`
    const prepared = byText.get(text) ?? prepareOperation(document, operationName)
    byText.set(text, prepared)
    if (preparedByName) preparedByName.set(name, prepared)
    else byDocument.set(document, new Map([[name, prepared]]))
    return prepared
  }

  function prepareOperation(document: DocumentNode, operationName: string | undefined): PreparedOperation {
    const plan = planOperation(document, operationName)
    const conditions = listConditionVariables(plan.names.document)
    const shapes = new LRUCache<string, ObjectShape>({ max: MAX_CACHED_SHAPES })
    return {
      plan,
      steps: plan.steps.map((step) => prepareStep(step, { schema, entityKeys, clientOperation: plan.operation })),
      hasConditions: conditions.length > 0,
      coerceVariables: prepareVariables(apiSchema, plan, maxItems),
      getShape(coercedVariables) {
        const key = conditions.map((name) => (coercedVariables[name] === true ? '1' : '0')).join('')
        const cached = shapes.get(key)
        if (cached) return cached
        const shape = buildResultShape(apiSchema, plan, coercedVariables)
        shapes.set(key, shape)
        return shape
      },
      introspect: prepareIntrospection(apiSchema, plan),
    }
  }
}

/** The fetches of a step, prepared for repeated execution. */
interface FetchStep {
  rootFetches: readonly RootFetch[]
  /** Entity fetches by subgraph: those of one subgraph share a request. */
  entityFetches: readonly { subgraph: string; fetches: readonly EntityFetch[] }[]
}

function prepareStep(step: PlanStep, options: PrepareOptions): FetchStep {
  const bySubgraph = new Map<string, EntityFetch[]>()
  const rootFetches: RootFetch[] = []
  for (const planned of step) {
    const { requires, serviceName } = planned.node
    if (!requires) {
      rootFetches.push(prepareRootFetch(planned, options.schema))
      continue
    }
    const fetches = bySubgraph.get(serviceName) ?? []
    fetches.push(prepareEntityFetch(planned, requires, options))
    bySubgraph.set(serviceName, fetches)
  }
  return { rootFetches, entityFetches: [...bySubgraph].map(([subgraph, fetches]) => ({ subgraph, fetches })) }
}

/** Runs the fetches of a step, one request for each subgraph. Never rejects for a subgraph failure. */
async function runStep<Context>(
  execution: Execution<Context>,
  step: FetchStep,
  settings: FetchSettings,
): Promise<void> {
  const objectsByPath = new Map<string, ResponseObject[]>()
  // Once for each path: equal references become one object, for all fetches of the step.
  const findObjects = ({ path, fieldPath }: PlannedFetch) => {
    const known = objectsByPath.get(fieldPath)
    if (known) return known
    const objects = findObjectsAt(execution.root, path, settings.sharedPaths.has(fieldPath))
    objectsByPath.set(fieldPath, objects)
    return objects
  }
  const requests = [
    ...step.rootFetches.map((fetch) => startRootFetch(execution, fetch, settings)),
    ...step.entityFetches.map(({ subgraph, fetches }) =>
      startEntityFetches(execution, { subgraph, fetches, findObjects }, settings),
    ),
  ].filter((request) => request !== null)
  if (requests.length === 0) return
  const received = await Promise.all(requests)
  for (const { merge } of received) merge()
  for (const { mark } of received) mark()
}

function createCancelledError(): GraphQLError {
  return new GraphQLError('The client closed the connection.', { extensions: { code: 'BAD_REQUEST' } })
}
