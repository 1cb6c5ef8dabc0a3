import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import type { Row } from '../merge/response-object.js'
import { isWanted } from '../plan/conditions.js'
import { responseName } from '../plan/internal-response-names.js'
import { fallsUnder } from '../plan/type-conditions.js'
import type { FieldShape, ObjectShape, ValueShape } from './complete-value.js'
import { leafCheck } from './leaf-value.js'

/** What shaping needs to know of an operation. */
export interface ShapeSettings {
  schema: GraphQLSchema
  operation: OperationDefinitionNode
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
  treeName: (field: FieldNode) => string
  providers: ReadonlyMap<string, readonly string[]>
}

interface Collected {
  first: FieldNode
  selectionSets: SelectionSetNode[]
}

/** Prepares the shape of an operation's answer for given values of its condition variables. */
export function shapeOf(settings: ShapeSettings, variables: Row): ObjectShape {
  const { schema, operation, fragments, treeName, providers } = settings
  const root = schema.getRootType(operation.operation)
  if (!root) throw new Error(`The schema has no ${operation.operation}.`)
  return objectShape(root, [operation.selectionSet], '')

  function objectShape(
    type: GraphQLObjectType | GraphQLInterfaceType,
    selectionSets: readonly SelectionSetNode[],
    place: string,
  ): ObjectShape {
    const collected = new Map<string, Collected>()
    for (const selectionSet of selectionSets) collect(type, selectionSet, collected)
    const fields = [...collected].map(([key, field]) => fieldShape(type, key, field, place))
    return { typeName: type.name, fields }
  }

  function collect(
    type: GraphQLObjectType | GraphQLInterfaceType,
    selectionSet: SelectionSetNode,
    collected: Map<string, Collected>,
  ): void {
    for (const selection of selectionSet.selections) {
      if (!isWanted(selection, variables)) continue
      if (selection.kind === Kind.FIELD) {
        const key = responseName(selection)
        const known = collected.get(key) ?? { first: selection, selectionSets: [] }
        if (selection.selectionSet) known.selectionSets.push(selection.selectionSet)
        collected.set(key, known)
        continue
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
      const condition = fragment?.typeCondition?.name.value
      if (fragment && (condition === undefined || fallsUnder(schema, type.name, condition))) {
        collect(type, fragment.selectionSet, collected)
      }
    }
  }

  function fieldShape(
    parent: GraphQLObjectType | GraphQLInterfaceType,
    key: string,
    field: Collected,
    parentPlace: string,
  ): FieldShape {
    const name = field.first.name.value
    const treeKey = treeName(field.first)
    const place = parentPlace === '' ? treeKey : `${parentPlace}.${treeKey}`
    const common = { key, treeKey, providers: providers.get(place) ?? [] }
    if (name === '__typename') return { ...common, required: true, value: { kind: 'typename' } }
    if (name === '__schema' || name === '__type') return { ...common, required: true, value: { kind: 'introspection' } }
    const type = parent.getFields()[name]?.type
    if (!type) throw new Error(`${parent.name} has no field ${name}.`)
    return { ...common, required: isNonNullType(type), value: valueShape(type, field, place) }
  }

  function valueShape(type: GraphQLOutputType, field: Collected, place: string): ValueShape {
    if (isNonNullType(type)) return valueShape(type.ofType, field, place)
    if (isListType(type)) {
      return { kind: 'list', required: isNonNullType(type.ofType), item: valueShape(type.ofType, field, place) }
    }
    if (isLeafType(type)) return { kind: 'leaf', check: leafCheck(type) }
    if (isObjectType(type)) return { kind: 'object', shape: objectShape(type, field.selectionSets, place) }
    if (isUnionType(type)) return { kind: 'abstract', shapes: shapesByName(type.getTypes(), field, place) }
    if (!isInterfaceType(type)) throw new Error('What an operation selects is of an output type.')
    const { objects, interfaces } = schema.getImplementations(type)
    const shapes = shapesByName([...objects, ...interfaces, type], field, place)
    return { kind: 'abstract', shapes: shapes.set(undefined, objectShape(type, field.selectionSets, place)) }
  }

  function shapesByName(
    types: readonly (GraphQLObjectType | GraphQLInterfaceType)[],
    field: Collected,
    place: string,
  ): Map<unknown, ObjectShape> {
    return new Map(types.map((type) => [type.name, objectShape(type, field.selectionSets, place)]))
  }
}
