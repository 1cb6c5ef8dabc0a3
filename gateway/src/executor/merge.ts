import type { FetchDataRewrite } from '@apollo/query-planner'
import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql'
import type { SubgraphFailure } from './errors.js'
import type { FetchedField } from './plan.js'

/** An object of a subgraph's response, keyed by response name. */
export type ResponseObject = Record<string, unknown>

/** Path in a response: response names and list indexes. */
export type ResponsePath = readonly (string | number)[]

/** Path of a plan node: response names, and `@` for each list element. */
export type PlanPath = readonly string[]

/**
 * Stands in the merged result for a missing value:
 * - `failed`: there was no usable response, or a required field is missing; the error is not reported yet;
 * - `reported`: the subgraph explained it in an error that the client receives;
 * - `not-found`: the owning subgraph has no such entity, which is not an error.
 */
export class UnresolvedField {
  private constructor(
    readonly state: 'failed' | 'reported' | 'not-found',
    readonly failure: SubgraphFailure | null,
  ) {}

  static failed(failure: SubgraphFailure): UnresolvedField {
    return new UnresolvedField('failed', failure)
  }

  static reported(failure: SubgraphFailure | null): UnresolvedField {
    return new UnresolvedField('reported', failure)
  }

  static readonly NOT_FOUND = new UnresolvedField('not-found', null)
}

export function isResponseObject(value: unknown): value is ResponseObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof UnresolvedField)
}

/** True when a type satisfies a type condition. An unknown type satisfies only its own name. */
export function matchesTypeCondition(schema: GraphQLSchema, typeName: string, condition: string): boolean {
  if (typeName === condition) return true
  const type = schema.getType(typeName)
  const conditionType = schema.getType(condition)
  return (
    (isObjectType(type) || isInterfaceType(type)) &&
    isAbstractType(conditionType) &&
    schema.isSubType(conditionType, type)
  )
}

/** Like `matchesTypeCondition`, and true for an object of unknown type. */
function canMatch(schema: GraphQLSchema, { __typename: typeName }: ResponseObject, condition: string): boolean {
  return typeof typeName !== 'string' || matchesTypeCondition(schema, typeName, condition)
}

/**
 * Merges a subgraph's object: objects by name, lists of equal length by index. An object takes precedence over null and
 * over a failure, and a failure over null, so that the order of responses does not matter. Mutates `target`, which then
 * shares parts of `source`.
 */
export function mergeObject(target: ResponseObject, source: ResponseObject): void {
  for (const key of Object.keys(source)) {
    // Never requested under this name (see `InternalNames`), and assignment would change the prototype.
    if (key === '__proto__') continue
    const incoming = source[key]
    const existing = target[key]
    if (existing === undefined) target[key] = incoming
    else if (typeof incoming === 'object' && incoming !== null) target[key] = mergeValue(existing, incoming)
    else if (incoming !== null || typeof existing !== 'object') target[key] = incoming
  }
}

function mergeValue(existing: unknown, incoming: object): unknown {
  if (isResponseObject(existing) && isResponseObject(incoming)) {
    mergeObject(existing, incoming)
    return existing
  }
  if (Array.isArray(existing) && Array.isArray(incoming) && existing.length === incoming.length) {
    return existing.map((item: unknown, index) => {
      const other: unknown = incoming[index]
      if (typeof other === 'object' && other !== null) return mergeValue(item, other)
      return other === null && typeof item === 'object' ? item : other
    })
  }
  return incoming
}

/**
 * Marks the missing fields of a fetch as unresolved. A field that is null although its subgraph failed was left null by
 * another subgraph, and becomes unresolved too.
 */
export function markUnresolved(
  schema: GraphQLSchema,
  target: unknown,
  fields: readonly FetchedField[],
  unresolved: UnresolvedField,
): void {
  if (Array.isArray(target)) {
    for (const item of target) markUnresolved(schema, item, fields, unresolved)
    return
  }
  if (!isResponseObject(target)) return
  for (const field of fields) {
    if (field.typeCondition !== null && !canMatch(schema, target, field.typeCondition)) continue
    const value = target[field.key]
    const isOwnNull = value === null && unresolved.state === 'failed'
    if (value === undefined || isOwnNull || isAbstractTypename(schema, field, value)) target[field.key] = unresolved
    else if (field.fields.length > 0) markUnresolved(schema, value, field.fields, unresolved)
  }
}

/** True for the name of an interface: the fetch should have resolved the concrete type. */
function isAbstractTypename(schema: GraphQLSchema, field: FetchedField, value: unknown): boolean {
  return field.name === '__typename' && typeof value === 'string' && isInterfaceType(schema.getType(value))
}

