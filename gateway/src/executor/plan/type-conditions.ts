import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql'

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
