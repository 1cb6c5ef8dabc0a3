import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import { type GraphQLSchema, isInterfaceType } from 'graphql'
import { failureOfError, passOn, type SubgraphError } from '../errors/subgraph-error.js'
import { failureOfThrown, type SubgraphFailure } from '../errors/subgraph-failure.js'
import { type Run, report, type SubgraphAnswer } from '../execution-context.js'
import { mergeInto } from '../merge/merge-response.js'
import { objectsAt, placesAt } from '../merge/plan-path.js'
import { ABSENT, Hole, isRow, REPORTED, type ResponsePath } from '../merge/response-object.js'
import type { EntityKeys } from '../plan/entity-keys.js'
import type { FetchPart } from '../plan/fetch-plan.js'
import { fillWithHoles } from '../plan/fetched-fields.js'
import { applyRewrites } from './data-rewrites.js'
import { entityIdentity } from './entity-identity.js'
import { findReferences, type Reference } from './entity-references.js'
import { readAnswer } from './graphql-response.js'
import { requiredHole } from './representation.js'
import { requestBody } from './request-body.js'

/** What fetches of entities need to know about the supergraph and the plan. */
export interface EntityFetchSettings {
  schema: GraphQLSchema
  keys: EntityKeys
  /** Another fetch adds to the objects that this one brings: places must not share them. */
  copies: boolean
}

/**
 * A fetch of entities by their references. Each reference is sent once however many places use it, and its answer goes
 * to all of them; an answer for another entity than asked for goes to none.
 */
export function entityFetch<Context>(
  part: FetchPart,
  requires: readonly QueryPlanSelectionNode[],
  { schema, keys, copies }: EntityFetchSettings,
): (run: Run<Context>) => Promise<void> | undefined {
  const { node, path, provided } = part
  const { serviceName: subgraph, inputRewrites, outputRewrites } = node
  const referencesOf = findReferences(schema, requires, inputRewrites)
  const identity = entityIdentity(part, requires, schema, keys)
  const body = requestBody(identity.operation, node.operationName, node.variableUsages ?? [])

  return (run) => {
    const { references, unaskable } = referencesOf(objectsAt(run.root, path))
    for (const object of unaskable) {
      const hole = requiredHole(object, requires)
      if (hole) fillWithHoles(schema, object, provided, hole)
    }
    return references.length === 0 ? undefined : fetchInto(run, references)
  }

  async function fetchInto(run: Run<Context>, references: readonly Reference[]): Promise<void> {
    let raw: SubgraphAnswer
    try {
      raw = await run.fetchSubgraph({
        subgraph,
        body: body(
          run.variables,
          references.map(({ json }) => json),
        ),
        kind: 'query',
        rootFields: [],
        context: run.context,
      })
    } catch (error) {
      report(run, subgraph, 'no-answer', error)
      failAll(references, failureOfThrown(subgraph, error))
      return
    }
    const answer = readAnswer(raw)
    if (!answer) {
      failAll(references, report(run, subgraph, 'wrong-shape', 'not a GraphQL answer'))
      return
    }
    take(run, references, answer.data?._entities, answer.errors)
  }

  function take(
    run: Run<Context>,
    references: readonly Reference[],
    entities: unknown,
    errors: readonly SubgraphError[],
  ): void {
    const cause = errors.find((error) => indexOf(error) === null) ?? errors[0]
    if (cause && (entities === undefined || entities === null)) {
      report(run, subgraph, 'refused', cause)
      failAll(references, failureOfError(subgraph, cause))
      return
    }
    if (!Array.isArray(entities) || entities.length !== references.length) {
      const failure = report(run, subgraph, 'wrong-shape', `_entities should be a list of ${references.length}`)
      failAll(references, failure)
      return
    }
    const told = new Set(errors.map(indexOf))
    for (const [index, reference] of references.entries()) {
      takeEntity(run, reference, entities[index], told.has(index) || told.has(null))
    }
    if (errors.length > 0) passOnAll(run, references, errors)
  }

  function takeEntity(run: Run<Context>, reference: Reference, entity: unknown, told: boolean): void {
    if (entity === null) {
      leaveOut(reference, told ? REPORTED : ABSENT)
      return
    }
    if (!isRow(entity)) {
      leaveOut(reference, new Hole(report(run, subgraph, 'wrong-shape', 'an entity should be an object')))
      return
    }
    const mismatch = identity.mismatch(reference.representation, entity)
    if (mismatch !== null) {
      leaveOut(reference, new Hole(report(run, subgraph, 'other-entity', mismatch)))
      return
    }
    if (outputRewrites) applyRewrites(schema, outputRewrites, entity)
    // A subgraph that knows only the interface says its name; which type it really is stands in the tree.
    if (typeof entity.__typename === 'string' && isInterfaceType(schema.getType(entity.__typename))) {
      delete entity.__typename
    }
    for (const target of reference.targets) mergeInto(target, copies ? structuredClone(entity) : entity)
    if (told) leaveOut(reference, REPORTED)
  }

  function failAll(references: readonly Reference[], failure: SubgraphFailure): void {
    const hole = new Hole(failure)
    for (const reference of references) leaveOut(reference, hole)
  }

  function leaveOut(reference: Reference, hole: Hole): void {
    for (const target of reference.targets) fillWithHoles(schema, target, provided, hole)
  }

  /** An error about one entity shows at each place that uses it; one about none, at what all places have in common. */
  function passOnAll(run: Run<Context>, references: readonly Reference[], errors: readonly SubgraphError[]): void {
    const places = placesAt(run.root, path)
    for (const error of errors) {
      const reference = references[indexOf(error) ?? -1]
      if (reference) {
        const below = inTree(error.path?.slice(2) ?? [])
        for (const place of reference.targets.flatMap((target) => places.get(target) ?? [])) {
          passOn(run, subgraph, error, [...place, ...below])
        }
      } else {
        passOn(run, subgraph, error, path.slice(0, path.includes('@') ? path.indexOf('@') : path.length))
      }
    }
  }

  function inTree(errorPath: ResponsePath): ResponsePath {
    return errorPath.map((step) => (typeof step === 'string' ? (part.names.get(step) ?? step) : step))
  }
}

function indexOf({ path }: SubgraphError): number | null {
  const index = path?.[0] === '_entities' ? path[1] : undefined
  return typeof index === 'number' ? index : null
}