/** Marks the null that an error explains: the value at its path, or the nearest null above. */
export function markReportedNull(target: ResponseObject, path: ResponsePath, failure: SubgraphFailure): void {
  let parent: unknown = target
  for (const step of path) {
    if (typeof parent !== 'object' || parent === null || parent instanceof UnresolvedField) return
    const value: unknown = Reflect.get(parent, step)
    if (value === null || value === undefined) {
      if (step in parent || isResponseObject(parent)) Reflect.set(parent, step, UnresolvedField.reported(failure))
      return
    }
    parent = value
  }
}

/**
 * Returns the distinct objects at a plan path. An entity that is used at ten response paths is one object there.
 *
 * @param isShared replaces equal references by one object, so that later data is merged and completed once for all of them
 */
export function findObjectsAt(root: ResponseObject, path: PlanPath, isShared = false): ResponseObject[] {
  const found = new Set<ResponseObject>()
  collect(root, path, 0, { found, references: isShared ? new Map() : null })
  return [...found]
}

interface Collected {
  found: Set<ResponseObject>
  /** The first of equal references, by content; null when each object stays as it is. */
  references: Map<string, ResponseObject> | null
}

/** @returns the value that belongs in the place of `value` */
function collect(value: unknown, path: PlanPath, depth: number, collected: Collected): unknown {
  if (Array.isArray(value)) {
    const next = path[depth] === '@' ? depth + 1 : depth
    for (let index = 0; index < value.length; index += 1) value[index] = collect(value[index], path, next, collected)
    return value
  }
  if (!isResponseObject(value)) return value
  const step = path[depth]
  if (step !== undefined) {
    const child = value[step]
    if (typeof child === 'object' && child !== null) value[step] = collect(child, path, depth + 1, collected)
    return value
  }
  const object = collected.references ? shareReference(value, collected.references) : value
  collected.found.add(object)
  return object
}

/** Objects that consist of a type name and one text are equal when both are. */
function shareReference(object: ResponseObject, references: Map<string, ResponseObject>): ResponseObject {
  const keys = Object.keys(object)
  const field = keys[0] === '__typename' ? keys[1] : keys[0]
  const value = field === undefined ? undefined : object[field]
  if (keys.length !== 2 || typeof object.__typename !== 'string' || typeof value !== 'string') return object
  const content = `${object.__typename} ${field} ${value}`
  const known = references.get(content)
  if (known) return known
  references.set(content, object)
  return object
}

/** Returns all response paths of the objects at a plan path. Walks the merged result, so it is used for errors only. */
export function findResponsePathsAt(root: ResponseObject, path: PlanPath): Map<ResponseObject, ResponsePath[]> {
  const paths = new Map<ResponseObject, ResponsePath[]>()
  locate(root, path, 0, [], paths)
  return paths
}

function locate(
  value: unknown,
  path: PlanPath,
  depth: number,
  responsePath: (string | number)[],
  paths: Map<ResponseObject, ResponsePath[]>,
): void {
  if (Array.isArray(value)) {
    const next = path[depth] === '@' ? depth + 1 : depth
    for (const [index, item] of value.entries()) locate(item, path, next, [...responsePath, index], paths)
    return
  }
  if (!isResponseObject(value)) return
  const step = path[depth]
  if (step !== undefined) {
    locate(value[step], path, depth + 1, [...responsePath, step], paths)
    return
  }
  const known = paths.get(value)
  if (known) known.push(responsePath)
  else paths.set(value, [responsePath])
}

const FRAGMENT_PREFIX = '... on '

/**
 * Applies the planner's rewrites: sets a field of a representation (an interface object uses the interface's name), or
 * renames a field back to the client's name.
 */
export function applyRewrites(schema: GraphQLSchema, rewrites: readonly FetchDataRewrite[], value: unknown): void {
  for (const rewrite of rewrites) rewriteAt(schema, rewrite, 0, value)
}

function rewriteAt(schema: GraphQLSchema, rewrite: FetchDataRewrite, depth: number, value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) rewriteAt(schema, rewrite, depth, item)
    return
  }
  if (!isResponseObject(value)) return
  const step = rewrite.path[depth]
  if (step === undefined) return
  if (depth === rewrite.path.length - 1) {
    rewriteField(rewrite, step, value)
  } else if (!step.startsWith(FRAGMENT_PREFIX)) {
    rewriteAt(schema, rewrite, depth + 1, value[step])
  } else if (canMatch(schema, value, step.slice(FRAGMENT_PREFIX.length))) {
    rewriteAt(schema, rewrite, depth + 1, value)
  }
}

function rewriteField(rewrite: FetchDataRewrite, field: string, value: ResponseObject): void {
  if (rewrite.kind === 'ValueSetter') {
    value[field] = rewrite.setValueTo
  } else if (value[field] !== undefined) {
    value[rewrite.renameKeyTo] = value[field]
    delete value[field]
  }
}
