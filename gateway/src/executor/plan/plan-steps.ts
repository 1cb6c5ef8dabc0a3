import type { PlanNode } from '@apollo/query-planner'
import type { GraphQLSchema } from 'graphql'
import type { ExecutionContext } from '../execution-context.js'
import { createEntityFetch } from '../fetch/entity-fetch.js'
import { createRootFetch } from '../fetch/root-fetch.js'
import type { EntityKeys } from './entity-keys.js'
import type { FetchPlan } from './fetch-plan.js'

/** One step of a prepared plan. Resolves when its data is merged; never rejects for a subgraph failure. */
export type PlanStep<Context> = (execution: ExecutionContext<Context>) => Promise<void> | undefined

export interface PlanStepSettings {
  schema: GraphQLSchema
  entityKeys: EntityKeys
  fetchPlan: FetchPlan
}

/** Prepares a plan node for repeated execution. @throws on `@defer`, which is not supported */
export function preparePlanStep<Context>(node: PlanNode, settings: PlanStepSettings): PlanStep<Context> {
  const { schema, entityKeys, fetchPlan } = settings
  switch (node.kind) {
    case 'Sequence':
      return runSequence(node.nodes.map((child) => preparePlanStep<Context>(child, settings)))
    case 'Parallel':
      return runParallel(node.nodes.map((child) => preparePlanStep<Context>(child, settings)))
    case 'Flatten':
      // The fetch plan already holds the path.
      return preparePlanStep(node.node, settings)
    case 'Condition':
      return runConditional(
        node.condition,
        node.ifClause && preparePlanStep<Context>(node.ifClause, settings),
        node.elseClause && preparePlanStep<Context>(node.elseClause, settings),
      )
    case 'Fetch': {
      const planNode = fetchPlan.planNodeByFetch.get(node)
      if (!planNode) throw new Error('A fetch of the query plan is missing in the fetch plan.')
      if (!node.requires) return createRootFetch(planNode, schema)
      return createEntityFetch(planNode, node.requires, {
        schema,
        entityKeys,
        isTargetShared: fetchPlan.sharedTargets.has(node),
      })
    }
    case 'Defer':
      throw new Error('The gateway does not support @defer.')
  }
}

function runSequence<Context>(steps: readonly PlanStep<Context>[]): PlanStep<Context> {
  return async (execution) => {
    for (const step of steps) {
      const pending = step(execution)
      if (pending) await pending
    }
  }
}

function runParallel<Context>(steps: readonly PlanStep<Context>[]): PlanStep<Context> {
  return async (execution) => {
    const pending: Promise<void>[] = []
    for (const step of steps) {
      const started = step(execution)
      if (started) pending.push(started)
    }
    await Promise.all(pending)
  }
}

function runConditional<Context>(
  variable: string,
  whenTrue: PlanStep<Context> | undefined,
  whenFalse: PlanStep<Context> | undefined,
): PlanStep<Context> {
  return (execution) => (execution.coercedVariables[variable] === true ? whenTrue : whenFalse)?.(execution)
}
