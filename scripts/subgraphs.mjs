// The list of subgraphs, from supergraph.yaml.
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

const { subgraphs } = parse(readFileSync(new URL('../supergraph.yaml', import.meta.url), 'utf8'))

/** Name, development address, port and schema file of each subgraph, in the order of the file. */
export const SUBGRAPHS = Object.entries(subgraphs).map(([name, { routing_url: url, schema }]) => ({
  name,
  url,
  port: Number(new URL(url).port),
  schemaFile: schema.file,
}))
