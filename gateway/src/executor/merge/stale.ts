import type { FetchPart } from '../plan/fetch-plan.js'

/** A part of an answer that is not of now. */
export interface StalePart {
  subgraph: string
  /** Dotted places in the client's answer, `*` for every element of a list. */
  paths: string[]
  asOf: Date
}

/** The places of the root fields that a fetch brings. */
export function placesBroughtBy({ path, provided }: FetchPart, clientName: (treeName: string) => string): string[] {
  const prefix = path.map((step) => (step === '@' ? '*' : clientName(step)))
  return provided.map(({ key }) => [...prefix, clientName(key)].join('.'))
}
