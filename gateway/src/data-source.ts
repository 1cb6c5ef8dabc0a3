import type { DocumentNode } from 'graphql'
import type { GatewayContext } from './context.js'
import { callTimeoutMs, type DeadlineRules, remainingMs } from './deadlines.js'
import { distinct, mismatch, type Representation } from './entities.js'
import { type FetchShape, shapeOf } from './fetch-shape.js'
import { knownKey, type LastKnown } from './last-known.js'
import { malformed, type SubgraphAnswer, type SubgraphError } from './subgraph-answer.js'
import type { SubgraphClient } from './subgraph-client.js'
import { SubgraphUnavailable } from './subgraph-unavailable.js'
import type { Supergraph } from './supergraph.js'
import { type FetchPath, lostPaths, staleMessage, unavailableErrors } from './unavailable-errors.js'

/** One fetch of a query plan. */
export interface Fetch {
  document: DocumentNode
  variables: Readonly<Record<string, unknown>>
  /** Where it stands in the answer. */
  at: FetchPath
}

export interface FetchResult {
  data: Record<string, unknown> | null
  errors: readonly SubgraphError[]
}

export interface DataSourceOptions {
  client: SubgraphClient
  supergraph: Supergraph
  rules: DeadlineRules
  /** Answers to fall back on; only where old ones do no harm. */
  lastKnown?: LastKnown
}

/**
 * Carries the fetches of query plans to one subgraph. It knows nothing of who executes the plan: a fetch that fails is
 * an answer with errors, so that the rest of the plan goes on.
 */
export class DataSource {
  readonly #options: DataSourceOptions
  readonly #shapes = new WeakMap<DocumentNode, FetchShape>()

  constructor(options: DataSourceOptions) {
    this.#options = options
  }

  /** Never rejects for a fault of the subgraph. */
  async fetch(fetch: Fetch, context: GatewayContext): Promise<FetchResult> {
    const shape = this.#shapeOf(fetch.document)
    return shape.entities ? this.#fetchEntities(shape, fetch, context) : this.#fetchRoot(shape, fetch, context)
  }

  async #fetchRoot(shape: FetchShape, { variables, at }: Fetch, context: GatewayContext): Promise<FetchResult> {
    const lastKnown = this.#lastKnownFor(shape, context)
    const key = lastKnown && knownKey(shape, context.viewer, variables)
    try {
      const { data, errors } = await this.#send({ shape, variables, context })
      if (key !== undefined && data && errors.length === 0) lastKnown?.keep(key, data)
      return { data, errors: errors.map((error) => withPath(error, shape)) }
    } catch (error) {
      const fault = asUnavailable(error)
      const known = key === undefined ? undefined : lastKnown?.find(key)
      if (!known || !isRow(known.value)) return this.#lost(fault, { shape, at, typeNames: [], context })
      const errors = [this.#stale({ paths: lostPaths(shape, at, []), asOf: known.asOf, context })]
      return { data: known.value, errors }
    }
  }

