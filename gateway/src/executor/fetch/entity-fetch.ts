import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import { type GraphQLSchema, isInterfaceType } from 'graphql'
import { failureFromError, forwardError, type SubgraphError } from '../errors/subgraph-error.js'
import { type SubgraphFailure, toSubgraphFailure } from '../errors/subgraph-failure.js'
import { type ExecutionContext, reportFailure, type SubgraphResult } from '../execution-context.js'
import { mergeObject } from '../merge/merge-response.js'
import { findObjectsAt, findResponsePathsAt } from '../merge/plan-path.js'
import {
  isResponseObject,
  type ResponsePath,
  UNRESOLVED_NOT_FOUND,
  UNRESOLVED_REPORTED,
  UnresolvedField,
} from '../merge/response-object.js'
import type { EntityKeys } from '../plan/entity-keys.js'
import type { FetchPlanNode } from '../plan/fetch-plan.js'
import { markUnresolved } from '../plan/fetched-fields.js'
import { applyRewrites } from './data-rewrites.js'
import { createEntityIdentityCheck } from './entity-identity.js'
import { createReferenceCollector, type EntityReference } from './entity-references.js'
import { parseGraphqlResponse } from './graphql-response.js'
import { findUnresolvedRequirement } from './representation.js'
import { createRequestBodyWriter } from './request-body.js'

export interface EntityFetchSettings {
  schema: GraphQLSchema
  entityKeys: EntityKeys
  /** True when another fetch adds fields to the same objects. Response paths then need their own copies. */
  isTargetShared: boolean
}

/**
 * Creates an entity fetch. Each representation is sent once, and its entity is merged at every response path that needs
 * it. A mismatched entity is discarded.
 */
export function createEntityFetch<Context>(
  planNode: FetchPlanNode,
  requires: readonly QueryPlanSelectionNode[],
  { schema, entityKeys, isTargetShared }: EntityFetchSettings,
): (execution: ExecutionContext<Context>) => Promise<void> | undefined {
  const { node, path, fetchedFields } = planNode
  const { serviceName: subgraph, inputRewrites, outputRewrites } = node
  const collectReferences = createReferenceCollector(schema, requires, inputRewrites)
  const identity = createEntityIdentityCheck(planNode, requires, schema, entityKeys)
  const body = createRequestBodyWriter(identity.operation, node.operationName, node.variableUsages ?? [])

  return (execution) => {
    const { references, unresolvable } = collectReferences(findObjectsAt(execution.root, path))
    for (const object of unresolvable) {
      const unresolved = findUnresolvedRequirement(object, requires)
      if (unresolved) markUnresolved(schema, object, fetchedFields, unresolved)
    }
    return references.length === 0 ? undefined : fetchInto(execution, references)
  }

  async function fetchInto(
    execution: ExecutionContext<Context>,
    references: readonly EntityReference[],
  ): Promise<void> {
    let result: SubgraphResult
    try {
      result = await execution.fetchSubgraph({
        subgraph,
        body: body(
          execution.variables,
          references.map(({ json }) => json),
        ),
        kind: 'query',
        rootFields: [],
        context: execution.context,
      })
    } catch (error) {
      reportFailure(execution, subgraph, 'no-response', error)
      markAllFailed(references, toSubgraphFailure(subgraph, error))
      return
    }
    const response = parseGraphqlResponse(result)
    if (!response) {
      markAllFailed(references, reportFailure(execution, subgraph, 'invalid-response', 'not a GraphQL response'))
      return
    }
    applyResult(execution, references, response.data?._entities, response.errors)
  }

  function applyResult(
    execution: ExecutionContext<Context>,
    references: readonly EntityReference[],
    entities: unknown,
    errors: readonly SubgraphError[],
  ): void {
    const cause = errors.find((error) => readEntityIndex(error) === null) ?? errors[0]
    if (cause && (entities === undefined || entities === null)) {
      reportFailure(execution, subgraph, 'rejected', cause)
      markAllFailed(references, failureFromError(subgraph, cause))
      return
    }
    if (!Array.isArray(entities) || entities.length !== references.length) {
      const failure = reportFailure(
        execution,
        subgraph,
        'invalid-response',
        `_entities should be a list of ${references.length}`,
      )
      markAllFailed(references, failure)
      return
    }
    const errorIndexes = new Set(errors.map(readEntityIndex))
    for (const [index, reference] of references.entries()) {
      mergeEntity(execution, reference, entities[index], errorIndexes.has(index) || errorIndexes.has(null))
    }
    if (errors.length > 0) forwardErrors(execution, references, errors)
  }

  function mergeEntity(
    execution: ExecutionContext<Context>,
    reference: EntityReference,
    entity: unknown,
    isReported: boolean,
  ): void {
    if (entity === null) {
      markReference(reference, isReported ? UNRESOLVED_REPORTED : UNRESOLVED_NOT_FOUND)
      return
    }
    if (!isResponseObject(entity)) {
      markReference(
        reference,
        new UnresolvedField(reportFailure(execution, subgraph, 'invalid-response', 'an entity should be an object')),
      )
      return
    }
    const mismatch = identity.describeMismatch(reference.representation, entity)
    if (mismatch !== null) {
      markReference(reference, new UnresolvedField(reportFailure(execution, subgraph, 'entity-mismatch', mismatch)))
      return
    }
    if (outputRewrites) applyRewrites(schema, outputRewrites, entity)
    // A subgraph that knows only the interface returns its name; the merged result holds the concrete type.
    if (typeof entity.__typename === 'string' && isInterfaceType(schema.getType(entity.__typename))) {
      delete entity.__typename
    }
    for (const target of reference.targets) mergeObject(target, isTargetShared ? structuredClone(entity) : entity)
    if (isReported) markReference(reference, UNRESOLVED_REPORTED)
  }

  function markAllFailed(references: readonly EntityReference[], failure: SubgraphFailure): void {
    const unresolved = new UnresolvedField(failure)
    for (const reference of references) markReference(reference, unresolved)
  }

  function markReference(reference: EntityReference, unresolved: UnresolvedField): void {
    for (const target of reference.targets) markUnresolved(schema, target, fetchedFields, unresolved)
  }

  /** Forwards an error of one entity to each response path of it; other errors go to the common parent path. */
  function forwardErrors(
    execution: ExecutionContext<Context>,
    references: readonly EntityReference[],
    errors: readonly SubgraphError[],
  ): void {
    const pathsByTarget = findResponsePathsAt(execution.root, path)
    for (const error of errors) {
      const reference = references[readEntityIndex(error) ?? -1]
      if (reference) {
        const below = toInternalPath(error.path?.slice(2) ?? [])
        for (const responsePath of reference.targets.flatMap((target) => pathsByTarget.get(target) ?? [])) {
          forwardError(execution, subgraph, error, [...responsePath, ...below])
        }
      } else {
        forwardError(execution, subgraph, error, path.slice(0, path.includes('@') ? path.indexOf('@') : path.length))
      }
    }
  }

  function toInternalPath(errorPath: ResponsePath): ResponsePath {
    return errorPath.map((step) => (typeof step === 'string' ? (planNode.outputNames.get(step) ?? step) : step))
  }
}

function readEntityIndex({ path }: SubgraphError): number | null {
  const index = path?.[0] === '_entities' ? path[1] : undefined
  return typeof index === 'number' ? index : null
}
