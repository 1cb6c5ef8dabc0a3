import type { Language } from '@setrum/api-contract'
import { GraphQLError } from 'graphql'
import { formatStaleMessage } from '../errors/unavailable-error.js'
import { SUBGRAPH_UNAVAILABLE } from '../executor/errors.js'
import type { SupergraphResult } from '../executor/executor.js'
import type { StalePart } from '../executor/fetch.js'
import type { ResponsePath } from '../executor/merge.js'
import type { UnavailablePart } from '../executor/result-coercion.js'

/** Errors of list elements that differ in their path only; a response must not grow with the list. */
const MAX_ALIKE_ERRORS = 20

export interface ClientResponse {
  data?: Record<string, unknown> | null
  errors?: GraphQLError[]
  extensions?: Record<string, unknown>
}

export interface ClientResponseOptions {
  language: Language
  /** Start of the current outage of a subgraph. */
  getFailingSince: (subgraph: string) => Date
}

/**
 * Converts an execution result into the client's response. An unavailable part of several list elements is one error, at
 * the first path; other errors are one each. `extensions` lists unavailable and stale parts by subgraph.
 */
export function toClientResponse(
  { data, errors, unavailableParts, stale }: SupergraphResult,
  options: ClientResponseOptions,
): ClientResponse {
  if (!errors && stale.length === 0) return data === undefined ? {} : { data }
  const nullPatterns = readNullPatterns(unavailableParts)
  const degraded = new Map<string, Set<string>>()
  const clientErrors: GraphQLError[] = []
  const seenByCause = new Map<unknown, Set<string>>()
  const alikeCounts = new Map<string, number>()
  for (const error of errors ?? []) {
    const { service, code } = error.extensions
    const nullPattern = error.path && nullPatterns.get(error.path.join('\n'))
    const patterns = error.path ? (nullPattern === undefined ? [] : [nullPattern]) : readPaths(error)
    const isUnavailable = code === SUBGRAPH_UNAVAILABLE && patterns.length > 0
    if (isUnavailable && typeof service === 'string') {
      const known = degraded.get(service) ?? new Set()
      degraded.set(service, new Set([...known, ...patterns]))
    }
    const pattern = isUnavailable ? patterns.join() : toPathPattern(error.path ?? [])
    if (isUnavailable) {
      const seen = seenByCause.get(error.cause ?? error) ?? new Set()
      if (seen.has(pattern)) continue
      seenByCause.set(error.cause ?? error, seen.add(pattern))
    }
    const alike = JSON.stringify([pattern, service, code, error.message])
    const count = alikeCounts.get(alike) ?? 0
    if (count >= MAX_ALIKE_ERRORS) continue
    alikeCounts.set(alike, count + 1)
    clientErrors.push(service === undefined ? error : addSubgraphExtensions(error, isUnavailable ? patterns : null))
  }
  const extensions = {
    ...(degraded.size > 0 ? { degraded: [...degraded].map((part) => toDegraded(part, options)) } : {}),
    ...(stale.length > 0 ? { stale: stale.map(toStale) } : {}),
  }
  const allErrors = [...clientErrors, ...stale.map((part) => createStaleError(part, options.language))]
  return {
    ...(data === undefined ? {} : { data }),
    ...(allErrors.length > 0 ? { errors: allErrors } : {}),
    ...(Object.keys(extensions).length > 0 ? { extensions } : {}),
  }
}

/** Patterns of the places that are null, by the path of the failed field. */
function readNullPatterns(parts: readonly UnavailablePart[]): Map<string, string> {
  return new Map(
    parts.flatMap(({ places }) => places.map(({ path, nullPath }) => [path.join('\n'), toNullPattern(path, nullPath)])),
  )
}

/** Data that is null as a whole is named by its root field. */
function toNullPattern(path: ResponsePath, nullPath: ResponsePath): string {
  return toPathPattern(nullPath.length === 0 ? path.slice(0, 1) : nullPath)
}

/** Clients see `service` only when that subgraph is unavailable; `serviceName` is internal. */
function addSubgraphExtensions(error: GraphQLError, paths: string[] | null): GraphQLError {
  const { service, ...others } = error.extensions
  const isServiceVisible = paths !== null || others.code === SUBGRAPH_UNAVAILABLE
  return new GraphQLError(error.message, {
    ...(error.path ? { path: error.path } : {}),
    extensions: {
      ...others,
      ...(isServiceVisible ? { service } : {}),
      ...(paths ? { paths } : {}),
      serviceName: service,
    },
  })
}

/** The data is present, so the error has no path. */
function createStaleError({ subgraph, paths }: StalePart, language: Language): GraphQLError {
  return new GraphQLError(formatStaleMessage(subgraph, language), {
    extensions: { code: SUBGRAPH_UNAVAILABLE, service: subgraph, serviceName: subgraph, paths, stale: true },
  })
}

function toDegraded([subgraph, paths]: [string, ReadonlySet<string>], { getFailingSince }: ClientResponseOptions) {
  return { subgraph, paths: [...paths], since: getFailingSince(subgraph).toISOString() }
}

function toStale({ subgraph, paths, asOf }: StalePart) {
  return { subgraph, paths, asOf: asOf.toISOString() }
}

/** Apollo's executor reports an unavailable subgraph without a path; the data source names the paths. */
function readPaths({ extensions: { paths } }: GraphQLError): string[] {
  return Array.isArray(paths) ? paths.map(String) : []
}

/** Dotted path, with `*` for every list element. */
function toPathPattern(path: ResponsePath): string {
  return path.map((step) => (typeof step === 'number' ? '*' : step)).join('.')
}
