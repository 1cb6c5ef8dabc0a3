import type { PlanNode } from '@apollo/query-planner'
import type { GraphQLSchema } from 'graphql'
import type { Run } from '../execution-context.js'
import { entityFetch } from '../fetch/entity-fetch.js'
import { rootFetch } from '../fetch/root-fetch.js'
import type { EntityKeys } from './entity-keys.js'
import type { Fetches } from './fetch-plan.js'

/** One step of a prepared plan. Resolves when its part is joined to the tree; never rejects for a subgraph's fault. */
export type Step<Context> = (run: Run<Context>) => Promise<void> | undefined

export interface StepSettings {
  schema: GraphQLSchema
  keys: EntityKeys
  fetches: Fetches
}

/** Prepares a planner's node for running many times. @throws on `@defer`, which the gateway does not offer. */
export function prepareStep<Context>(node: PlanNode, settings: StepSettings): Step<Context> {
  const { schema, keys, fetches } = settings
  switch (node.kind) {
    case 'Sequence':
      return inSequence(node.nodes.map((child) => prepareStep<Context>(child, settings)))
    case 'Parallel':
      return inParallel(node.nodes.map((child) => prepareStep<Context>(child, settings)))
    case 'Flatten':
      // Where the step works was noted with its fetches.
      return prepareStep(node.node, settings)
    case 'Condition':
      return onCondition(
        node.condition,
        node.ifClause && prepareStep<Context>(node.ifClause, settings),
        node.elseClause && prepareStep<Context>(node.elseClause, settings),
      )
    case 'Fetch': {
      const part = fetches.partOf.get(node)
      if (!part) throw new Error('A fetch of the plan was not read.')
      if (!node.requires) return rootFetch(part, schema)
      return entityFetch(part, node.requires, { schema, keys, copies: fetches.overlapping.has(node) })
    }
    case 'Defer':
      throw new Error('The gateway does not offer @defer.')
  }
}

function inSequence<Context>(steps: readonly Step<Context>[]): Step<Context> {
  return async (run) => {
    for (const step of steps) {
      const pending = step(run)
      if (pending) await pending
    }
  }
}

function inParallel<Context>(steps: readonly Step<Context>[]): Step<Context> {
  return async (run) => {
    const pending: Promise<void>[] = []
    for (const step of steps) {
      const started = step(run)
      if (started) pending.push(started)
    }
    await Promise.all(pending)
  }
}

function onCondition<Context>(
  variable: string,
  ifTrue: Step<Context> | undefined,
  ifFalse: Step<Context> | undefined,
): Step<Context> {
  return (run) => (run.coerced[variable] === true ? ifTrue : ifFalse)?.(run)
}
