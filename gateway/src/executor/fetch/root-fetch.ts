import { type GraphQLSchema, isNonNullType } from 'graphql'
import { failureOfError, passOn, type SubgraphError } from '../errors/subgraph-error.js'
import { failureOfThrown, type SubgraphFailure } from '../errors/subgraph-failure.js'
import { type Run, report, type SubgraphAnswer } from '../execution-context.js'
import { mergeInto } from '../merge/merge-response.js'
import { objectsAt, placesAt } from '../merge/plan-path.js'
import { Hole, REPORTED, type ResponsePath, type Row } from '../merge/response-object.js'
import { placesBroughtBy } from '../merge/stale.js'
import type { FetchPart } from '../plan/fetch-plan.js'
import { fillWithHoles } from '../plan/fetched-fields.js'
import { applyRewrites } from './data-rewrites.js'
import { readAnswer } from './graphql-response.js'
import { requestBody } from './request-body.js'

/**
 * A fetch that starts at a root type: the operation's, or `Query` again somewhere below. What is missing afterwards is
 * marked in the tree, field by field.
 */
export function rootFetch<Context>(
  part: FetchPart,
  schema: GraphQLSchema,
): (run: Run<Context>) => Promise<void> | undefined {
  const { node, path, provided } = part
  const { serviceName: subgraph } = node
  const body = requestBody(node.operation, node.operationName, node.variableUsages ?? [])
  const kind = node.operationKind === 'mutation' ? 'mutation' : 'query'
  const rootFields = provided.map(({ name }) => name)
  const required = kind === 'mutation' ? keysThatMustBeThere(part, schema) : []

  return (run) => {
    const targets = path.length === 0 ? [run.root] : objectsAt(run.root, path)
    if (targets.length === 0) return undefined
    if (kind === 'mutation' && run.stopped) {
      for (const target of targets) fillWithHoles(schema, target, provided, REPORTED)
      return undefined
    }
    return fetchInto(run, targets)
  }

  async function fetchInto(run: Run<Context>, targets: readonly Row[]): Promise<void> {
    await ask(run, targets)
    if (required.some((key) => run.root[key] === null || run.root[key] instanceof Hole)) run.stopped = true
  }

  async function ask(run: Run<Context>, targets: readonly Row[]): Promise<void> {
    let raw: SubgraphAnswer
    try {
      raw = await run.fetchSubgraph({
        subgraph,
        body: body(run.variables),
        kind,
        rootFields,
        context: run.context,
      })
    } catch (error) {
      report(run, subgraph, 'no-answer', error)
      fail(targets, failureOfThrown(subgraph, error))
      return
    }
    take(run, targets, raw)
  }

  function take(run: Run<Context>, targets: readonly Row[], raw: SubgraphAnswer): void {
    const answer = readAnswer(raw)
    if (!answer) {
      fail(targets, report(run, subgraph, 'wrong-shape', 'not a GraphQL answer'))
      return
    }
    const { data, errors } = answer
    if (raw.asOf) {
      run.stale.push({ subgraph, paths: placesBroughtBy(part, run.clientName), asOf: raw.asOf })
    }
    if (data) {
      if (node.outputRewrites) applyRewrites(schema, node.outputRewrites, data)
      for (const target of targets) mergeInto(target, targets.length > 1 ? structuredClone(data) : data)
    }
    if (errors.length > 0) takeErrors(run, targets, errors, data === null)
  }

  function takeErrors(
    run: Run<Context>,
    targets: readonly Row[],
    errors: readonly SubgraphError[],
    refused: boolean,
  ): void {
    const places = [...placesAt(run.root, path).values()].flat()
    const cause = errors.find((error) => error.path === null) ?? errors[0]
    for (const error of errors) {
      // Without data, an error without a path is told at each place that it leaves empty.
      if (refused && error === cause && error.path === null) continue
      for (const place of places) passOn(run, subgraph, error, [...place, ...inTree(error.path)])
    }
    if (refused && cause) {
      report(run, subgraph, 'refused', cause)
      const reported = new Set(errors.map((error) => error.path && inTree(error.path)[0]))
      for (const target of targets) {
        fillWithHoles(
          schema,
          target,
          provided.filter((field) => reported.has(field.key)),
          REPORTED,
        )
      }
      fail(targets, failureOfError(subgraph, cause))
      return
    }
    for (const target of targets) fillWithHoles(schema, target, provided, REPORTED)
  }

  function fail(targets: readonly Row[], failure: SubgraphFailure): void {
    for (const target of targets) fillWithHoles(schema, target, provided, new Hole(failure))
  }

  function inTree(errorPath: ResponsePath | null): ResponsePath {
    return (errorPath ?? []).map((step) => (typeof step === 'string' ? (part.names.get(step) ?? step) : step))
  }
}

/** Mutations whose failure leaves no answer at all: GraphQL then does not begin those that follow. */
function keysThatMustBeThere({ provided }: FetchPart, schema: GraphQLSchema): string[] {
  const fields = schema.getMutationType()?.getFields() ?? {}
  return provided.filter(({ name }) => isNonNullType(fields[name]?.type)).map(({ key }) => key)
}