  async #fetchEntities(shape: FetchShape, { variables, at }: Fetch, context: GatewayContext): Promise<FetchResult> {
    const { representations, positions } = distinct(representationsOf(variables))
    const lastKnown = this.#lastKnownFor(shape, context)
    const keys = lastKnown ? representations.map((one) => knownKey(shape, context.viewer, one)) : []
    try {
      const { data, errors } = await this.#send({
        shape,
        variables: { ...variables, representations },
        context,
        check: (answer) => {
          const fault = answer.data && mismatch(representations, answer.data._entities)
          if (fault) throw malformed(this.#options.client.name, fault)
        },
      })
      const entities: unknown = data?._entities
      const placed = errors.map((error) => withEntityPath(error, positions))
      if (!Array.isArray(entities)) return { data: null, errors: placed }
      if (errors.length === 0) for (const [index, key] of keys.entries()) lastKnown?.keep(key, entities[index])
      return { data: { _entities: positions.map((position): unknown => entities[position]) }, errors: placed }
    } catch (error) {
      const fault = asUnavailable(error)
      const known = keys.map((key) => lastKnown?.find(key))
      const missing = representations.filter((_, index) => !known[index])
      const { data, errors } =
        missing.length === 0
          ? { data: null, errors: [] }
          : this.#lost(fault, { shape, at, typeNames: typeNamesOf(missing), context })
      if (missing.length === representations.length) return { data, errors }
      const found = known.filter((one) => one !== undefined)
      const asOf = new Date(Math.min(...found.map((one) => one.asOf.getTime())))
      return {
        data: { _entities: positions.map((position): unknown => known[position]?.value ?? null) },
        errors: [...errors, this.#stale({ paths: lostPaths(shape, at, typeNamesOf(representations)), asOf, context })],
      }
    }
  }

  #lastKnownFor(shape: FetchShape, { viewer }: GatewayContext): LastKnown | undefined {
    const { lastKnown } = this.#options
    return lastKnown?.covers(shape, viewer) ? lastKnown : undefined
  }

  #send({ shape, variables, context, check }: Sending): Promise<SubgraphAnswer> {
    const { client, rules } = this.#options
    const callMs = callTimeoutMs(shape, client.name, rules)
    context.longestCallMs = Math.max(context.longestCallMs, callMs)
    const elapsedMs = performance.now() - context.startedAt
    return client.send({
      body: `{"query":${shape.queryJson},"variables":${JSON.stringify(variables)}}`,
      viewer: context.viewer,
      language: context.language,
      requestId: context.requestId,
      timeoutMs: remainingMs(callMs, { elapsedMs, longestCallMs: context.longestCallMs }, rules),
      operation: shape.operation,
      ...(check ? { check } : {}),
    })
  }

  #lost(
    fault: SubgraphUnavailable,
    {
      shape,
      at,
      typeNames,
      context,
    }: { shape: FetchShape; at: FetchPath; typeNames: string[]; context: GatewayContext },
  ): FetchResult {
    const { client } = this.#options
    context.losses.push({
      subgraph: client.name,
      paths: lostPaths(shape, at, typeNames),
      since: client.failingSince ?? new Date(),
    })
    return { data: null, errors: unavailableErrors(fault, { shape, at, typeNames, language: context.language }) }
  }

  /** Marks a part of the answer as old. Nothing is missing there, so its error stands at no place of the answer. */
  #stale({ paths, asOf, context }: { paths: string[]; asOf: Date; context: GatewayContext }): SubgraphError {
    const { name } = this.#options.client
    context.stale.push({ subgraph: name, paths, asOf })
    return {
      message: staleMessage(name, context.language),
      extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: name, paths, stale: true },
    }
  }

  #shapeOf(document: DocumentNode): FetchShape {
    const known = this.#shapes.get(document)
    if (known) return known
    const shape = shapeOf(document, this.#options.client.name, this.#options.supergraph)
    this.#shapes.set(document, shape)
    return shape
  }
}

interface Sending {
  shape: FetchShape
  variables: Readonly<Record<string, unknown>>
  context: GatewayContext
  check?: (answer: SubgraphAnswer) => void
}

function representationsOf({ representations }: Readonly<Record<string, unknown>>): Representation[] {
  if (!Array.isArray(representations)) throw new Error('an entity fetch has no representations')
  return representations
}

/** An error about the variables has no place of its own; it stands where the whole fetch does. */
function withPath(error: SubgraphError, shape: FetchShape): SubgraphError {
  return error.path ? error : { ...error, path: shape.rootNames.slice(0, 1) }
}

/** The executor looks up an error's place by the reference as it asked for it, we asked for each only once. */
function withEntityPath(error: SubgraphError, positions: readonly number[]): SubgraphError {
  const [root, position, ...rest] = error.path ?? ['_entities', 0]
  if (root !== '_entities' || typeof position !== 'number') return { ...error, path: ['_entities', 0] }
  return { ...error, path: ['_entities', Math.max(0, positions.indexOf(position)), ...rest] }
}

function typeNamesOf(representations: readonly Representation[]): string[] {
  return [...new Set(representations.map(({ __typename }) => String(__typename)))]
}

function asUnavailable(error: unknown): SubgraphUnavailable {
  if (error instanceof SubgraphUnavailable) return error
  throw error
}

function isRow(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
