import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  isInterfaceType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { isResponseObject, type ResponseObject, type UnresolvedField } from '../merge/response-object.js'
import { matchesTypeCondition } from './type-conditions.js'

/** A field that a fetch resolves, under its internal response name. */
export interface FetchedField {
  key: string
  /** Field name in the schema. */
  name: string
  /** Set when the field is fetched for objects of one type only. */
  typeCondition: string | null
  fields: readonly FetchedField[]
}

/**
 * Returns the fields of a fetch: the root fields, or the fields below `_entities`. `names` maps the planner's aliases
 * to internal response names.
 */
export function readFetchedFields(document: DocumentNode, names: ReadonlyMap<string, string>): readonly FetchedField[] {
  const fragments = new Map<string, FragmentDefinitionNode>()
  let operation: OperationDefinitionNode | undefined
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
    else if (definition.kind === Kind.OPERATION_DEFINITION) operation = definition
  }
  if (!operation) return []
  const fields = readFields(operation.selectionSet, null)
  const [only] = fields
  return only?.key === '_entities' ? only.fields : fields

  function readFields(selectionSet: SelectionSetNode | undefined, typeCondition: string | null): FetchedField[] {
    return (selectionSet?.selections ?? []).flatMap((selection): FetchedField[] => {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value
        return [
          {
            key: names.get(key) ?? key,
            name: selection.name.value,
            typeCondition,
            fields: readFields(selection.selectionSet, null),
          },
        ]
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
      return readFields(fragment?.selectionSet, fragment?.typeCondition?.name.value ?? typeCondition)
    })
  }
}

/** Marks the missing fields of a fetch as unresolved. */
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
    if (field.typeCondition !== null && !canBeOfType(schema, target, field.typeCondition)) continue
    const value = target[field.key]
    if (value === undefined || isAbstractTypename(schema, field, value)) target[field.key] = unresolved
    else if (field.fields.length > 0) markUnresolved(schema, value, field.fields, unresolved)
  }
}

/** True for the name of an interface: the fetch should have resolved the concrete type. */
function isAbstractTypename(schema: GraphQLSchema, field: FetchedField, value: unknown): boolean {
  return field.name === '__typename' && typeof value === 'string' && isInterfaceType(schema.getType(value))
}

function canBeOfType(schema: GraphQLSchema, target: ResponseObject, condition: string): boolean {
  const typeName = target.__typename
  return typeof typeName !== 'string' || matchesTypeCondition(schema, typeName, condition)
}
