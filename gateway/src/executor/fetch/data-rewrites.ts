import type { FetchDataRewrite } from '@apollo/query-planner'
import type { GraphQLSchema } from 'graphql'
import { isResponseObject, type ResponseObject } from '../merge/response-object.js'
import { matchesTypeCondition } from '../plan/type-conditions.js'

const FRAGMENT_PREFIX = '... on '

/**
 * Applies the planner's rewrites: sets a field of a representation (an interface object uses the interface's name), or
 * renames a field back to the client's name.
 */
export function applyRewrites(schema: GraphQLSchema, rewrites: readonly FetchDataRewrite[], value: unknown): void {
  for (const rewrite of rewrites) rewriteAt(schema, rewrite, 0, value)
}

function rewriteAt(schema: GraphQLSchema, rewrite: FetchDataRewrite, depth: number, value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) rewriteAt(schema, rewrite, depth, item)
    return
  }
  if (!isResponseObject(value)) return
  const step = rewrite.path[depth]
  if (step === undefined) return
  if (depth === rewrite.path.length - 1) {
    rewriteField(rewrite, step, value)
  } else if (!step.startsWith(FRAGMENT_PREFIX)) {
    rewriteAt(schema, rewrite, depth + 1, value[step])
  } else if (matchesFragment(schema, value, step.slice(FRAGMENT_PREFIX.length))) {
    rewriteAt(schema, rewrite, depth + 1, value)
  }
}

function matchesFragment(schema: GraphQLSchema, value: ResponseObject, condition: string): boolean {
  const typeName = value.__typename
  return typeof typeName !== 'string' || matchesTypeCondition(schema, typeName, condition)
}

function rewriteField(rewrite: FetchDataRewrite, field: string, value: ResponseObject): void {
  if (rewrite.kind === 'ValueSetter') {
    value[field] = rewrite.setValueTo
  } else if (value[field] !== undefined) {
    value[rewrite.renameKeyTo] = value[field]
    delete value[field]
  }
}
