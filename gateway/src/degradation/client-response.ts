import { GraphQLError } from 'graphql'
import { staleMessage } from '../errors/unavailable-error.js'
import type { ResponsePath, StalePart, SupergraphResult } from '../executor/index.js'
import type { Language } from '../language.js'

const UNAVAILABLE = 'SUBGRAPH_UNAVAILABLE'

export interface ClientAnswer {
  data?: Record<string, unknown> | null
  errors?: GraphQLError[]
  extensions?: Record<string, unknown>
}

export interface AnswerReader {
  language: Language
  /** Since when a subgraph does not answer. */
  since: (subgraph: string) => Date
}

/**
 * What the client gets of an execution: an error stands once, at its first place, however many elements of a list it
 * concerns; and what is missing or old because of a subgraph is listed.
 */
export function clientAnswer({ data, errors, lacking, stale }: SupergraphResult, reader: AnswerReader): ClientAnswer {
  if (!errors && stale.length === 0) return data === undefined ? {} : { data }
  const missing = new Set(lacking.flatMap(({ paths }) => paths.map((path) => path.join('\n'))))
  const told = new Map<string, GraphQLError>()
  const degraded = new Map<string, Set<string>>()
  for (const error of errors ?? []) {
    const { service, code } = error.extensions
    const place = error.path && patternOf(error.path)
    const isOurs = code === UNAVAILABLE && error.path !== undefined && missing.has(error.path.join('\n'))
    if (isOurs && typeof service === 'string' && place !== undefined) {
      const places = degraded.get(service) ?? new Set()
      degraded.set(service, places.add(place))
    }
    const key = JSON.stringify([place, service, code, error.message])
    if (told.has(key)) continue
    told.set(key, service === undefined ? error : fromSubgraph(error, isOurs && place !== undefined ? [place] : null))
  }
  const extensions = {
    ...(degraded.size > 0 ? { degraded: [...degraded].map((part) => toDegraded(part, reader)) } : {}),
    ...(stale.length > 0 ? { stale: stale.map(toStale) } : {}),
  }
  const all = [...told.values(), ...stale.map((part) => staleError(part, reader.language))]
  return {
    ...(data === undefined ? {} : { data }),
    ...(all.length > 0 ? { errors: all } : {}),
    ...(Object.keys(extensions).length > 0 ? { extensions } : {}),
  }
}

/** `service` is for clients only where one is not available; `serviceName` says to us where an error is from. */
function fromSubgraph(error: GraphQLError, paths: string[] | null): GraphQLError {
  const { service, ...others } = error.extensions
  const isTold = paths !== null || others.code === UNAVAILABLE
  return new GraphQLError(error.message, {
    ...(error.path ? { path: error.path } : {}),
    extensions: { ...others, ...(isTold ? { service } : {}), ...(paths ? { paths } : {}), serviceName: service },
  })
}

/** Marks a part of the answer as old. Nothing is missing there, so its error stands at no place of the answer. */
function staleError({ subgraph, paths }: StalePart, language: Language): GraphQLError {
  return new GraphQLError(staleMessage(subgraph, language), {
    extensions: { code: UNAVAILABLE, service: subgraph, serviceName: subgraph, paths, stale: true },
  })
}

function toDegraded([subgraph, places]: [string, ReadonlySet<string>], { since }: AnswerReader) {
  return { subgraph, paths: [...places], since: since(subgraph).toISOString() }
}

function toStale({ subgraph, paths, asOf }: StalePart) {
  return { subgraph, paths, asOf: asOf.toISOString() }
}

/** A place as people read it: dotted, `*` for every element of a list. */
function patternOf(path: ResponsePath): string {
  return path.map((step) => (typeof step === 'number' ? '*' : step)).join('.')
}
