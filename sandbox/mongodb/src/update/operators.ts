import { clone } from '../bson/codec.js'
import { isDoc, isNumeric } from '../bson/types.js'
import { MongoError, notSupported } from '../errors.js'
import { bsonType } from '../query/type-tests.js'
import { add } from './numbers.js'

/** Computes the new value; undefined stands for a missing value, before and after. */
export type Operator = (value: unknown, operand: unknown, where: Where) => unknown

export interface Where {
  path: string
  /** The document's _id, for messages. */
  id: unknown
}

/** The supported update operators. $setOnInsert applies to upserts only, see update.ts. */
export const OPERATORS: Record<string, Operator> = {
  $set: (_value, operand) => clone(operand),
  $setOnInsert: (_value, operand) => clone(operand),
  $unset: () => undefined,
  $inc: increment,
  $push: push,
}

function increment(value: unknown, operand: unknown, { path, id }: Where): unknown {
  if (!isNumeric(operand)) {
    throw new MongoError(
      'TypeMismatch',
      `Cannot increment with non-numeric argument: {${path}: ${JSON.stringify(operand)}}`,
    )
  }
  if (value === undefined) return operand
  if (isNumeric(value)) return add(value, operand)
  throw new MongoError(
    'TypeMismatch',
    `Cannot apply $inc to a value of non-numeric type. {_id: ${JSON.stringify(id)}} has the field '${path}' of non-numeric type ${typeName(value)}`,
  )
}

function typeName(value: unknown): string {
  const names: Record<number, string> = {
    2: 'string',
    3: 'object',
    4: 'array',
    5: 'binData',
    7: 'objectId',
    8: 'bool',
    9: 'date',
    10: 'null',
    11: 'regex',
  }
  return names[bsonType(value)] ?? 'other'
}

function push(value: unknown, operand: unknown, { path, id }: Where): unknown {
  if (value !== undefined && !Array.isArray(value)) {
    throw new MongoError(
      'BadValue',
      `The field '${path}' must be an array but is of type ${typeName(value)} in document {_id: ${JSON.stringify(id)}}`,
    )
  }
  return [...(value ?? []), ...pushed(operand)]
}

function pushed(operand: unknown): unknown[] {
  if (!isDoc(operand) || !Object.hasOwn(operand, '$each')) return [clone(operand)]
  const { $each: each, ...modifiers } = operand
  const [modifier] = Object.keys(modifiers)
  if (modifier !== undefined) throw notSupported(`${modifier} in $push`, 'BadValue')
  if (Array.isArray(each)) return clone(each)
  throw new MongoError(
    'BadValue',
    `The argument to $each in $push must be an array but it was of type: ${typeName(each)}`,
  )
}
