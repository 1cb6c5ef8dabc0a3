import { Hole, isRow, type Row } from '../merge/response-object.js'
import type { LeafCheck } from './leaf-value.js'
import { BUBBLE, type Completion } from './result-coercion.js'

/** A field of an answer: its name for the client, its name in the joined tree, and how its value becomes the client's. */
export interface FieldShape {
  key: string
  treeKey: string
  /** Whether null is refused. */
  required: boolean
  /** The subgraphs that bring it: whose fault it is when it has the wrong shape. */
  providers: readonly string[]
  value: ValueShape
}

export type ValueShape =
  | { kind: 'typename' }
  | { kind: 'introspection' }
  | { kind: 'leaf'; check: LeafCheck }
  | { kind: 'object'; shape: ObjectShape }
  /** By type name; an interface itself stands, also under no name, for objects whose type nobody asked for. */
  | { kind: 'abstract'; shapes: ReadonlyMap<unknown, ObjectShape> }
  | { kind: 'list'; required: boolean; item: ValueShape }

/** The shape of objects of one type: the client's names in the client's order, and nothing else. */
export interface ObjectShape {
  typeName: string
  fields: readonly FieldShape[]
}

/** @returns the client's object, or BUBBLE when a field that must be there is not. */
export function completeObject(
  { typeName, fields }: ObjectShape,
  row: Row,
  providers: readonly string[],
  completion: Completion,
): Row | typeof BUBBLE {
  const said = row.__typename
  if (said !== undefined && said !== typeName) return completion.violation('object of another type', providers)
  const result: Row = {}
  for (const field of fields) {
    const value = completeField(field, row, typeName, completion)
    if (value === BUBBLE) return BUBBLE
    // Set like any other, this one name would change the object's prototype instead.
    if (field.key === '__proto__') Object.defineProperty(result, field.key, { value, enumerable: true })
    else result[field.key] = value
  }
  return result
}

function completeField(field: FieldShape, row: Row, typeName: string, completion: Completion): unknown {
  const { value: shape } = field
  const value = row[field.treeKey]
  if (shape.kind === 'leaf') {
    if (value !== undefined && value !== null && shape.check(value)) return value
  } else if (shape.kind === 'typename') {
    return typeName
  } else if (shape.kind === 'introspection') {
    return completion.introspected[field.key]
  }
  completion.path.push(field.key)
  let completed = completeValue(shape, value, field.required, field.providers, completion)
  if (completed === BUBBLE && !field.required) completed = completion.rest()
  completion.path.pop()
  return completed
}

function completeValue(
  shape: ValueShape,
  value: unknown,
  required: boolean,
  providers: readonly string[],
  completion: Completion,
): unknown {
  if (value === null) return required ? completion.violation('null where a value must be', providers) : null
  if (value === undefined) return completion.violation('a field was left out', providers)
  if (value instanceof Hole) return required ? completion.bubble(value) : completion.tell(value)
  switch (shape.kind) {
    case 'object':
      if (isRow(value)) return completeObject(shape.shape, value, providers, completion)
      break
    case 'list':
      if (Array.isArray(value)) return completeList(shape, value, providers, completion)
      break
    case 'leaf':
      if (shape.check(value)) return value
      break
    case 'abstract': {
      if (!isRow(value)) break
      const typeName = value.__typename
      if (typeName instanceof Hole) return required ? completion.bubble(typeName) : completion.tell(typeName)
      const concrete = shape.shapes.get(typeName)
      if (concrete) return completeObject(concrete, value, providers, completion)
    }
  }
  return completion.violation('a value of another type', providers)
}

function completeList(
  { item, required }: { item: ValueShape; required: boolean },
  values: readonly unknown[],
  providers: readonly string[],
  completion: Completion,
): unknown[] | typeof BUBBLE {
  const result: unknown[] = []
  for (let index = 0; index < values.length; index += 1) {
    completion.path.push(index)
    let completed = completeValue(item, values[index], required, providers, completion)
    if (completed === BUBBLE && !required) completed = completion.rest()
    completion.path.pop()
    if (completed === BUBBLE) return BUBBLE
    result.push(completed)
  }
  return result
}
