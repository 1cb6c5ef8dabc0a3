import { type GraphQLSchema, isInterfaceType } from 'graphql'
import { collectReferences, describeMismatch, type EntityFetch, type EntityReference } from './entities.js'
import { failureFromError, type SubgraphError, type SubgraphFailure } from './errors.js'
import {
  type Execution,
  type FetchSettings,
  forwardError,
  isActive,
  mark,
  type Received,
  reportFailure,
  send,
  serializeVariables,
  toInternalPath,
} from './fetch.js'
import {
  applyRewrites,
  findResponsePathsAt,
  isResponseObject,
  markReportedNull,
  mergeObject,
  type ResponseObject,
  UnresolvedField,
} from './merge.js'
import type { FetchedField, PlannedFetch } from './plan.js'

/** Fetches with the same selection: one list of representations. */
interface EntityGroup {
  fetches: EntityFetch[]
  selection: string
  /** True when the selection has the keys that are added for comparison only. */
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
  /** An entity is undefined where it was requested again. */
  | { entities: readonly unknown[]; errors: readonly SubgraphError[] }
)

export interface EntityFetches {
  subgraph: string
  fetches: readonly EntityFetch[]
  findObjects: (fetch: PlannedFetch) => readonly ResponseObject[]
}

/** Sends the entity fetches of one subgraph in one request. Each representation of a selection is sent once. */
export function startEntityFetches<Context>(
  execution: Execution<Context>,
  { subgraph, fetches, findObjects }: EntityFetches,
  { schema, hasConditions }: FetchSettings,
): Promise<Received> | null {
  const groups = new Map<string, EntityGroup>()
  for (const fetch of fetches) {
    const { planned } = fetch
    if (!isActive(execution, planned)) continue
    const references = collectReferences(fetch, findObjects(planned), {
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
  const { groupKey, identifiedSelection: selection } = fetch
  const group: EntityGroup = groups.get(groupKey) ?? {
    fetches: [],
    selection,
    isIdentified: true,
    references: new Map(),
  }
  groups.set(groupKey, group)
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
  return (await Promise.all(outcomes.map((one) => requestUnresolvedKeys(execution, subgraph, one)))).flat()
}

/**
 * Requests entities again, without the added keys, that are null because the subgraph cannot resolve its own key. Only
 * these are then accepted without comparison, and only in this request.
 */
async function requestUnresolvedKeys<Context>(
  execution: Execution<Context>,
  subgraph: string,
  outcome: GroupOutcome,
): Promise<GroupOutcome[]> {
  const { group } = outcome
  if (!group.isIdentified || !('entities' in outcome)) return [outcome]
  const { entities, errors } = outcome
  const unresolved = new Set(
    errors
      .filter((error) => isAddedKeyError(group, error))
      .map(readEntityIndex)
      .filter((index) => entities[index ?? -1] === null),
  )
  if (unresolved.size === 0) return [outcome]
  reportFailure(execution, subgraph, 'invalid-response', 'an entity without its key')
  const again: EntityGroup = {
    ...group,
    selection: group.fetches[0]?.plainSelection ?? group.selection,
    isIdentified: false,
    references: new Map([...group.references].filter((_reference, index) => unresolved.has(index))),
  }
  const others: GroupOutcome = {
    group,
    entities: entities.map((entity, index) => (unresolved.has(index) ? undefined : entity)),
    errors: errors.filter((error) => !unresolved.has(readEntityIndex(error))),
  }
  return [others, ...(await fetchGroups(execution, subgraph, [again]))]
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

function mergeEntities<Context>(
  execution: Execution<Context>,
  { group, entities, errors }: Extract<GroupOutcome, { entities: readonly unknown[] }>,
  schema: GraphQLSchema,
): void {
  const errorByIndex = new Map(errors.map((error) => [readEntityIndex(error), error]))
  let mismatch: SubgraphFailure | undefined
  for (const [index, { representation, uses }] of [...group.references.values()].entries()) {
    const entity = entities[index]
    if (entity === undefined) continue
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
    const difference = describeMismatch(fetch, representation, entity)
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

function toAlias(index: number, groups: readonly EntityGroup[]): string {
  return groups.length === 1 ? '_entities' : `_entities${index}`
}
