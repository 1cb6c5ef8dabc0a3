import type { FetchDataRewrite } from '@apollo/query-planner'
import type { GraphQLSchema } from 'graphql'
import { isRow, type Row } from '../merge/response-object.js'
import { fallsUnder } from '../plan/type-conditions.js'

const FRAGMENT = '... on '

/**
 * Does to an object what the planner asks for: gives a value of its own to a field of a reference (an interface object
 * goes by the interface's name), or gives a field back the name under which the client knows it.
 */
export function applyRewrites(schema: GraphQLSchema, rewrites: readonly FetchDataRewrite[], value: unknown): void {
  for (const rewrite of rewrites) rewriteAt(schema, rewrite, 0, value)
}

function rewriteAt(schema: GraphQLSchema, rewrite: FetchDataRewrite, depth: number, value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) rewriteAt(schema, rewrite, depth, item)
    return
  }
  if (!isRow(value)) return
  const step = rewrite.path[depth]
  if (step === undefined) return
  if (depth === rewrite.path.length - 1) {
    rewriteField(rewrite, step, value)
  } else if (!step.startsWith(FRAGMENT)) {
    rewriteAt(schema, rewrite, depth + 1, value[step])
  } else if (appliesTo(schema, value, step.slice(FRAGMENT.length))) {
    rewriteAt(schema, rewrite, depth + 1, value)
  }
}

function appliesTo(schema: GraphQLSchema, value: Row, condition: string): boolean {
  const typeName = value.__typename
  return typeof typeName !== 'string' || fallsUnder(schema, typeName, condition)
}

function rewriteField(rewrite: FetchDataRewrite, field: string, value: Row): void {
  if (rewrite.kind === 'ValueSetter') {
    value[field] = rewrite.setValueTo
  } else if (value[field] !== undefined) {
    value[rewrite.renameKeyTo] = value[field]
    delete value[field]
  }
}
