import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import type { GraphQLSchema } from 'graphql'
import { mergeInto } from '../merge/merge-response.js'
import { Hole, isRow, type Row } from '../merge/response-object.js'
import { fallsUnder } from '../plan/type-conditions.js'

/**
 * What is sent to a subgraph to name an entity: its type name and the fields that the plan requires.
 *
 * @returns null when the entity is of a type that the step does not concern, or lacks a required field.
 */
export function representationOf(
  schema: GraphQLSchema,
  entity: Row,
  requires: readonly QueryPlanSelectionNode[],
): Row | null {
  const representation = select(schema, entity, requires)
  return typeof representation?.__typename === 'string' ? representation : null
}

function select(schema: GraphQLSchema, source: Row, selections: readonly QueryPlanSelectionNode[]): Row | null {
  const result: Row = {}
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const name = selection.alias ?? selection.name
      const value = source[name]
      if (value === undefined || value instanceof Hole) return null
      result[name] = selection.selections ? selectIn(schema, value, selection.selections) : value
    } else if (matches(schema, source, selection.typeCondition)) {
      const part = select(schema, source, selection.selections)
      if (part) mergeInto(result, part)
    }
  }
  return result
}

function selectIn(schema: GraphQLSchema, value: unknown, selections: readonly QueryPlanSelectionNode[]): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => selectIn(schema, item, selections))
  return isRow(value) ? select(schema, value, selections) : null
}

function matches(schema: GraphQLSchema, source: Row, condition: string | undefined): boolean {
  const typeName = source.__typename
  return condition !== undefined && typeof typeName === 'string' && fallsUnder(schema, typeName, condition)
}

/** The first hole among the fields that a step requires of an entity: the reason why it cannot be asked for. */
export function requiredHole(value: unknown, requires: readonly QueryPlanSelectionNode[]): Hole | null {
  if (Array.isArray(value)) return first(value, (item) => requiredHole(item, requires))
  if (!isRow(value)) return null
  return first(requires, (selection) => {
    if (selection.kind !== 'Field') return requiredHole(value, selection.selections)
    const field = value[selection.alias ?? selection.name]
    if (field instanceof Hole) return field
    return selection.selections ? requiredHole(field, selection.selections) : null
  })
}

function first<Item>(items: readonly Item[], find: (item: Item) => Hole | null): Hole | null {
  for (const item of items) {
    const hole = find(item)
    if (hole) return hole
  }
  return null
}
