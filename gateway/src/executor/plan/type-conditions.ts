import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql'

/** Whether an object of the named type falls under a type condition. A type nobody knows falls under its own name only. */
export function fallsUnder(schema: GraphQLSchema, typeName: string, condition: string): boolean {
  if (typeName === condition) return true
  const type = schema.getType(typeName)
  const wanted = schema.getType(condition)
  return (isObjectType(type) || isInterfaceType(type)) && isAbstractType(wanted) && schema.isSubType(wanted, type)
}
