import type { FetchNode, PlanNode } from '@apollo/query-planner'
import { type DocumentNode, parse } from 'graphql'
import type { PlanPath } from '../merge/plan-path.js'
import { type ProvidedField, providedBy } from './fetched-fields.js'

/** A fetch of a plan, read once when the plan is prepared. */
export interface FetchPart {
  node: FetchNode
  path: PlanPath
  document: DocumentNode
  /** Names that the planner gave fields for this call only, and what they are called in the tree. */
  names: ReadonlyMap<string, string>
  provided: readonly ProvidedField[]
}

/** All fetches of a plan, and who brings what. */
export interface Fetches {
  partOf: ReadonlyMap<FetchNode, FetchPart>
  /** Which subgraphs bring a field, by its place: `transactions.nodes.employee.name`. */
  providers: ReadonlyMap<string, readonly string[]>
  /**
   * Fetches that bring an object of which another fetch brings a part as well. What several places have in common must
   * then be copied for each of them, or the other part of one place would show in all.
   */
  overlapping: ReadonlySet<FetchNode>
}

export function readFetches(node: PlanNode | undefined): Fetches {
  const parts: FetchPart[] = []
  if (node) readNode(node, [], parts)
  const bringing = new Map<string, { part: FetchPart; composite: boolean }[]>()
  for (const part of parts) {
    const place = part.path.filter((step) => step !== '@')
    note(part, place.join('.'), part.provided, bringing)
  }
  const overlapping = new Set<FetchNode>()
  for (const brought of bringing.values()) {
    const composite = new Set(brought.filter((one) => one.composite).map((one) => one.part.node))
    if (composite.size > 1) for (const fetch of composite) overlapping.add(fetch)
  }
  return {
    partOf: new Map(parts.map((part) => [part.node, part])),
    providers: new Map(
      [...bringing].map(([place, brought]) => [place, [...new Set(brought.map((one) => one.part.node.serviceName))]]),
    ),
    overlapping,
  }
}

function readNode(node: PlanNode, path: PlanPath, parts: FetchPart[]): void {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      for (const child of node.nodes) readNode(child, path, parts)
      return
    case 'Flatten':
      readNode(node.node, [...path, ...node.path.map(String)], parts)
      return
    case 'Condition':
      if (node.ifClause) readNode(node.ifClause, path, parts)
      if (node.elseClause) readNode(node.elseClause, path, parts)
      return
    case 'Fetch': {
      const document = parse(node.operation, { noLocation: true })
      const names = namesGivenBack(node)
      parts.push({ node, path, document, names, provided: providedBy(document, names) })
      return
    }
    case 'Defer':
      throw new Error('The gateway does not offer @defer.')
  }
}

function namesGivenBack(node: FetchNode): Map<string, string> {
  const names = new Map<string, string>()
  for (const rewrite of node.outputRewrites ?? []) {
    const last = rewrite.path.at(-1)
    if (rewrite.kind === 'KeyRenamer' && last !== undefined) names.set(last, rewrite.renameKeyTo)
  }
  return names
}

function note(
  part: FetchPart,
  place: string,
  fields: readonly ProvidedField[],
  bringing: Map<string, { part: FetchPart; composite: boolean }[]>,
): void {
  for (const field of fields) {
    const at = place === '' ? field.key : `${place}.${field.key}`
    const brought = bringing.get(at) ?? []
    brought.push({ part, composite: field.fields.length > 0 })
    bringing.set(at, brought)
    note(part, at, field.fields, bringing)
  }
}
