// Composes supergraph.graphql from supergraph.yaml (rover's file format), schema/supergraph.integrators.graphql, in which only
// elements tagged `integrators` are public, and the list of subgraphs as TypeScript. `--check` fails when a file is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { composeServices } from '@apollo/composition'
import { applyTagFilterOnSubgraphs } from '@theguild/federation-composition'
import { parse as parseGraphql, visit } from 'graphql'
import { parse as parseYaml } from 'yaml'

const CONTRACT = 'integrators'
/** Name, development address, port and schema file of each subgraph, in the order of supergraph.yaml. */
const SUBGRAPHS = Object.entries(parseYaml(readFileSync('supergraph.yaml', 'utf8')).subgraphs).map(
  ([name, { routing_url: url, schema }]) => ({ name, url, port: Number(new URL(url).port), schemaFile: schema.file }),
)

const services = SUBGRAPHS.map(({ name, url, schemaFile }) => ({
  name,
  url,
  typeDefs: parseGraphql(readFileSync(schemaFile, 'utf8')),
}))

const targets = {
  'supergraph.graphql': compose(services),
  'schema/supergraph.integrators.graphql': compose(integratorSchemas(services)),
  'packages/api-contract/src/generated/subgraphs.ts': typeScriptList(),
}
for (const [target, text] of Object.entries(targets)) {
  if (!process.argv.includes('--check')) {
    writeFileSync(target, text)
    console.log(`${target} written`)
  } else if (readFileSync(target, 'utf8') === text) {
    console.log(`${target} is up to date`)
  } else {
    console.error(`${target} is stale: run npm run compose and commit it.`)
    process.exitCode = 1
  }
}

function compose(schemas) {
  const { supergraphSdl, errors, hints = [] } = composeServices(schemas)
  if (errors) {
    for (const error of errors) console.error(error.message)
    console.error('The subgraphs do not compose.')
    process.exit(1)
  }
  // The second composition has the same hints.
  if (schemas === services) {
    for (const hint of hints) if (hint.definition.level.value >= 60) console.warn(hint.toString())
  }
  return supergraphSdl
}

function integratorSchemas(schemas) {
  const filter = { include: new Set([CONTRACT]), exclude: new Set() }
  const filtered = applyTagFilterOnSubgraphs(
    schemas.map((subgraph) => ({
      ...subgraph,
      typeDefs: visit(subgraph.typeDefs, { FieldDefinition: withTaggedArguments }),
    })),
    filter,
  )
  return filtered.map(({ name, url, typeDefs }) => ({ name, url, typeDefs }))
}

/** A tagged field includes its arguments; the filter alone would require a tag on each. */
function withTaggedArguments(field) {
  const tag = field.directives.find(({ arguments: given }) => given.some(({ value }) => value.value === CONTRACT))
  if (!tag) return undefined
  return { ...field, arguments: field.arguments.map((one) => ({ ...one, directives: [...one.directives, tag] })) }
}

function typeScriptList() {
  const entries = SUBGRAPHS.map(({ name, port }) => `  { name: '${name}', port: ${port} },`)
  return `// Made from supergraph.yaml by npm run compose.
export const SUBGRAPHS = [
${entries.join('\n')}
] as const

export type SubgraphName = (typeof SUBGRAPHS)[number]['name']
`
}
