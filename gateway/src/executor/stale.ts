import { type GraphQLSchema, isInterfaceType, isNonNullType, isObjectType } from 'graphql'
import type { FetchPart } from './fetches.js'

/** A part of an answer that is not of now. */
export interface StalePart {
  subgraph: string
  /** Dotted places in the client's answer, `*` for every element of a list. */
  paths: string[]
  asOf: Date
}

/**
 * The places that a fetch brings: its root fields; of entities the fields, or the whole entity where it brings one that
 * must be there.
 */
export function placesBroughtBy(
  { path, provided, node }: FetchPart,
  schema: GraphQLSchema,
  clientName: (treeName: string) => string,
): string[] {
  const prefix = path.map((step) => (step === '@' ? '*' : clientName(step)))
  const places = new Set<string>()
  for (const { key, name, typeCondition } of provided) {
    const isWhole = node.requires && typeCondition !== null && isRequired(schema, typeCondition, name)
    places.add((isWhole ? prefix : [...prefix, clientName(key)]).join('.'))
  }
  return places.has(prefix.join('.')) ? [prefix.join('.')] : [...places]
}

function isRequired(schema: GraphQLSchema, typeName: string, fieldName: string): boolean {
  const type = schema.getType(typeName)
  if (!isObjectType(type) && !isInterfaceType(type)) return false
  return isNonNullType(type.getFields()[fieldName]?.type)
}
