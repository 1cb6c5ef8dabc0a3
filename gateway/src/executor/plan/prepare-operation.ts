import { operationFromDocument, type Schema, type Supergraph } from '@apollo/federation-internals'
import { isPlanNode, QueryPlanner } from '@apollo/query-planner'
import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode, parse } from 'graphql'
import { LRUCache } from 'lru-cache'
import { buildResultShape } from '../coercion/build-result-shape.js'
import type { ObjectShape } from '../coercion/complete-value.js'
import { createIntrospection, type Introspect } from '../coercion/introspection.js'
import type { ResponseObject } from '../merge/response-object.js'
import { listConditionVariables } from './conditions.js'
import { readEntityKeys } from './entity-keys.js'
import { readFetchPlan } from './fetch-plan.js'
import { getOperation } from './get-operation.js'
import { assignInternalNames, listFieldNames } from './internal-response-names.js'
import { type PlanStep, preparePlanStep } from './plan-steps.js'

/** An operation prepared for repeated execution. */
export interface PreparedOperation<Context> {
  operation: OperationDefinitionNode
  /** Null when no subgraph is needed. */
  executePlan: PlanStep<Context> | null
  getShape: (coercedVariables: ResponseObject) => ObjectShape
  introspect: Introspect
  toClientName: (internalName: string) => string
}

/** n conditions allow 2^n shapes of one operation. */
const MAX_CACHED_SHAPES = 16

export function createOperationPreparer<Context>(
  supergraph: Supergraph,
  supergraphSdl: string,
  api: { federationApiSchema: Schema; schema: GraphQLSchema },
): (document: DocumentNode, operationName: string | undefined) => PreparedOperation<Context> {
  const schema = supergraph.schema.toGraphQLJSSchema()
  const planner = new QueryPlanner(supergraph)
  const entityKeys = readEntityKeys(
    parse(supergraphSdl, { noLocation: true }),
    supergraph.subgraphNameToGraphEnumValue(),
  )
  const fieldNames = listFieldNames(schema)

  return (document, operationName) => {
    const selected = getOperation(document, operationName)
    const {
      document: documentToPlan,
      toInternalName,
      toClientName,
    } = assignInternalNames(
      { kind: Kind.DOCUMENT, definitions: [selected.operation, ...selected.fragments.values()] },
      fieldNames,
    )
    const { node } = planner.buildQueryPlan(operationFromDocument(api.federationApiSchema, documentToPlan))
    if (node && !isPlanNode(node)) throw new Error('The gateway does not support subscriptions.')
    const fetchPlan = readFetchPlan(node)
    const shapes = new LRUCache<string, ObjectShape>({ max: MAX_CACHED_SHAPES })
    const conditions = listConditionVariables(documentToPlan)
    const settings = { schema: api.schema, ...selected, toInternalName, ownersByPath: fetchPlan.ownersByPath }
    return {
      operation: selected.operation,
      executePlan: node ? preparePlanStep<Context>(node, { schema, entityKeys, fetchPlan }) : null,
      getShape(coercedVariables) {
        const key = conditions.map((name) => (coercedVariables[name] === true ? '1' : '0')).join('')
        const cached = shapes.get(key)
        if (cached) return cached
        const shape = buildResultShape(settings, coercedVariables)
        shapes.set(key, shape)
        return shape
      },
      introspect: createIntrospection(api.schema, selected.operation, selected.fragments),
      toClientName,
    }
  }
}
