import {
  GraphQLBoolean,
  type GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLScalarType,
  GraphQLString,
  isEnumType,
} from 'graphql'
import { Hole } from '../merge/response-object.js'

/** Whether a value (never null) is one of a leaf type's. Our own scalars were written by the subgraph that owns them. */
export type LeafCheck = (value: unknown) => boolean

const BUILT_IN = new Map<string, LeafCheck>([
  [GraphQLString.name, (value) => typeof value === 'string'],
  [GraphQLID.name, (value) => typeof value === 'string' || Number.isSafeInteger(value)],
  [GraphQLInt.name, (value) => typeof value === 'number' && (value | 0) === value],
  [GraphQLFloat.name, (value) => typeof value === 'number' && Number.isFinite(value)],
  [GraphQLBoolean.name, (value) => typeof value === 'boolean'],
])

export function leafCheck(type: GraphQLScalarType | GraphQLEnumType): LeafCheck {
  if (isEnumType(type)) {
    const names = new Set<unknown>(type.getValues().map(({ name }) => name))
    return (value) => names.has(value)
  }
  // A function is a name that every JavaScript object has, not something out of JSON.
  return BUILT_IN.get(type.name) ?? ((value) => typeof value !== 'function' && !(value instanceof Hole))
}
