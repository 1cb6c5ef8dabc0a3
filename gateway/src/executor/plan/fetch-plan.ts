import type { FetchNode, PlanNode } from '@apollo/query-planner'
import { type DocumentNode, parse } from 'graphql'
import type { PlanPath } from '../merge/plan-path.js'
import { type FetchedField, readFetchedFields } from './fetched-fields.js'

/** A fetch of a query plan, analyzed once. */
export interface FetchPlanNode {
  node: FetchNode
  path: PlanPath
  document: DocumentNode
  /** Aliases of the planner, mapped to internal response names. */
  outputNames: ReadonlyMap<string, string>
  fetchedFields: readonly FetchedField[]
}

/** All fetches of a query plan. */
export interface FetchPlan {
  planNodeByFetch: ReadonlyMap<FetchNode, FetchPlanNode>
  /** Owning subgraphs by field path, such as `transactions.nodes.employee.name`. */
  ownersByPath: ReadonlyMap<string, readonly string[]>
  /**
   * Fetches whose objects receive fields from other fetches too. Shared entities must then be copied per response path,
   * otherwise fields of one path would appear at all.
   */
  sharedTargets: ReadonlySet<FetchNode>
}

export function readFetchPlan(node: PlanNode | undefined): FetchPlan {
  const planNodes: FetchPlanNode[] = []
  if (node) readNode(node, [], planNodes)
  const fieldSources = new Map<string, { planNode: FetchPlanNode; isComposite: boolean }[]>()
  for (const planNode of planNodes) {
    const path = planNode.path.filter((step) => step !== '@')
    recordFieldSources(planNode, path.join('.'), planNode.fetchedFields, fieldSources)
  }
  const sharedTargets = new Set<FetchNode>()
  for (const sources of fieldSources.values()) {
    const compositeFetches = new Set(
      sources.filter((source) => source.isComposite).map((source) => source.planNode.node),
    )
    if (compositeFetches.size > 1) for (const fetch of compositeFetches) sharedTargets.add(fetch)
  }
  return {
    planNodeByFetch: new Map(planNodes.map((planNode) => [planNode.node, planNode])),
    ownersByPath: new Map(
      [...fieldSources].map(([path, sources]) => [
        path,
        [...new Set(sources.map((source) => source.planNode.node.serviceName))],
      ]),
    ),
    sharedTargets,
  }
}

function readNode(node: PlanNode, path: PlanPath, planNodes: FetchPlanNode[]): void {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      for (const child of node.nodes) readNode(child, path, planNodes)
      return
    case 'Flatten':
      readNode(node.node, [...path, ...node.path.map(String)], planNodes)
      return
    case 'Condition':
      if (node.ifClause) readNode(node.ifClause, path, planNodes)
      if (node.elseClause) readNode(node.elseClause, path, planNodes)
      return
    case 'Fetch': {
      const document = parse(node.operation, { noLocation: true })
      const outputNames = readOutputNames(node)
      planNodes.push({ node, path, document, outputNames, fetchedFields: readFetchedFields(document, outputNames) })
      return
    }
    case 'Defer':
      throw new Error('The gateway does not support @defer.')
  }
}

function readOutputNames(node: FetchNode): Map<string, string> {
  const names = new Map<string, string>()
  for (const rewrite of node.outputRewrites ?? []) {
    const last = rewrite.path.at(-1)
    if (rewrite.kind === 'KeyRenamer' && last !== undefined) names.set(last, rewrite.renameKeyTo)
  }
  return names
}

function recordFieldSources(
  planNode: FetchPlanNode,
  path: string,
  fields: readonly FetchedField[],
  fieldSources: Map<string, { planNode: FetchPlanNode; isComposite: boolean }[]>,
): void {
  for (const field of fields) {
    const fieldPath = path === '' ? field.key : `${path}.${field.key}`
    const sources = fieldSources.get(fieldPath) ?? []
    sources.push({ planNode, isComposite: field.fields.length > 0 })
    fieldSources.set(fieldPath, sources)
    recordFieldSources(planNode, fieldPath, field.fields, fieldSources)
  }
}
