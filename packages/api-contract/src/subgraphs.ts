import { SUBGRAPHS, type SubgraphName } from './generated/subgraphs.js'

export { SUBGRAPHS, type SubgraphName }

export const SUBGRAPH_NAMES: readonly SubgraphName[] = SUBGRAPHS.map(({ name }) => name)

/** One value for each subgraph, by its name. */
export function mapSubgraphs<T>(make: (subgraph: (typeof SUBGRAPHS)[number]) => T): Record<SubgraphName, T> {
  return Object.fromEntries(SUBGRAPHS.map((subgraph) => [subgraph.name, make(subgraph)])) as Record<SubgraphName, T>
}

export function isSubgraphName(name: string): name is SubgraphName {
  return SUBGRAPHS.some((subgraph) => subgraph.name === name)
}
