import { isResponseObject, type ResponseObject, UnresolvedField } from '../merge/response-object.js'
import type { LeafCheck } from './leaf-value.js'
import { PROPAGATE_NULL, type ResultCoercion } from './result-coercion.js'

/** A field of the result: its response name, its name in the merged result and the coercion of its value. */
export interface FieldShape {
  responseName: string
  internalName: string
  isNonNull: boolean
  /** Subgraphs that resolve the field; the first is blamed for an invalid value. */
  owners: readonly string[]
  value: ValueShape
}

export type ValueShape =
  | { kind: 'typename' }
  | { kind: 'introspection' }
  | { kind: 'leaf'; check: LeafCheck }
  | { kind: 'object'; shape: ObjectShape }
  /** Shapes by type name. The interface's own shape, also under `undefined`, serves objects without `__typename`. */
  | { kind: 'abstract'; shapes: ReadonlyMap<unknown, ObjectShape> }
  | { kind: 'list'; isNonNull: boolean; item: ValueShape }

/** Fields of an object type in the client's order. */
export interface ObjectShape {
  typeName: string
  fields: readonly FieldShape[]
}

/** @returns the client's object, or PROPAGATE_NULL when a non-null field is missing */
export function completeObject(
  { typeName, fields }: ObjectShape,
  object: ResponseObject,
  owners: readonly string[],
  coercion: ResultCoercion,
): ResponseObject | typeof PROPAGATE_NULL {
  const typename = object.__typename
  if (typename !== undefined && typename !== typeName) return coercion.invalidValue('an object of another type', owners)
  const result: ResponseObject = {}
  for (const field of fields) {
    const value = completeField(field, object, typeName, coercion)
    if (value === PROPAGATE_NULL) return PROPAGATE_NULL
    // Plain assignment to this name would change the object's prototype.
    if (field.responseName === '__proto__')
      Object.defineProperty(result, field.responseName, { value, enumerable: true })
    else result[field.responseName] = value
  }
  return result
}

function completeField(field: FieldShape, object: ResponseObject, typeName: string, coercion: ResultCoercion): unknown {
  const { value: shape } = field
  const value = object[field.internalName]
  if (shape.kind === 'leaf') {
    if (value !== undefined && value !== null && shape.check(value)) return value
  } else if (shape.kind === 'typename') {
    return typeName
  } else if (shape.kind === 'introspection') {
    return coercion.introspectionResult[field.responseName]
  }
  coercion.path.push(field.responseName)
  let completed = completeValue(shape, value, field.isNonNull, field.owners, coercion)
  if (completed === PROPAGATE_NULL && !field.isNonNull) completed = coercion.settleNull()
  coercion.path.pop()
  return completed
}

function completeValue(
  shape: ValueShape,
  value: unknown,
  isNonNull: boolean,
  owners: readonly string[],
  coercion: ResultCoercion,
): unknown {
  if (value === null) return isNonNull ? coercion.invalidValue('null in a non-null position', owners) : null
  if (value === undefined) return coercion.invalidValue('a field is missing', owners)
  if (value instanceof UnresolvedField) return isNonNull ? coercion.propagateNull(value) : coercion.reportError(value)
  switch (shape.kind) {
    case 'object':
      if (isResponseObject(value)) return completeObject(shape.shape, value, owners, coercion)
      break
    case 'list':
      if (Array.isArray(value)) return completeList(shape, value, owners, coercion)
      break
    case 'leaf':
      if (shape.check(value)) return value
      break
    case 'abstract': {
      if (!isResponseObject(value)) break
      const typeName = value.__typename
      if (typeName instanceof UnresolvedField)
        return isNonNull ? coercion.propagateNull(typeName) : coercion.reportError(typeName)
      const concrete = shape.shapes.get(typeName)
      if (concrete) return completeObject(concrete, value, owners, coercion)
    }
  }
  return coercion.invalidValue('a value of the wrong type', owners)
}

function completeList(
  { item, isNonNull }: { item: ValueShape; isNonNull: boolean },
  values: readonly unknown[],
  owners: readonly string[],
  coercion: ResultCoercion,
): unknown[] | typeof PROPAGATE_NULL {
  const result: unknown[] = []
  for (let index = 0; index < values.length; index += 1) {
    coercion.path.push(index)
    let completed = completeValue(item, values[index], isNonNull, owners, coercion)
    if (completed === PROPAGATE_NULL && !isNonNull) completed = coercion.settleNull()
    coercion.path.pop()
    if (completed === PROPAGATE_NULL) return PROPAGATE_NULL
    result.push(completed)
  }
  return result
}
