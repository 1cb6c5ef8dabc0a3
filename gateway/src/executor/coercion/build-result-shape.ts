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
import type { ResponseObject } from '../merge/response-object.js'
import { shouldInclude } from '../plan/conditions.js'
import { getResponseName } from '../plan/internal-response-names.js'
import { matchesTypeCondition } from '../plan/type-conditions.js'
import type { FieldShape, ObjectShape, ValueShape } from './complete-value.js'
import { createLeafCheck } from './leaf-value.js'

export interface ResultShapeSettings {
  schema: GraphQLSchema
  operation: OperationDefinitionNode
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
  toInternalName: (field: FieldNode) => string
  ownersByPath: ReadonlyMap<string, readonly string[]>
}

interface CollectedField {
  first: FieldNode
  selectionSets: SelectionSetNode[]
}

/**
 * Builds the shape of an operation's result for given values of its condition variables (CollectFields of the
 * specification, done once).
 */
export function buildResultShape(settings: ResultShapeSettings, variables: ResponseObject): ObjectShape {
  const { schema, operation, fragments, toInternalName, ownersByPath } = settings
  const root = schema.getRootType(operation.operation)
  if (!root) throw new Error(`The schema has no ${operation.operation}.`)
  return buildObjectShape(root, [operation.selectionSet], '')

  function buildObjectShape(
    type: GraphQLObjectType | GraphQLInterfaceType,
    selectionSets: readonly SelectionSetNode[],
    path: string,
  ): ObjectShape {
    const collected = new Map<string, CollectedField>()
    for (const selectionSet of selectionSets) collectFields(type, selectionSet, collected)
    const fields = [...collected].map(([key, field]) => buildFieldShape(type, key, field, path))
    return { typeName: type.name, fields }
  }

  function collectFields(
    type: GraphQLObjectType | GraphQLInterfaceType,
    selectionSet: SelectionSetNode,
    collected: Map<string, CollectedField>,
  ): void {
    for (const selection of selectionSet.selections) {
      if (!shouldInclude(selection, variables)) continue
      if (selection.kind === Kind.FIELD) {
        const key = getResponseName(selection)
        const field = collected.get(key) ?? { first: selection, selectionSets: [] }
        if (selection.selectionSet) field.selectionSets.push(selection.selectionSet)
        collected.set(key, field)
        continue
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
      const condition = fragment?.typeCondition?.name.value
      if (fragment && (condition === undefined || matchesTypeCondition(schema, type.name, condition))) {
        collectFields(type, fragment.selectionSet, collected)
      }
    }
  }

  function buildFieldShape(
    parent: GraphQLObjectType | GraphQLInterfaceType,
    key: string,
    field: CollectedField,
    parentPath: string,
  ): FieldShape {
    const name = field.first.name.value
    const internalName = toInternalName(field.first)
    const path = parentPath === '' ? internalName : `${parentPath}.${internalName}`
    const common = { responseName: key, internalName, owners: ownersByPath.get(path) ?? [] }
    if (name === '__typename') return { ...common, isNonNull: true, value: { kind: 'typename' } }
    if (name === '__schema' || name === '__type')
      return { ...common, isNonNull: true, value: { kind: 'introspection' } }
    const type = parent.getFields()[name]?.type
    if (!type) throw new Error(`${parent.name} has no field ${name}.`)
    return { ...common, isNonNull: isNonNullType(type), value: buildValueShape(type, field, path) }
  }

  function buildValueShape(type: GraphQLOutputType, field: CollectedField, path: string): ValueShape {
    if (isNonNullType(type)) return buildValueShape(type.ofType, field, path)
    if (isListType(type)) {
      return { kind: 'list', isNonNull: isNonNullType(type.ofType), item: buildValueShape(type.ofType, field, path) }
    }
    if (isLeafType(type)) return { kind: 'leaf', check: createLeafCheck(type) }
    if (isObjectType(type)) return { kind: 'object', shape: buildObjectShape(type, field.selectionSets, path) }
    if (isUnionType(type)) return { kind: 'abstract', shapes: buildShapesByTypeName(type.getTypes(), field, path) }
    if (!isInterfaceType(type)) throw new Error('A selected field must have an output type.')
    const { objects, interfaces } = schema.getImplementations(type)
    const shapes = buildShapesByTypeName([...objects, ...interfaces, type], field, path)
    return { kind: 'abstract', shapes: shapes.set(undefined, buildObjectShape(type, field.selectionSets, path)) }
  }

  function buildShapesByTypeName(
    types: readonly (GraphQLObjectType | GraphQLInterfaceType)[],
    field: CollectedField,
    path: string,
  ): Map<unknown, ObjectShape> {
    return new Map(types.map((type) => [type.name, buildObjectShape(type, field.selectionSets, path)]))
  }
}
