import type { GraphQLError, GraphQLSchema } from 'graphql'
import { isInterfaceType, isNonNullType } from 'graphql'
import {
  collectReferences,
  describeMismatch,
  type EntityFetch,
  type EntityReference,
  type PrepareOptions,
  prepareEntityFetch,
} from './entities.js'
import {
  createUnavailableFailure,
  type ErrorMessage,
  failureFromError,
  failureFromException,
  type SubgraphError,
  type SubgraphFailure,
  toGraphqlError,
} from './errors.js'
import { type GraphqlResponse, parseGraphqlResponse } from './graphql-response.js'
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
import type { FetchedField, PlannedFetch, PlanStep } from './plan.js'

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
  /** Maps an internal response name to the client's response name (see operation-names.ts). */
  readonly toClientName: (name: string) => string
  /** True after a failed non-null mutation: later mutations must not run. */
  isStopped: boolean
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

/** The fetches of a step, prepared for repeated execution. */
export interface FetchStep {
  rootFetches: readonly RootFetch[]
  /** Entity fetches by subgraph: those of one subgraph share a request. */
  entityFetches: readonly { subgraph: string; fetches: readonly EntityFetch[] }[]
}

export interface FetchSettings {
  schema: GraphQLSchema
  hasConditions: boolean
}

