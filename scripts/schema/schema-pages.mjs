// npm run docs:schema: generates pages of the integrators' schema in artifacts/schema. The generator has its own lockfile
// in docs/schema, to keep its 300 packages out of the workspace.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Supergraph } from '@apollo/federation-internals'
import { printSchema } from 'graphql'
import { ROOT, runOrExit } from '../build.mjs'

const supergraph = Supergraph.build(readFileSync(join(ROOT, 'schema/supergraph.integrators.graphql'), 'utf8'))
mkdirSync(join(ROOT, 'artifacts'), { recursive: true })
writeFileSync(join(ROOT, 'artifacts', 'integrators.graphql'), printSchema(supergraph.apiSchema().toGraphQLJSSchema()))
runOrExit('generator installed', 'npm', [
  'ci',
  '--prefix',
  'docs/schema',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
])
runOrExit('pages written', 'npm', ['run', '--prefix', 'docs/schema', 'build'])
console.log('artifacts/schema/index.html')
