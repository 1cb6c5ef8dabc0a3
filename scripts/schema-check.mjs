// npm run schema:check: what has changed in the graph's public schema since schema/released.graphql, and whether the
// web app's operations are hurt by it; and what has changed in the part that integrators rely on, of whose operations we
// know nothing. Ends with 1 when a breaking change meets one of the web app's, or with any breaking change unless
// `--allow` says that it is meant. `--release` makes today's schemas the released ones.
import { readFileSync, writeFileSync } from 'node:fs'
import { Supergraph } from '@apollo/federation-internals'
import { CriticalityLevel, coverage, DiffRule, diff } from '@graphql-inspector/core'
import { buildSchema, parse, printSchema, Source, validate } from 'graphql'

const WEB_APP = { supergraph: 'supergraph.graphql', released: 'schema/released.graphql' }
const INTEGRATORS = { supergraph: 'supergraph.integrators.graphql', released: 'schema/released.integrators.graphql' }
const MANIFEST = 'web/src/gen/persisted-documents.json'

const sdlOf = ({ supergraph }) =>
  printSchema(Supergraph.build(readFileSync(supergraph, 'utf8')).apiSchema().toGraphQLJSSchema())
if (process.argv.includes('--release')) {
  for (const part of [WEB_APP, INTEGRATORS]) {
    writeFileSync(part.released, `${sdlOf(part)}\n`)
    console.log(`${part.released} written`)
  }
} else {
  const { released, current, changes } = await changesOf(WEB_APP)
  const forWebApp = report(changes, meetsOperations(released, current))
  const forIntegrators = reportIntegrators((await changesOf(INTEGRATORS)).changes)
  process.exitCode = Math.max(forWebApp, forIntegrators)
}

async function changesOf(part) {
  const released = buildSchema(readFileSync(part.released, 'utf8'))
  const current = buildSchema(sdlOf(part))
  return { released, current, changes: await diff(released, current, [DiffRule.ignoreDescriptionChanges]) }
}

function reportIntegrators(changes) {
  const breaking = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
  for (const { message } of breaking) console.log(`breaking for integrators: ${message}`)
  console.log(`${changes.length} changes for integrators, ${breaking.length} of them breaking`)
  return breaking.length > 0 && !process.argv.includes('--allow') ? 1 : 0
}

/**
 * Whether one of the web app's operations meets what changed. Not by the inspector's rule `considerUsage`, which takes
 * whatever begins like an unused path for unused too: `Query.users` for `Query.user`.
 */
function meetsOperations(released, current) {
  const documents = Object.values(JSON.parse(readFileSync(MANIFEST, 'utf8')))
  const isOfRelease = (text) => validate(released, parse(text)).length === 0
  const used = (schema, texts) =>
    coverage(
      schema,
      texts.map((text) => new Source(text)),
    ).types
  // An operation that asks for what is new is no operation on the released schema.
  const old = used(released, documents.filter(isOfRelease))
  const fresh = used(
    current,
    documents.filter((text) => !isOfRelease(text)),
  )
  return ({ path = '' }) => isHit(old, path) || isHit(fresh, path)
}

function isHit(types, path) {
  const [type, field, argument] = path.split('.')
  // Which values of an input type or enum are sent is not in the documents: each counts as used.
  if (!types[type]) return true
  const ofField = types[type].children[field] ?? types[type]
  // An argument that was not there before is missed by everybody who asks for the field.
  return (ofField.children[argument] ?? ofField).hits > 0
}

function report(changes, isMet) {
  const at = (level) => changes.filter(({ criticality }) => criticality.level === level)
  const breaking = at(CriticalityLevel.Breaking)
  const kinds = {
    'breaking, and the web app uses it': breaking.filter(isMet),
    'breaking, and the web app does not use it': breaking.filter((change) => !isMet(change)),
    dangerous: at(CriticalityLevel.Dangerous),
    safe: at(CriticalityLevel.NonBreaking),
  }
  for (const [kind, found] of Object.entries(kinds)) for (const { message } of found) console.log(`${kind}: ${message}`)
  const met = kinds['breaking, and the web app uses it'].length
  console.log(
    `${changes.length} changes since the release, ${breaking.length} of them breaking, ${met} met by the web app`,
  )
  return met > 0 || (breaking.length > 0 && !process.argv.includes('--allow')) ? 1 : 0
}
