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
import { UnresolvedField } from '../merge/response-object.js'

/**
 * True when a non-null value belongs to the leaf type. Custom scalars were serialized by the subgraph that owns them.
 */
export type LeafCheck = (value: unknown) => boolean

const BUILT_IN = new Map<string, LeafCheck>([
  [GraphQLString.name, (value) => typeof value === 'string'],
  [GraphQLID.name, (value) => typeof value === 'string' || Number.isSafeInteger(value)],
  [GraphQLInt.name, (value) => typeof value === 'number' && (value | 0) === value],
  [GraphQLFloat.name, (value) => typeof value === 'number' && Number.isFinite(value)],
  [GraphQLBoolean.name, (value) => typeof value === 'boolean'],
])

export function createLeafCheck(type: GraphQLScalarType | GraphQLEnumType): LeafCheck {
  if (isEnumType(type)) {
    const names = new Set<unknown>(type.getValues().map(({ name }) => name))
    return (value) => names.has(value)
  }
  // Functions come from JavaScript's own prototypes, never from JSON.
  return BUILT_IN.get(type.name) ?? ((value) => typeof value !== 'function' && !(value instanceof UnresolvedField))
}
