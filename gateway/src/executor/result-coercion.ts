import {
  type FieldNode,
  GraphQLBoolean,
  type GraphQLEnumType,
  GraphQLError,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLScalarType,
  type GraphQLSchema,
  GraphQLString,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import { type SubgraphFailure, toGraphqlError } from './errors.js'
import {
  isResponseObject,
  matchesTypeCondition,
  type ResponseObject,
  type ResponsePath,
  UnresolvedField,
} from './merge.js'
import { getResponseName, type OperationPlan } from './plan.js'
import { shouldInclude } from './variables.js'

/** Returns the value for the client; undefined for a value that does not belong to the type. */
type CoerceLeaf = (value: unknown) => unknown

/** A field of the result: its response name, its name in the merged result and the coercion of its value. */
interface FieldShape {
  responseName: string
  internalName: string
  isNonNull: boolean
  /** Subgraphs that resolve the field; the first is blamed for an invalid value. */
  owners: readonly string[]
  value: ValueShape
}

type ValueShape =
  | { kind: 'typename' }
  | { kind: 'introspection' }
  | { kind: 'leaf'; coerce: CoerceLeaf }
  | { kind: 'object'; shape: ObjectShape }
  /** Shapes by type name. The interface's own shape, also under `undefined`, serves objects without `__typename`. */
  | { kind: 'abstract'; shapes: ReadonlyMap<unknown, ObjectShape> }
  | { kind: 'list'; isNonNull: boolean; item: ValueShape }

/** Fields of an object type in the client's order. */
export interface ObjectShape {
  typeName: string
  /** True where one object can stand at several places of the merged result. */
  isShared: boolean
  fields: readonly FieldShape[]
}

interface CollectedField {
  first: FieldNode
  selectionSets: SelectionSetNode[]
}

/**
 * Builds the shape of an operation's result for given values of its condition variables (CollectFields of the
 * specification, done once).
 */
export function buildResultShape(
  schema: GraphQLSchema,
  { operation, fragments, ownersByPath, sharedPaths, names }: OperationPlan,
  variables: ResponseObject,
): ObjectShape {
  const root = schema.getRootType(operation.operation)
  if (!root) throw new Error(`The schema has no ${operation.operation}.`)
  return buildObjectShape(root, [operation.selectionSet], '')

  function buildObjectShape(
    type: GraphQLObjectType | GraphQLInterfaceType,
    selectionSets: readonly SelectionSetNode[],
    path: string,
  ): ObjectShape {
    const collected = new Map<string, CollectedField>()
    for (const selectionSet of selectionSets) collectFields(type, selectionSet, collected)
    const fields = [...collected].map(([key, field]) => buildFieldShape(type, key, field, path))
    return { typeName: type.name, isShared: sharedPaths.has(path), fields }
  }

  function collectFields(
    type: GraphQLObjectType | GraphQLInterfaceType,
    selectionSet: SelectionSetNode,
    collected: Map<string, CollectedField>,
  ): void {
    for (const selection of selectionSet.selections) {
      if (!shouldInclude(selection, variables)) continue
      if (selection.kind === Kind.FIELD) {
        const key = getResponseName(selection)
        const field = collected.get(key) ?? { first: selection, selectionSets: [] }
        if (selection.selectionSet) field.selectionSets.push(selection.selectionSet)
        collected.set(key, field)
        continue
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
      const condition = fragment?.typeCondition?.name.value
      if (fragment && (condition === undefined || matchesTypeCondition(schema, type.name, condition))) {
        collectFields(type, fragment.selectionSet, collected)
      }
    }
  }

  function buildFieldShape(
    parent: GraphQLObjectType | GraphQLInterfaceType,
    key: string,
    field: CollectedField,
    parentPath: string,
  ): FieldShape {
    const name = field.first.name.value
    const internalName = names.toInternalName(field.first)
    const path = parentPath === '' ? internalName : `${parentPath}.${internalName}`
    const common = { responseName: key, internalName, owners: ownersByPath.get(path) ?? [] }
    if (name === '__typename') return { ...common, isNonNull: true, value: { kind: 'typename' } }
    if (name === '__schema' || name === '__type')
      return { ...common, isNonNull: true, value: { kind: 'introspection' } }
    const type = parent.getFields()[name]?.type
    if (!type) throw new Error(`${parent.name} has no field ${name}.`)
    return { ...common, isNonNull: isNonNullType(type), value: buildValueShape(type, field, path) }
  }

  function buildValueShape(type: GraphQLOutputType, field: CollectedField, path: string): ValueShape {
    if (isNonNullType(type)) return buildValueShape(type.ofType, field, path)
    if (isListType(type)) {
      return { kind: 'list', isNonNull: isNonNullType(type.ofType), item: buildValueShape(type.ofType, field, path) }
    }
    if (isLeafType(type)) return { kind: 'leaf', coerce: createLeafCoercion(type) }
    if (isObjectType(type)) return { kind: 'object', shape: buildObjectShape(type, field.selectionSets, path) }
    if (isUnionType(type)) return { kind: 'abstract', shapes: buildShapesByTypeName(type.getTypes(), field, path) }
    if (!isInterfaceType(type)) throw new Error('A selected field must have an output type.')
    const { objects, interfaces } = schema.getImplementations(type)
    const shapes = buildShapesByTypeName([...objects, ...interfaces, type], field, path)
    return { kind: 'abstract', shapes: shapes.set(undefined, buildObjectShape(type, field.selectionSets, path)) }
  }

  function buildShapesByTypeName(
    types: readonly (GraphQLObjectType | GraphQLInterfaceType)[],
    field: CollectedField,
    path: string,
  ): Map<unknown, ObjectShape> {
    return new Map(types.map((type) => [type.name, buildObjectShape(type, field.selectionSets, path)]))
  }
}

const BUILT_IN = new Map<string, CoerceLeaf>([
  [GraphQLString.name, (value) => (typeof value === 'string' ? value : undefined)],
  [
    GraphQLID.name,
    (value) => (typeof value === 'string' ? value : Number.isSafeInteger(value) ? String(value) : undefined),
  ],
  [GraphQLInt.name, (value) => (typeof value === 'number' && (value | 0) === value ? value : undefined)],
  [GraphQLFloat.name, (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)],
  [GraphQLBoolean.name, (value) => (typeof value === 'boolean' ? value : undefined)],
])

/** Custom scalars were serialized by the subgraph that owns them. */
function createLeafCoercion(type: GraphQLScalarType | GraphQLEnumType): CoerceLeaf {
  if (isEnumType(type)) {
    const names = new Set<unknown>(type.getValues().map(({ name }) => name))
    return (value) => (names.has(value) ? value : undefined)
  }
  // Functions come from JavaScript's own prototypes, never from JSON.
  return BUILT_IN.get(type.name) ?? ((value) => (typeof value === 'function' ? undefined : value))
}

/** Response paths that are missing because of one subgraph. */
export interface UnavailablePart {
  subgraph: string
  /** `path` is the failed field's, as in its error; `nullPath` is the nearest nullable place. */
  places: { path: ResponsePath; nullPath: ResponsePath }[]
}

/** Sentinel: propagate null to the nearest nullable parent. */
const PROPAGATE_NULL = Symbol('propagate null')

export interface ResultCoercionOptions {
  errors: GraphQLError[]
  introspectionResult: Readonly<Record<string, unknown>>
  /** Reports a value that violates the schema. @returns the failure for the client */
  onInvalidValue: (subgraph: string, fault: string) => SubgraphFailure
}

/** Result coercion of the specification: completes values, and propagates null to the nearest nullable place. */
export class ResultCoercion {
  readonly unavailable = new Map<string, UnavailablePart>()
  readonly #options: ResultCoercionOptions
  readonly #path: (string | number)[] = []
  /** Paths of all errors; made when the first value is invalid. */
  #errorPaths: Set<string> | null = null
  /** The error of the null that propagates, until its place is known; null when it is reported already. */
  #pending: { failure: SubgraphFailure | null; path: ResponsePath } | 'not-found' | null = null
  /** Depth of the object without an entity: null is no error there, but it is above. */
  #pendingDepth = 0
  /** Path of the field without an entity. */
  #pendingPath: ResponsePath = []
  /** Values so far that are not as the schema says. */
  #faults = 0
  readonly #completedByShape = new Map<ObjectShape, Map<ResponseObject, ResponseObject>>()

  constructor(options: ResultCoercionOptions) {
    this.#options = options
  }

  /** @returns the client's data; null only together with errors */
  complete(shape: ObjectShape, root: ResponseObject): ResponseObject | null {
    const completed = this.#completeObject(shape, root, [])
    return completed === PROPAGATE_NULL ? this.#settleNull() : completed
  }

  #completeObject(
    shape: ObjectShape,
    object: ResponseObject,
    owners: readonly string[],
  ): ResponseObject | typeof PROPAGATE_NULL {
    if (!shape.isShared) return this.#completeFields(shape, object, owners)
    const completedObjects = this.#completedByShape.get(shape) ?? new Map<ResponseObject, ResponseObject>()
    this.#completedByShape.set(shape, completedObjects)
    const known = completedObjects.get(object)
    if (known) return known
    const faults = this.#faults
    const completed = this.#completeFields(shape, object, owners)
    // Errors are reported at the path of each place.
    if (completed !== PROPAGATE_NULL && this.#faults === faults) completedObjects.set(object, completed)
    return completed
  }

  #completeFields(
    { typeName, fields }: ObjectShape,
    object: ResponseObject,
    owners: readonly string[],
  ): ResponseObject | typeof PROPAGATE_NULL {
    const typename = object.__typename
    if (typename !== undefined && typename !== typeName) return this.#invalidValue('an object of another type', owners)
    const result: ResponseObject = {}
    for (const field of fields) {
      const value = this.#completeField(field, object, typeName)
      if (value === PROPAGATE_NULL) return PROPAGATE_NULL
      // Plain assignment to this name would change the object's prototype.
      if (field.responseName === '__proto__')
        Object.defineProperty(result, field.responseName, { value, enumerable: true })
      else result[field.responseName] = value
    }
    return result
  }

  #completeField(field: FieldShape, object: ResponseObject, typeName: string): unknown {
    const { value: shape } = field
    if (shape.kind === 'typename') return typeName
    if (shape.kind === 'introspection') return this.#options.introspectionResult[field.responseName]
    const value = object[field.internalName]
    if (shape.kind === 'leaf' && value !== undefined && value !== null && !(value instanceof UnresolvedField)) {
      const coerced = shape.coerce(value)
      if (coerced !== undefined) return coerced
    }
    this.#path.push(field.responseName)
    let completed = this.#completeValue(shape, value, field.isNonNull, field.owners)
    if (completed === PROPAGATE_NULL && !field.isNonNull) completed = this.#settleNull()
    this.#path.pop()
    return completed
  }

  #completeValue(shape: ValueShape, value: unknown, isNonNull: boolean, owners: readonly string[]): unknown {
    if (value === null) return isNonNull ? this.#invalidValue('null in a non-null position', owners) : null
    if (value === undefined) return this.#invalidValue('a field is missing', owners)
    if (value instanceof UnresolvedField) return this.#unresolved(value)
    switch (shape.kind) {
      case 'object':
        if (isResponseObject(value)) return this.#completeObject(shape.shape, value, owners)
        break
      case 'list':
        if (Array.isArray(value)) return this.#completeList(shape, value, owners)
        break
      case 'leaf': {
        const coerced = shape.coerce(value)
        if (coerced !== undefined) return coerced
        break
      }
      case 'abstract': {
        if (!isResponseObject(value)) break
        const typeName = value.__typename
        if (typeName instanceof UnresolvedField) return this.#unresolved(typeName)
        const concrete = shape.shapes.get(typeName)
        if (concrete) return this.#completeObject(concrete, value, owners)
      }
    }
    return this.#invalidValue('a value of the wrong type', owners)
  }

  #completeList(
    { item, isNonNull }: { item: ValueShape; isNonNull: boolean },
    values: readonly unknown[],
    owners: readonly string[],
  ): unknown[] | typeof PROPAGATE_NULL {
    const result: unknown[] = []
    for (let index = 0; index < values.length; index += 1) {
      this.#path.push(index)
      let completed = this.#completeValue(item, values[index], isNonNull, owners)
      if (completed === PROPAGATE_NULL && !isNonNull) completed = this.#settleNull()
      this.#path.pop()
      if (completed === PROPAGATE_NULL) return PROPAGATE_NULL
      result.push(completed)
    }
    return result
  }

  #unresolved({ state, failure }: UnresolvedField): typeof PROPAGATE_NULL {
    this.#faults += 1
    const path = [...this.#path]
    if (state === 'not-found') {
      this.#pending = 'not-found'
      this.#pendingDepth = this.#path.length - 1
      this.#pendingPath = path
    } else {
      this.#pending = state === 'failed' && failure ? { failure, path } : null
    }
    return PROPAGATE_NULL
  }

  /** The propagated null has reached its place, the current path. */
  #settleNull(): null {
    const pending = this.#pending
    this.#pending = null
    if (pending === 'not-found') {
      if (this.#path.length < this.#pendingDepth) this.#report(null, this.#pendingPath)
    } else if (pending) {
      this.#report(pending.failure, pending.path)
    }
    return null
  }

  /**
   * The current value violates the schema, so the subgraph counts as failed.
   *
   * @param fault detail for the log; clients only read that the subgraph's part is unavailable
   */
  #invalidValue(fault: string, owners: readonly string[]): typeof PROPAGATE_NULL {
    this.#faults += 1
    this.#pending = null
    this.#errorPaths ??= new Set(this.#options.errors.map(({ path }) => path?.join('\n') ?? ''))
    const key = this.#path.join('\n')
    if (this.#errorPaths.has(key)) return PROPAGATE_NULL
    this.#errorPaths.add(key)
    const [subgraph] = owners
    const failure =
      subgraph === undefined ? null : this.#options.onInvalidValue(subgraph, `${fault}: ${this.#path.join('.')}`)
    this.#pending = { failure, path: [...this.#path] }
    return PROPAGATE_NULL
  }

  /** @param failure null when no subgraph is to blame */
  #report(failure: SubgraphFailure | null, path: ResponsePath): void {
    if (!failure) {
      const extensions = { code: 'INTERNAL_SERVER_ERROR' }
      this.#options.errors.push(new GraphQLError('A part of the result is missing.', { path, extensions }))
      return
    }
    this.#options.errors.push(toGraphqlError(failure, path))
    const part = this.unavailable.get(failure.subgraph) ?? { subgraph: failure.subgraph, places: [] }
    part.places.push({ path, nullPath: [...this.#path] })
    this.unavailable.set(failure.subgraph, part)
  }
}
