// Made from supergraph.yaml by npm run compose.
export const SUBGRAPHS = [
  { name: 'users', port: 4001 },
  { name: 'master', port: 4002 },
  { name: 'transactions', port: 4003 },
] as const

export type SubgraphName = (typeof SUBGRAPHS)[number]['name']
