import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  isInterfaceType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { type Hole, isRow, type Row } from '../merge/response-object.js'
import { fallsUnder } from './type-conditions.js'

/** A field that a fetch brings, under the name it has in the joined tree. */
export interface ProvidedField {
  key: string
  /** Its name in the schema. */
  name: string
  /** Set where the field is brought for objects of one type only. */
  typeCondition: string | null
  fields: readonly ProvidedField[]
}

/**
 * What a fetch brings: for a root fetch the fields of its operation, for an entity fetch the fields below `_entities`.
 * `names` gives fields that the planner aliased the name they get back afterwards.
 */
export function providedBy(document: DocumentNode, names: ReadonlyMap<string, string>): readonly ProvidedField[] {
  const fragments = new Map<string, FragmentDefinitionNode>()
  let operation: OperationDefinitionNode | undefined
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
    else if (definition.kind === Kind.OPERATION_DEFINITION) operation = definition
  }
  if (!operation) return []
  const fields = read(operation.selectionSet, null)
  const [only] = fields
  return only?.key === '_entities' ? only.fields : fields

  function read(selectionSet: SelectionSetNode | undefined, typeCondition: string | null): ProvidedField[] {
    return (selectionSet?.selections ?? []).flatMap((selection): ProvidedField[] => {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value
        return [
          {
            key: names.get(key) ?? key,
            name: selection.name.value,
            typeCondition,
            fields: read(selection.selectionSet, null),
          },
        ]
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
      return read(fragment?.selectionSet, fragment?.typeCondition?.name.value ?? typeCondition)
    })
  }
}

/** Marks in an object all that a fetch should have brought and that is not there. */
export function fillWithHoles(
  schema: GraphQLSchema,
  target: unknown,
  fields: readonly ProvidedField[],
  hole: Hole,
): void {
  if (Array.isArray(target)) {
    for (const item of target) fillWithHoles(schema, item, fields, hole)
    return
  }
  if (!isRow(target)) return
  for (const field of fields) {
    if (field.typeCondition !== null && !mayBe(schema, target, field.typeCondition)) continue
    const value = target[field.key]
    if (value === undefined || isOpenType(schema, field, value)) target[field.key] = hole
    else if (field.fields.length > 0) fillWithHoles(schema, value, field.fields, hole)
  }
}

/** A subgraph that knows only the interface gave its name; the fetch should have told which type it really is. */
function isOpenType(schema: GraphQLSchema, field: ProvidedField, value: unknown): boolean {
  return field.name === '__typename' && typeof value === 'string' && isInterfaceType(schema.getType(value))
}

function mayBe(schema: GraphQLSchema, target: Row, condition: string): boolean {
  const typeName = target.__typename
  return typeof typeName !== 'string' || fallsUnder(schema, typeName, condition)
}
