// The subgraphs of supergraph.yaml, which is the only list of them.
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

const { subgraphs } = parse(readFileSync(new URL('../supergraph.yaml', import.meta.url), 'utf8'))

/** In the order of the file: name, address in development, port and the file of its schema. */
export const SUBGRAPHS = Object.entries(subgraphs).map(([name, { routing_url: url, schema }]) => ({
  name,
  url,
  port: Number(new URL(url).port),
  schemaFile: schema.file,
}))
