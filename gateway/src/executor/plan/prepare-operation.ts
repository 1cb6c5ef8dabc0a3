import { operationFromDocument, type Schema, type Supergraph } from '@apollo/federation-internals'
import { isPlanNode, QueryPlanner } from '@apollo/query-planner'
import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode, parse } from 'graphql'
import { LRUCache } from 'lru-cache'
import { shapeOf } from '../coercion/build-result-shape.js'
import type { ObjectShape } from '../coercion/complete-value.js'
import { type Introspection, introspectionOf } from '../coercion/introspection.js'
import type { Row } from '../merge/response-object.js'
import { conditionVariables } from './conditions.js'
import { entityKeys } from './entity-keys.js'
import { readFetches } from './fetch-plan.js'
import { chooseOperation } from './get-operation.js'
import { allFieldNames, plannedDocument } from './internal-response-names.js'
import { prepareStep, type Step } from './plan-steps.js'

/** An operation made ready to run any number of times. */
export interface PreparedOperation<Context> {
  operation: OperationDefinitionNode
  /** Null when no subgraph is needed. */
  step: Step<Context> | null
  shape: (coerced: Row) => ObjectShape
  introspection: Introspection
  clientName: (treeName: string) => string
}

/** A client that turns n conditions on and off makes 2^n shapes of one operation; this many are kept. */
const SHAPES_KEPT = 16

/** Plans and prepares operations of a supergraph. */
export function createPreparation<Context>(
  supergraph: Supergraph,
  supergraphSdl: string,
  api: { planned: Schema; schema: GraphQLSchema },
): (document: DocumentNode, operationName: string | undefined) => PreparedOperation<Context> {
  const schema = supergraph.schema.toGraphQLJSSchema()
  const planner = new QueryPlanner(supergraph)
  const keys = entityKeys(parse(supergraphSdl, { noLocation: true }), supergraph.subgraphNameToGraphEnumValue())
  const fieldNames = allFieldNames(schema)

  return (document, operationName) => {
    const chosen = chooseOperation(document, operationName)
    const {
      document: toPlan,
      treeName,
      clientName,
    } = plannedDocument(
      { kind: Kind.DOCUMENT, definitions: [chosen.operation, ...chosen.fragments.values()] },
      fieldNames,
    )
    const { node } = planner.buildQueryPlan(operationFromDocument(api.planned, toPlan))
    if (node && !isPlanNode(node)) throw new Error('The gateway does not offer subscriptions.')
    const fetches = readFetches(node)
    const shapes = new LRUCache<string, ObjectShape>({ max: SHAPES_KEPT })
    const conditions = conditionVariables(toPlan)
    const settings = { schema: api.schema, ...chosen, treeName, providers: fetches.providers }
    return {
      operation: chosen.operation,
      step: node ? prepareStep<Context>(node, { schema, keys, fetches }) : null,
      shape(coerced) {
        const key = conditions.map((name) => (coerced[name] === true ? '1' : '0')).join('')
        const known = shapes.get(key)
        if (known) return known
        const shape = shapeOf(settings, coerced)
        shapes.set(key, shape)
        return shape
      },
      introspection: introspectionOf(api.schema, chosen.operation, chosen.fragments),
      clientName,
    }
  }
}
