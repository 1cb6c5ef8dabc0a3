import type { GraphQLResponse } from '@setrum/testing'

export const ALL_OF_IT = 'all of it'

/** Response paths with a value, `*` for every element of a list. */
export function pathsOf(value: unknown, at: readonly string[] = []): Set<string> {
  if (value === null || value === undefined) return new Set()
  const inside = Array.isArray(value)
    ? value.flatMap((element) => [...pathsOf(element, [...at, '*'])])
    : typeof value === 'object'
      ? Object.entries(value).flatMap(([name, child]) => [...pathsOf(child, [...at, name])])
      : []
  return new Set([at.join('.'), ...inside])
}

/**
 * The outcome of an operation in one line: paths missing compared with its healthy response, error codes, and the
 * subgraph that the response names as the cause.
 */
export function outcomeOf(response: GraphQLResponse, healthy: ReadonlySet<string>): string {
  const there = pathsOf(response.data)
  const lost = [...healthy].filter((path) => !there.has(path))
  const missing = lost.filter((path) => path === '' || !lost.includes(parentOf(path)))
  const errors = response.errors ?? []
  const codes = errors.map(
    ({ extensions }) => extensions.code + (extensions.outcomeUnknown ? ' (outcome unknown)' : ''),
  )
  const isOld = errors.some(({ extensions }) => extensions.stale === true)
  const degraded = degradedOf(response)
  return [
    missing.length === 0 ? ALL_OF_IT : missing.includes('') ? 'nothing' : `all but ${missing.join(', ')}`,
    ...(isOld ? ['partly stale'] : []),
    ...(codes.length > 0 ? [[...new Set(codes)].join(', ')] : []),
    ...(degraded.length > 0 ? [`degraded: ${degraded.join(', ')}`] : []),
  ].join('; ')
}

function degradedOf({ extensions }: GraphQLResponse): string[] {
  const degraded = extensions?.degraded
  if (!Array.isArray(degraded)) return []
  return [...new Set(degraded.map(({ subgraph }: { subgraph: string }) => subgraph))].sort()
}

function parentOf(path: string): string {
  return path.split('.').slice(0, -1).join('.')
}
