// npm run lint:deploy: the Dockerfile by dockerfile-utils, docker-compose.yml by the schema of the Compose specification, and
// the Kubernetes manifests by the API's schemas and, where kubectl is installed, by `kubectl kustomize`.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DCLinter } from 'dclint'
import { validate } from 'dockerfile-utils'
import { parse, parseAllDocuments } from 'yaml'
import { ROOT } from '../build.mjs'

const MANIFESTS = join(ROOT, 'deploy/kubernetes')
const faults = []

for (const { range, message } of validate(readFileSync(join(ROOT, 'Dockerfile'), 'utf8')))
  faults.push(`Dockerfile:${range.start.line + 1}: ${message}`)

// The other rules of dclint are about the order of keys.
const SCHEMA_RULES = ['invalid-schema', 'invalid-yaml']
const [compose] = new DCLinter({ rules: {}, quiet: true, debug: false, exclude: [] }).lintFiles(
  [join(ROOT, 'docker-compose.yml')],
  false,
)
for (const { rule, line, message } of compose?.messages ?? [])
  if (SCHEMA_RULES.includes(rule)) faults.push(`docker-compose.yml:${line}: ${message}`)

const { resources } = parse(readFileSync(join(MANIFESTS, 'kustomization.yaml'), 'utf8'))
const manifests = readdirSync(MANIFESTS).filter((file) => file !== 'kustomization.yaml')
for (const file of manifests) if (!resources.includes(file)) faults.push(`kustomization.yaml does not list ${file}`)
for (const file of manifests) {
  for (const document of parseAllDocuments(readFileSync(join(MANIFESTS, file), 'utf8'))) {
    try {
      if (document.errors[0]) throw document.errors[0]
      const resource = document.toJS()
      const kinds = await import(`kubernetes-models/${resource.apiVersion}`)
      new kinds[resource.kind](resource).validate()
    } catch (error) {
      faults.push(`deploy/kubernetes/${file}: ${error.message}`)
    }
  }
}
const kustomize = spawnSync('kubectl', ['kustomize', MANIFESTS], { encoding: 'utf8' })
if (!kustomize.error && kustomize.status !== 0) faults.push(`kubectl kustomize: ${kustomize.stderr}`)

for (const fault of faults) console.error(fault)
process.exitCode = faults.length > 0 ? 1 : 0
