import { type GraphQLSchema, isNonNullType } from 'graphql'
import { failureFromError, forwardError, type SubgraphError } from '../errors/subgraph-error.js'
import { type SubgraphFailure, toSubgraphFailure } from '../errors/subgraph-failure.js'
import { type ExecutionContext, reportFailure, type SubgraphResult } from '../execution-context.js'
import { mergeObject } from '../merge/merge-response.js'
import { findObjectsAt, findResponsePathsAt } from '../merge/plan-path.js'
import {
  type ResponseObject,
  type ResponsePath,
  UNRESOLVED_REPORTED,
  UnresolvedField,
} from '../merge/response-object.js'
import type { FetchPlanNode } from '../plan/fetch-plan.js'
import { markUnresolved } from '../plan/fetched-fields.js'
import { applyRewrites } from './data-rewrites.js'
import { parseGraphqlResponse } from './graphql-response.js'
import { createRequestBodyWriter } from './request-body.js'

/** Creates a fetch on a root type, at the top or at a nested `Query`. Missing fields are marked as unresolved. */
export function createRootFetch<Context>(
  planNode: FetchPlanNode,
  schema: GraphQLSchema,
): (execution: ExecutionContext<Context>) => Promise<void> | undefined {
  const { node, path, fetchedFields } = planNode
  const { serviceName: subgraph } = node
  const body = createRequestBodyWriter(node.operation, node.operationName, node.variableUsages ?? [])
  const kind = node.operationKind === 'mutation' ? 'mutation' : 'query'
  const rootFields = fetchedFields.map(({ name }) => name)
  const nonNullNames = kind === 'mutation' ? listNonNullMutationNames(planNode, schema) : []

  return (execution) => {
    const targets = path.length === 0 ? [execution.root] : findObjectsAt(execution.root, path)
    if (targets.length === 0) return undefined
    if (kind === 'mutation' && execution.isStopped) {
      for (const target of targets) markUnresolved(schema, target, fetchedFields, UNRESOLVED_REPORTED)
      return undefined
    }
    return fetchInto(execution, targets)
  }

  async function fetchInto(execution: ExecutionContext<Context>, targets: readonly ResponseObject[]): Promise<void> {
    await sendAndApply(execution, targets)
    if (nonNullNames.some((key) => execution.root[key] === null || execution.root[key] instanceof UnresolvedField))
      execution.isStopped = true
  }

  async function sendAndApply(execution: ExecutionContext<Context>, targets: readonly ResponseObject[]): Promise<void> {
    let result: SubgraphResult
    try {
      result = await execution.fetchSubgraph({
        subgraph,
        body: body(execution.variables),
        kind,
        rootFields,
        context: execution.context,
      })
    } catch (error) {
      reportFailure(execution, subgraph, 'no-response', error)
      markFailed(targets, toSubgraphFailure(subgraph, error))
      return
    }
    applyResult(execution, targets, result)
  }

  function applyResult(
    execution: ExecutionContext<Context>,
    targets: readonly ResponseObject[],
    result: SubgraphResult,
  ): void {
    const response = parseGraphqlResponse(result)
    if (!response) {
      markFailed(targets, reportFailure(execution, subgraph, 'invalid-response', 'not a GraphQL response'))
      return
    }
    const { data, errors } = response
    if (result.asOf) {
      execution.stale.push({ subgraph, paths: listResponsePaths(planNode, execution.toClientName), asOf: result.asOf })
    }
    if (data) {
      if (node.outputRewrites) applyRewrites(schema, node.outputRewrites, data)
      for (const target of targets) mergeObject(target, targets.length > 1 ? structuredClone(data) : data)
    }
    if (errors.length > 0) applyErrors(execution, targets, errors, data === null)
  }

  function applyErrors(
    execution: ExecutionContext<Context>,
    targets: readonly ResponseObject[],
    errors: readonly SubgraphError[],
    hasNoData: boolean,
  ): void {
    const paths = [...findResponsePathsAt(execution.root, path).values()].flat()
    const cause = errors.find((error) => error.path === null) ?? errors[0]
    for (const error of errors) {
      // Without data, an error without a path is reported at every field that it nulls.
      if (hasNoData && error === cause && error.path === null) continue
      for (const responsePath of paths)
        forwardError(execution, subgraph, error, [...responsePath, ...toInternalPath(error.path)])
    }
    if (hasNoData && cause) {
      reportFailure(execution, subgraph, 'rejected', cause)
      const reported = new Set(errors.map((error) => error.path && toInternalPath(error.path)[0]))
      for (const target of targets) {
        markUnresolved(
          schema,
          target,
          fetchedFields.filter((field) => reported.has(field.key)),
          UNRESOLVED_REPORTED,
        )
      }
      markFailed(targets, failureFromError(subgraph, cause))
      return
    }
    for (const target of targets) markUnresolved(schema, target, fetchedFields, UNRESOLVED_REPORTED)
  }

  function markFailed(targets: readonly ResponseObject[], failure: SubgraphFailure): void {
    for (const target of targets) markUnresolved(schema, target, fetchedFields, new UnresolvedField(failure))
  }

  function toInternalPath(errorPath: ResponsePath | null): ResponsePath {
    return (errorPath ?? []).map((step) => (typeof step === 'string' ? (planNode.outputNames.get(step) ?? step) : step))
  }
}

/** Non-null mutations: when one fails, the specification forbids running the later ones. */
function listNonNullMutationNames({ fetchedFields }: FetchPlanNode, schema: GraphQLSchema): string[] {
  const fields = schema.getMutationType()?.getFields() ?? {}
  return fetchedFields.filter(({ name }) => isNonNullType(fields[name]?.type)).map(({ key }) => key)
}

/** Returns the response paths of a fetch's root fields. */
function listResponsePaths(
  { path, fetchedFields }: FetchPlanNode,
  toClientName: (internalName: string) => string,
): string[] {
  const prefix = path.map((step) => (step === '@' ? '*' : toClientName(step)))
  return fetchedFields.map(({ key }) => [...prefix, toClientName(key)].join('.'))
}
