// Composes supergraph.graphql from supergraph.yaml (rover's file format). `--check` only says whether it is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { composeServices } from '@apollo/composition'
import { parse as parseGraphql } from 'graphql'
import { parse as parseYaml } from 'yaml'

const TARGET = 'supergraph.graphql'

const { subgraphs } = parseYaml(readFileSync('supergraph.yaml', 'utf8'))
const services = Object.entries(subgraphs).map(([name, { routing_url: url, schema }]) => ({
  name,
  url,
  typeDefs: parseGraphql(readFileSync(schema.file, 'utf8')),
}))

const { supergraphSdl, errors, hints } = composeServices(services)
if (errors) {
  for (const error of errors) console.error(error.message)
  console.error('The subgraphs do not compose.')
  process.exit(1)
}
for (const hint of hints ?? []) {
  if (hint.definition.level.value >= 60) console.warn(hint.toString())
}

if (process.argv.includes('--check')) {
  const committed = readFileSync(TARGET, 'utf8')
  if (committed !== supergraphSdl) {
    console.error(`${TARGET} is stale: run npm run compose and commit it.`)
    process.exit(1)
  }
  console.log(`${TARGET} is up to date`)
} else {
  writeFileSync(TARGET, supergraphSdl)
  console.log(`${TARGET} written: ${services.map(({ name }) => name).join(', ')}`)
}
