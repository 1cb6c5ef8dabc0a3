import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import {
  type DocumentNode,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
  stripIgnoredCharacters,
  visit,
} from 'graphql'
import {
  applyRewrites,
  isResponseObject,
  matchesTypeCondition,
  mergeObject,
  type ResponseObject,
  UnresolvedField,
} from './merge.js'
import type { PlannedFetch } from './plan.js'
import { readArgument, readEntitiesSelection } from './required-arguments.js'

/** Scalar key fields of an entity type in a subgraph that the subgraph resolves, such as `id` of `User`. */
export type EntityKeys = (subgraph: string, type: string) => ReadonlySet<string>

const NO_KEYS: ReadonlySet<string> = new Set()

/** Reads the keys from the supergraph's `@join__type` directives. Nested key fields are ignored. */
export function readEntityKeys(supergraph: DocumentNode, graphNames: ReadonlyMap<string, string>): EntityKeys {
  const fieldsByGraphAndType = new Map<string, Set<string>>()
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue
    for (const directive of definition.directives ?? []) {
      if (directive.name.value !== 'join__type') continue
      const graph = readArgument(directive, 'graph')
      const key = readArgument(directive, 'key')
      if (typeof key !== 'string' || readArgument(directive, 'resolvable') === false) continue
      const graphAndType = `${graph}.${definition.name.value}`
      const fields = fieldsByGraphAndType.get(graphAndType) ?? new Set()
      for (const field of listScalarKeyFields(key)) fields.add(field)
      fieldsByGraphAndType.set(graphAndType, fields)
    }
  }
  return (subgraph, type) => fieldsByGraphAndType.get(`${graphNames.get(subgraph)}.${type}`) ?? NO_KEYS
}

function listScalarKeyFields(key: string): string[] {
  const [operation] = parse(`{ ${key} }`, { noLocation: true }).definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return []
  return operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD && !selection.selectionSet ? selection.name.value : [],
  )
}

/** Objects of the merged result that refer to the same entity. */
export interface EntityReference {
  representation: ResponseObject
  /** Serialized representation; equal text means the same entity. */
  json: string
  targets: ResponseObject[]
}

/** An entity fetch, prepared for repeated execution. */
export interface EntityFetch {
  planned: PlannedFetch
  requires: readonly QueryPlanSelectionNode[]
  /** Selection for `_entities`: as planned, and with the fields that identify an entity. */
  plainSelection: string
  identifiedSelection: string
  /** Fetches of one step with the same key share one list of representations. */
  groupKey: string
  /** Definitions of the client's variables, by name. */
  variableDefinitions: ReadonlyMap<string, string>
  /** Key fields to compare, by type. */
  keysByType: ReadonlyMap<string, readonly string[]>
  /** Key fields that the plan itself does not select. */
  addedKeys: ReadonlySet<string>
  isKey: (type: unknown, field: string) => boolean
  readSimpleKey: ((object: ResponseObject) => string | undefined) | null
}

export interface PrepareOptions {
  schema: GraphQLSchema
  entityKeys: EntityKeys
  clientOperation: OperationDefinitionNode
}

export function prepareEntityFetch(
  planned: PlannedFetch,
  requires: readonly QueryPlanSelectionNode[],
  { schema, entityKeys, clientOperation }: PrepareOptions,
): EntityFetch {
  const { node, document, fetchedFields } = planned
  const entities = readEntitiesSelection(document)
  const keysByType = listRequestedKeys(planned, requires, schema, entityKeys)
  const identity = [...keysByType].map(([type, fields]) => `... on ${type} { __typename ${fields.join(' ')} }`)
  const selections = entities.selections.map(print).join(' ')
  const plainSelection = minify(selections)
  const identifiedSelection = identity.length === 0 ? plainSelection : minify(`${identity.join(' ')} ${selections}`)
  const selectedKeys = new Set(fetchedFields.map(({ key }) => key))
  return {
    planned,
    requires,
    plainSelection,
    identifiedSelection,
    groupKey: identifiedSelection + JSON.stringify(node.outputRewrites ?? null),
    variableDefinitions: listUsedVariables(entities, clientOperation),
    keysByType,
    addedKeys: new Set([...keysByType.values()].flat().filter((key) => !selectedKeys.has(key))),
    isKey: (type, field) => {
      const keys = typeof type === 'string' ? entityKeys(node.serviceName, type) : NO_KEYS
      return keys.size === 0 || keys.has(field)
    },
    readSimpleKey: node.inputRewrites ? null : createSimpleKeyReader(schema, requires),
  }
}

/**
 * Reads the definitions from the client's operation. The planner's operation lacks that of a variable which has the name
 * of the planner's own variable, `representations`.
 */
function listUsedVariables(
  selectionSet: SelectionSetNode,
  { variableDefinitions = [] }: OperationDefinitionNode,
): Map<string, string> {
  const used = new Set<string>()
  visit(selectionSet, { Variable: ({ name }) => void used.add(name.value) })
  return new Map(
    variableDefinitions
      .filter(({ variable }) => used.has(variable.name.value))
      .map((definition) => [definition.variable.name.value, print(definition)]),
  )
}

/** White space does not matter inside a selection. */
function minify(selections: string): string {
  return stripIgnoredCharacters(`{${selections}}`)
}

/**
 * Key fields by type that a fetch can compare. Not for interface objects, which are returned under another type name.
 */