export function prepareStep(step: PlanStep, options: PrepareOptions): FetchStep {
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

/** A received response. All data of a step is merged before any missing field is marked, in the order of the plan. */
interface Received {
  merge: () => void
  mark: () => void
}

/** Runs the fetches of a step, one request for each subgraph. Never rejects for a subgraph failure. */
export async function runStep<Context>(
  execution: Execution<Context>,
  step: FetchStep,
  settings: FetchSettings,
): Promise<void> {
  const requests = [
    ...step.rootFetches.map((fetch) => startRootFetch(execution, fetch, settings)),
    ...step.entityFetches.map(({ subgraph, fetches }) => startEntityFetches(execution, subgraph, fetches, settings)),
  ].filter((request) => request !== null)
  if (requests.length === 0) return
  const received = await Promise.all(requests)
  for (const { merge } of received) merge()
  for (const { mark } of received) mark()
}

function isActive<Context>({ coercedVariables }: Execution<Context>, { conditions }: PlannedFetch): boolean {
  return conditions.every(({ variable, value }) => (coercedVariables[variable] === true) === value)
}

function mark<Context>(
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
function forwardError<Context>(execution: Execution<Context>, failure: SubgraphFailure, path: ResponsePath): void {
  const clientPath = path.map((step) => (typeof step === 'string' ? execution.toClientName(step) : step))
  execution.errors.push(toGraphqlError(failure, clientPath.length === 0 ? null : clientPath))
}

function toInternalPath({ outputNames }: PlannedFetch, path: ResponsePath): ResponsePath {
  return path.map((step) => (typeof step === 'string' ? (outputNames.get(step) ?? step) : step))
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

function prepareRootFetch(planned: PlannedFetch, schema: GraphQLSchema): RootFetch {
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

function startRootFetch<Context>(
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

/** Fetches with the same selection: one list of representations. */
interface EntityGroup {
  fetches: EntityFetch[]
  selection: string
  isIdentified: boolean
  references: Map<string, GroupReference>
}

interface GroupReference {
  representation: ResponseObject
  uses: { fetch: EntityFetch; targets: readonly ResponseObject[] }[]
}

/** The response for one group: its entities, or the failure. */
type GroupOutcome = { group: EntityGroup } & (
  | { failure: SubgraphFailure }
  | { entities: readonly unknown[]; errors: readonly SubgraphError[] }
)

/** Sends the entity fetches of one subgraph in one request. Each representation of a selection is sent once. */
function startEntityFetches<Context>(
  execution: Execution<Context>,
  subgraph: string,
  fetches: readonly EntityFetch[],
  { schema, hasConditions }: FetchSettings,
): Promise<Received> | null {
  const groups = new Map<string, EntityGroup>()
  for (const fetch of fetches) {
    const { planned } = fetch
    if (!isActive(execution, planned)) continue
    const references = collectReferences(fetch, findObjectsAt(execution.root, planned.path), {
      schema,
      hasConditions,
      onUnresolved: (object, { state, failure }) => {
        // The error of the requirement may stand at a field that the client did not request.
        const unresolved = failure ? UnresolvedField.failed(failure) : unresolvedBy(state)
        mark(execution, schema, [object], planned.fetchedFields, unresolved)
      },
    })
    if (references.length > 0) addToGroup(groups, fetch, references)
  }
  if (groups.size === 0) return null
  return fetchGroups(execution, subgraph, [...groups.values()]).then((outcomes) => ({
    merge: () => {
      for (const outcome of outcomes) if ('entities' in outcome) mergeEntities(execution, outcome, schema)
    },
    mark: () => {
      for (const outcome of outcomes) {
        if ('failure' in outcome) markGroup(execution, outcome.group, UnresolvedField.failed(outcome.failure), schema)
        else forwardEntityErrors(execution, outcome)
      }
    },
  }))
}

function unresolvedBy(state: UnresolvedField['state']): UnresolvedField {
  return state === 'not-found' ? UnresolvedField.NOT_FOUND : UnresolvedField.reported(null)
}

function addToGroup(
  groups: Map<string, EntityGroup>,
  fetch: EntityFetch,
  references: readonly EntityReference[],
): void {
  const isIdentified = !fetch.isKeyUnresolved
  const selection = isIdentified ? fetch.identifiedSelection : fetch.plainSelection
  const key = selection + JSON.stringify(fetch.planned.node.outputRewrites ?? null)
  const group: EntityGroup = groups.get(key) ?? { fetches: [], selection, isIdentified, references: new Map() }
  groups.set(key, group)
  group.fetches.push(fetch)
  for (const { json, representation, targets } of references) {
    const known = group.references.get(json)
    if (known) known.uses.push({ fetch, targets })
    else group.references.set(json, { representation, uses: [{ fetch, targets }] })
  }
}

async function fetchGroups<Context>(
  execution: Execution<Context>,
  subgraph: string,
  groups: readonly EntityGroup[],
): Promise<GroupOutcome[]> {
  const body = writeEntitiesBody(groups, execution.variables)
  const outcome = await send(execution, { subgraph, body, kind: 'query', rootFields: [] })
  if ('failure' in outcome) return groups.map((group) => ({ group, failure: outcome.failure }))
  const { data, errors } = outcome
  // One invalid selection must not take the data of the others.
  if (!data && groups.length > 1 && errors.some(({ extensions }) => extensions.code === 'GRAPHQL_VALIDATION_FAILED'))
    return (await Promise.all(groups.map((group) => fetchGroups(execution, subgraph, [group])))).flat()

  const outcomes = groups.map((group, index) => {
    const alias = toAlias(index, groups)
    const isOther = ({ path }: SubgraphError) => typeof path?.[1] === 'number' && path[0] !== alias
    return readGroup(
      execution,
      subgraph,
      group,
      data?.[alias],
      errors.filter((error) => !isOther(error)),
    )
  })
  return Promise.all(
    outcomes.map(async (one) => {
      if ('failure' in one || !hasUnresolvedKey(one)) return one
      // The subgraph cannot resolve its own key, which was added for comparison only.
      for (const fetch of one.group.fetches) fetch.isKeyUnresolved = true
      const selection = one.group.fetches[0]?.plainSelection ?? one.group.selection
      const [plain = one] = await fetchGroups(execution, subgraph, [{ ...one.group, selection, isIdentified: false }])
      return plain
    }),
  )
}

function readGroup<Context>(
  execution: Execution<Context>,
  subgraph: string,
  group: EntityGroup,
  entities: unknown,
  errors: readonly SubgraphError[],
): GroupOutcome {
  const cause = errors.find((error) => readEntityIndex(error) === null) ?? errors[0]
  if (cause && (entities === undefined || entities === null)) {
    reportFailure(execution, subgraph, 'rejected', cause)
    return { group, failure: failureFromError(subgraph, cause) }
  }
  if (Array.isArray(entities) && entities.length === group.references.size) return { group, entities, errors }
  const fault = `_entities should be a list of ${group.references.size}`
  return { group, failure: reportFailure(execution, subgraph, 'invalid-response', fault) }
}

function isAddedKeyError({ fetches }: EntityGroup, { path }: SubgraphError): boolean {
  const field = path?.[2]
  return path?.length === 3 && typeof field === 'string' && fetches.every(({ addedKeys }) => addedKeys.has(field))
}

function hasUnresolvedKey({ group, ...outcome }: GroupOutcome): boolean {
  if (!group.isIdentified || !('entities' in outcome)) return false
  return outcome.errors.some(
    (error) => isAddedKeyError(group, error) && outcome.entities[readEntityIndex(error) ?? -1] === null,
  )
}

function mergeEntities<Context>(
  execution: Execution<Context>,
  { group, entities, errors }: Extract<GroupOutcome, { entities: readonly unknown[] }>,
  schema: GraphQLSchema,
): void {
  const errorByIndex = new Map(errors.map((error) => [readEntityIndex(error), error]))
  let mismatch: SubgraphFailure | undefined
  for (const [index, { representation, uses }] of [...group.references.values()].entries()) {
    const entity = entities[index]
    const markUses = (unresolved: UnresolvedField) => {
      for (const { fetch, targets } of uses) mark(execution, schema, targets, fetch.planned.fetchedFields, unresolved)
    }
    const [{ fetch }] = uses as [GroupReference['uses'][number]]
    const subgraph = fetch.planned.node.serviceName
    const error = errorByIndex.get(index) ?? errorByIndex.get(null)
    if (entity === null) {
      markUses(error ? UnresolvedField.reported(failureFromError(subgraph, error)) : UnresolvedField.NOT_FOUND)
      continue
    }
    if (!isResponseObject(entity)) {
      mismatch ??= reportFailure(execution, subgraph, 'invalid-response', 'an entity should be an object')
      markUses(UnresolvedField.failed(mismatch))
      continue
    }
    const difference = group.isIdentified ? describeMismatch(fetch, representation, entity) : null
    if (difference !== null) {
      mismatch ??= reportFailure(execution, subgraph, 'entity-mismatch', difference)
      markUses(UnresolvedField.failed(mismatch))
      continue
    }
    mergeEntity(schema, entity, uses)
    if (error) markUses(UnresolvedField.reported(failureFromError(subgraph, error)))
  }
}

function mergeEntity(schema: GraphQLSchema, entity: ResponseObject, uses: GroupReference['uses']): void {
  const { outputRewrites } = uses[0]?.fetch.planned.node ?? {}
  if (outputRewrites) applyRewrites(schema, outputRewrites, entity)
  // A subgraph that knows only the interface returns its name; the merged result holds the concrete type.
  if (typeof entity.__typename === 'string' && isInterfaceType(schema.getType(entity.__typename)))
    delete entity.__typename
  const isShared = uses.length > 1 || uses.some(({ fetch }) => fetch.planned.isTargetShared)
  const hasObjects = isShared && uses.some(({ fetch }) => fetch.planned.fetchedFields.some(isComposite))
  for (const { targets } of uses)
    for (const target of targets) mergeObject(target, hasObjects ? structuredClone(entity) : entity)
}

function isComposite({ fields }: FetchedField): boolean {
  return fields.length > 0
}

function markGroup<Context>(
  execution: Execution<Context>,
  { references }: EntityGroup,
  unresolved: UnresolvedField,
  schema: GraphQLSchema,
): void {
  for (const { uses } of references.values())
    for (const { fetch, targets } of uses) mark(execution, schema, targets, fetch.planned.fetchedFields, unresolved)
}

/** Forwards an error of one entity to each response path of it; other errors go to the common parent path. */
function forwardEntityErrors<Context>(
  execution: Execution<Context>,
  { group, errors }: Extract<GroupOutcome, { entities: readonly unknown[] }>,
): void {
  if (errors.length === 0) return
  const references = [...group.references.values()]
  const pathsByFetch = new Map(
    group.fetches.map((fetch) => [fetch, findResponsePathsAt(execution.root, fetch.planned.path)]),
  )
  for (const error of errors) {
    if (isAddedKeyError(group, error)) continue
    const uses = references[readEntityIndex(error) ?? -1]?.uses
    const [first] = group.fetches
    if (!first) continue
    const failure = failureFromError(first.planned.node.serviceName, error)
    if (!uses) {
      const { path } = first.planned
      forwardError(execution, failure, path.slice(0, path.includes('@') ? path.indexOf('@') : path.length))
      continue
    }
    for (const { fetch, targets } of uses) {
      const below = toInternalPath(fetch.planned, error.path?.slice(2) ?? [])
      for (const target of targets) {
        markReportedNull(target, below, failure)
        for (const responsePath of pathsByFetch.get(fetch)?.get(target) ?? [])
          forwardError(execution, failure, [...responsePath, ...below])
      }
    }
  }
}

function readEntityIndex({ path }: SubgraphError): number | null {
  const index = path?.[1]
  return typeof index === 'number' ? index : null
}

function toAlias(index: number, groups: readonly EntityGroup[]): string {
  return groups.length === 1 ? '_entities' : `_entities${index}`
}

type Sent = Pick<SubgraphCall<unknown>, 'subgraph' | 'body' | 'kind' | 'rootFields'>

async function send<Context>(
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
function serializeVariables(variables: ResponseObject, names: readonly string[]): string {
  let text = ''
  for (const name of names) {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined
    if (value !== undefined) text += `${text && ','}${JSON.stringify(name)}:${JSON.stringify(value)}`
  }
  return text
}

/** Writes one request with an `_entities` selection for each group. */
function writeEntitiesBody(groups: readonly EntityGroup[], variables: ResponseObject): string {
  const definitions = new Map(
    groups.flatMap(({ fetches }) => fetches.flatMap((fetch) => [...fetch.variableDefinitions])),
  )
  const operationName = groups[0]?.fetches[0]?.planned.node.operationName
  const representationNames = groups.map((_group, index) => {
    let name = groups.length === 1 ? 'representations' : `representations${index}`
    while (definitions.has(name)) name += '_'
    return name
  })
  const parameters = [...representationNames.map((name) => `$${name}:[_Any!]!`), ...definitions.values()].join(',')
  const selections = groups.map(({ selection }, index) => {
    const alias = toAlias(index, groups)
    const prefix = alias === '_entities' ? '' : `${alias}:`
    return `${prefix}_entities(representations:$${representationNames[index]})${selection}`
  })
  const query = `query ${operationName ?? ''}(${parameters}){${selections.join(' ')}}`
  const name = operationName === undefined ? '' : `"operationName":${JSON.stringify(operationName)},`
  const lists = groups.map(
    ({ references }, index) => `${JSON.stringify(representationNames[index])}:[${[...references.keys()].join(',')}]`,
  )
  const others = serializeVariables(variables, [...definitions.keys()])
  return `{"query":${JSON.stringify(query)},${name}"variables":{${[others, ...lists].filter(Boolean).join(',')}}}`
}
