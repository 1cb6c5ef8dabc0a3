import type { GraphQLResponse } from '@setrum/testing'

export const ALL_OF_IT = 'all of it'

/** The places of an answer that hold something, `*` for every element of a list. */
export function placesOf(value: unknown, at: readonly string[] = []): Set<string> {
  if (value === null || value === undefined) return new Set()
  const inside = Array.isArray(value)
    ? value.flatMap((element) => [...placesOf(element, [...at, '*'])])
    : typeof value === 'object'
      ? Object.entries(value).flatMap(([name, child]) => [...placesOf(child, [...at, name])])
      : []
  return new Set([at.join('.'), ...inside])
}

/**
 * What of an operation still works, in one line: what is missing compared with its healthy answer, the codes of the
 * errors, and which subgraph the answer itself names as the cause.
 */
export function outcomeOf(answer: GraphQLResponse, healthy: ReadonlySet<string>): string {
  const there = placesOf(answer.data)
  const lost = [...healthy].filter((place) => !there.has(place))
  const missing = lost.filter((place) => place === '' || !lost.includes(parentOf(place)))
  const errors = answer.errors ?? []
  const codes = errors.map(
    ({ extensions }) => extensions.code + (extensions.outcomeUnknown ? ' (outcome unknown)' : ''),
  )
  const isOld = errors.some(({ extensions }) => extensions.stale === true)
  const degraded = degradedOf(answer)
  return [
    missing.length === 0 ? ALL_OF_IT : missing.includes('') ? 'nothing' : `all but ${missing.join(', ')}`,
    ...(isOld ? ['in part the last known'] : []),
    ...(codes.length > 0 ? [[...new Set(codes)].join(', ')] : []),
    ...(degraded.length > 0 ? [`degraded: ${degraded.join(', ')}`] : []),
  ].join('; ')
}

function degradedOf({ extensions }: GraphQLResponse): string[] {
  const degraded = extensions?.degraded
  if (!Array.isArray(degraded)) return []
  return [...new Set(degraded.map(({ subgraph }: { subgraph: string }) => subgraph))].sort()
}

function parentOf(place: string): string {
  return place.split('.').slice(0, -1).join('.')
}