function listRequestedKeys(
  { node }: PlannedFetch,
  requires: readonly QueryPlanSelectionNode[],
  schema: GraphQLSchema,
  entityKeys: EntityKeys,
): Map<string, readonly string[]> {
  const keysByType = new Map<string, readonly string[]>()
  if (node.inputRewrites) return keysByType
  for (const selection of requires) {
    const type = selection.kind === 'InlineFragment' ? (selection.typeCondition ?? '') : ''
    if (selection.kind !== 'InlineFragment' || !isObjectType(schema.getType(type))) continue
    const keys = entityKeys(node.serviceName, type)
    keysByType.set(
      type,
      selection.selections.flatMap((field) =>
        field.kind === 'Field' && !field.selections && keys.has(field.name) ? field.name : [],
      ),
    )
  }
  return keysByType
}

/** Returns null for the requested entity, otherwise the difference. Missing parts of a key are accepted. */
export function describeMismatch(
  { keysByType }: EntityFetch,
  expected: ResponseObject,
  received: ResponseObject,
): string | null {
  const type = expected.__typename
  const fields = typeof type === 'string' ? keysByType.get(type) : undefined
  if (!fields) return null
  if (received.__typename !== undefined && received.__typename !== type)
    return `requested a ${type}, received another type`
  const mismatched = fields.find((field) => !isSameKey(expected[field], received[field]))
  return mismatched === undefined ? null : `requested a ${type}, received one with another ${mismatched}`
}

/** Ids serialize as text: 7 and "7" identify the same entity. A subgraph may normalize the case of letters. */
function isSameKey(expected: unknown, received: unknown): boolean {
  if (received === undefined || received === null || expected === null || expected === received) return true
  if (typeof expected === 'object' || typeof received === 'object')
    return JSON.stringify(expected) === JSON.stringify(received)
  return String(expected).toLowerCase() === String(received).toLowerCase()
}

export interface CollectOptions {
  schema: GraphQLSchema
  /** True when the operation has @skip or @include, so that a requirement may be omitted on purpose. */
  hasConditions: boolean
  /** Receives an object that lacks a required field. */
  onUnresolved: (object: ResponseObject, unresolved: UnresolvedField) => void
}

/** Collects the distinct entities of objects. An object of another type, or without a key, has none. */
export function collectReferences(
  fetch: EntityFetch,
  objects: readonly ResponseObject[],
  { schema, hasConditions, onUnresolved }: CollectOptions,
): EntityReference[] {
  const { requires, readSimpleKey, planned } = fetch
  const { inputRewrites } = planned.node
  const byKey = new Map<string, EntityReference>()
  const byJson = new Map<string, EntityReference>()
  for (const object of objects) {
    const key = readSimpleKey?.(object)
    const known = key === undefined ? undefined : byKey.get(key)
    if (known) {
      known.targets.push(object)
      continue
    }
    const canOmit = (field: string) => hasConditions && !fetch.isKey(object.__typename, field)
    const representation = selectFields(schema, object, requires, canOmit)
    if (representation instanceof UnresolvedField) onUnresolved(object, representation)
    if (!isResponseObject(representation) || typeof representation.__typename !== 'string') continue
    if (inputRewrites) applyRewrites(schema, inputRewrites, representation)
    const json = JSON.stringify(representation)
    const equal = byJson.get(json)
    if (equal) {
      equal.targets.push(object)
      continue
    }
    const reference = { representation, json, targets: [object] }
    byJson.set(json, reference)
    if (key !== undefined) byKey.set(key, reference)
  }
  return [...byJson.values()]
}

/** @returns the selected fields, an unresolved one of them, or undefined when one is missing */
function selectFields(
  schema: GraphQLSchema,
  source: ResponseObject,
  selections: readonly QueryPlanSelectionNode[],
  canOmit: (field: string) => boolean,
): ResponseObject | UnresolvedField | undefined {
  const result: ResponseObject = {}
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const { name, alias = name } = selection
      const value = selectValue(schema, source[alias], selection.selections, canOmit)
      if (value instanceof UnresolvedField) return value
      if (value !== undefined) result[name] = value
      else if (!canOmit(name)) return undefined
    } else if (matches(schema, source, selection.typeCondition)) {
      const part = selectFields(schema, source, selection.selections, canOmit)
      if (!isResponseObject(part)) return part
      mergeObject(result, part)
    }
  }
  return result
}

function selectValue(
  schema: GraphQLSchema,
  value: unknown,
  selections: readonly QueryPlanSelectionNode[] | undefined,
  canOmit: (field: string) => boolean,
): unknown {
  if (!selections || value === null || value === undefined) return value
  if (isResponseObject(value)) return selectFields(schema, value, selections, canOmit)
  if (!Array.isArray(value)) return value
  const items = value.map((item: unknown) => selectValue(schema, item, selections, canOmit))
  const unresolved = items.find((item) => item instanceof UnresolvedField)
  return unresolved ?? (items.includes(undefined) ? undefined : items)
}

function matches(schema: GraphQLSchema, source: ResponseObject, condition: string | undefined): boolean {
  const typeName = source.__typename
  return condition !== undefined && typeof typeName === 'string' && matchesTypeCondition(schema, typeName, condition)
}

/**
 * Fast path for a single string key: equal keys of one type identify the same entity without a representation.
 *
 * @returns null when the fetch needs representations; the reader returns undefined for objects that need one
 */
function createSimpleKeyReader(
  schema: GraphQLSchema,
  requires: readonly QueryPlanSelectionNode[],
): ((object: ResponseObject) => string | undefined) | null {
  const [only, other] = requires
  if (other || only?.kind !== 'InlineFragment' || !isObjectType(schema.getType(only.typeCondition ?? ''))) return null
  const fields = only.selections.filter((field) => field.kind === 'Field')
  const [key, another] = fields.filter(({ name }) => name !== '__typename')
  if (!key || another || fields.length !== only.selections.length || key.selections || key.alias) return null
  const { typeCondition } = only
  return (object) => {
    const value = object[key.name]
    return object.__typename === typeCondition && typeof value === 'string' ? value : undefined
  }
}
