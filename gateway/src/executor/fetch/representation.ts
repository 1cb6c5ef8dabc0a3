import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import type { GraphQLSchema } from 'graphql'
import { mergeObject } from '../merge/merge-response.js'
import { isResponseObject, type ResponseObject, UnresolvedField } from '../merge/response-object.js'
import { matchesTypeCondition } from '../plan/type-conditions.js'

/**
 * Builds the representation of an entity: its type name and the required fields.
 *
 * @returns null when the entity has another type or lacks a required field
 */
export function buildRepresentation(
  schema: GraphQLSchema,
  entity: ResponseObject,
  requires: readonly QueryPlanSelectionNode[],
): ResponseObject | null {
  const representation = selectFields(schema, entity, requires)
  return typeof representation?.__typename === 'string' ? representation : null
}

function selectFields(
  schema: GraphQLSchema,
  source: ResponseObject,
  selections: readonly QueryPlanSelectionNode[],
): ResponseObject | null {
  const result: ResponseObject = {}
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const name = selection.alias ?? selection.name
      const value = source[name]
      if (value === undefined || value instanceof UnresolvedField) return null
      result[name] = selection.selections ? selectValue(schema, value, selection.selections) : value
    } else if (matches(schema, source, selection.typeCondition)) {
      const part = selectFields(schema, source, selection.selections)
      if (part) mergeObject(result, part)
    }
  }
  return result
}

function selectValue(schema: GraphQLSchema, value: unknown, selections: readonly QueryPlanSelectionNode[]): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => selectValue(schema, item, selections))
  return isResponseObject(value) ? selectFields(schema, value, selections) : null
}

function matches(schema: GraphQLSchema, source: ResponseObject, condition: string | undefined): boolean {
  const typeName = source.__typename
  return condition !== undefined && typeof typeName === 'string' && matchesTypeCondition(schema, typeName, condition)
}

/** Finds the first unresolved required field, the reason why an entity cannot be fetched. */
export function findUnresolvedRequirement(
  value: unknown,
  requires: readonly QueryPlanSelectionNode[],
): UnresolvedField | null {
  if (Array.isArray(value)) return findFirst(value, (item) => findUnresolvedRequirement(item, requires))
  if (!isResponseObject(value)) return null
  return findFirst(requires, (selection) => {
    if (selection.kind !== 'Field') return findUnresolvedRequirement(value, selection.selections)
    const field = value[selection.alias ?? selection.name]
    if (field instanceof UnresolvedField) return field
    return selection.selections ? findUnresolvedRequirement(field, selection.selections) : null
  })
}

function findFirst<Item>(items: readonly Item[], find: (item: Item) => UnresolvedField | null): UnresolvedField | null {
  for (const item of items) {
    const unresolved = find(item)
    if (unresolved) return unresolved
  }
  return null
}
