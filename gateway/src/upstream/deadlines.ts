import { type ConstDirectiveNode, Kind, parse } from 'graphql'
import type { Deadlines } from '../env.js'

export interface DeadlineRules {
  deadlines: Deadlines
  /** Root query fields that wait for the biller. */
  billerQueries: ReadonlySet<string>
}

/** Returns the deadline of one subgraph call. */
export function getCallTimeoutMs(
  { kind, rootFields }: { kind: 'query' | 'mutation'; rootFields: readonly string[] },
  subgraph: string,
  { deadlines, billerQueries }: DeadlineRules,
): number {
  if (kind === 'mutation') return subgraph === 'transactions' ? deadlines.billerMs : deadlines.mutationMs
  return rootFields.some((field) => billerQueries.has(field)) ? deadlines.billerMs : deadlines.queryMs
}

/**
 * Returns the remaining time of a call. The whole request has the time of its longest call, plus two query deadlines
 * for joined data.
 */
export function getRemainingMs(
  callMs: number,
  { elapsedMs, longestCallMs }: { elapsedMs: number; longestCallMs: number },
  { deadlines }: DeadlineRules,
): number {
  return Math.min(callMs, longestCallMs + 2 * deadlines.queryMs - elapsedMs)
}

/** Reads the root query fields with `@tag(name: "biller")`: they wait for the biller. */
export function readBillerQueries(supergraphSdl: string): ReadonlySet<string> {
  const names = parse(supergraphSdl, { noLocation: true }).definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === 'Query' && node.fields
      ? node.fields.filter((field) => field.directives?.some(isBillerTag)).map((field) => field.name.value)
      : [],
  )
  return new Set(names)
}

function isBillerTag({ name, arguments: given = [] }: ConstDirectiveNode): boolean {
  return (
    name.value === 'tag' &&
    given.some((one) => one.name.value === 'name' && one.value.kind === Kind.STRING && one.value.value === 'biller')
  )
}
