import type { Language } from '@setrum/api-contract'
import { GraphQLError } from 'graphql'
import { formatStaleMessage } from '../errors/unavailable-error.js'
import type { ResponsePath, StalePart, SupergraphResult } from '../executor/index.js'

const SUBGRAPH_UNAVAILABLE = 'SUBGRAPH_UNAVAILABLE'

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
 * Converts an execution result into the client's response. Equal errors of list elements become one error, at the first
 * path. `extensions` lists unavailable and stale parts by subgraph.
 */
export function toClientResponse(
  { data, errors, unavailableParts, stale }: SupergraphResult,
  options: ClientResponseOptions,
): ClientResponse {
  if (!errors && stale.length === 0) return data === undefined ? {} : { data }
  const unavailablePaths = new Set(unavailableParts.flatMap(({ paths }) => paths.map((path) => path.join('\n'))))
  const errorsByKey = new Map<string, GraphQLError>()
  const degraded = new Map<string, Set<string>>()
  for (const error of errors ?? []) {
    const { service, code } = error.extensions
    const patterns = error.path ? [toPathPattern(error.path)] : readPaths(error)
    const isUnavailable =
      code === SUBGRAPH_UNAVAILABLE &&
      patterns.length > 0 &&
      (error.path === undefined || unavailablePaths.has(error.path.join('\n')))
    if (isUnavailable && typeof service === 'string') {
      const known = degraded.get(service) ?? new Set()
      degraded.set(service, new Set([...known, ...patterns]))
    }
    const key = JSON.stringify([patterns, service, code, error.message])
    if (errorsByKey.has(key)) continue
    errorsByKey.set(key, service === undefined ? error : addSubgraphExtensions(error, isUnavailable ? patterns : null))
  }
  const extensions = {
    ...(degraded.size > 0 ? { degraded: [...degraded].map((part) => toDegraded(part, options)) } : {}),
    ...(stale.length > 0 ? { stale: stale.map(toStale) } : {}),
  }
  const allErrors = [...errorsByKey.values(), ...stale.map((part) => createStaleError(part, options.language))]
  return {
    ...(data === undefined ? {} : { data }),
    ...(allErrors.length > 0 ? { errors: allErrors } : {}),
    ...(Object.keys(extensions).length > 0 ? { extensions } : {}),
  }
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
