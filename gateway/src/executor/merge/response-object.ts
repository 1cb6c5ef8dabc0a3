import type { SubgraphFailure } from '../errors/subgraph-failure.js'

/** An object of a subgraph's answer, as it came out of JSON, keyed by response name. */
export type Row = Record<string, unknown>

/** Where something stands in an answer: response names and list indexes. */
export type ResponsePath = readonly (string | number)[]

/**
 * Stands in the joined tree where a value should be and is not, and says why:
 * - a failure: the subgraph that owns it did not answer; nobody has been told yet;
 * - `reported`: the subgraph itself said why, in an error that the client gets;
 * - `absent`: the owner answered that there is no such entity, which is an answer and no fault.
 */
export class Hole {
  constructor(readonly reason: SubgraphFailure | 'reported' | 'absent') {}
}

export const REPORTED = new Hole('reported')
export const ABSENT = new Hole('absent')

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Hole)
}
