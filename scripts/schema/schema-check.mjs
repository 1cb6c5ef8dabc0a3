// npm run schema:check: reports changes of the public schema since schema/released.graphql, and of the integrators'
// schema, whose operations are unknown. Exits with 1 when a breaking change affects an operation of the web app, or on
// any breaking change without `--allow`. `--release` makes the current schemas the released ones.
import { readFileSync, writeFileSync } from 'node:fs'
import { Supergraph } from '@apollo/federation-internals'
import { CriticalityLevel, coverage, DiffRule, diff } from '@graphql-inspector/core'
import { buildSchema, parse, printSchema, Source, validate } from 'graphql'

const WEB_APP = { supergraph: 'supergraph.graphql', released: 'schema/released.graphql' }
const INTEGRATORS = {
  supergraph: 'schema/supergraph.integrators.graphql',
  released: 'schema/released.integrators.graphql',
}
const MANIFEST = 'web/src/gen/persisted-documents.json'

const sdlOf = ({ supergraph }) =>
  printSchema(Supergraph.build(readFileSync(supergraph, 'utf8')).apiSchema().toGraphQLJSSchema())
if (process.argv.includes('--release')) {
  for (const contract of [WEB_APP, INTEGRATORS]) {
    writeFileSync(contract.released, `${sdlOf(contract)}\n`)
    console.log(`${contract.released} written`)
  }
} else {
  const { released, current, changes } = await changesOf(WEB_APP)
  const forWebApp = report(changes, usedByOperations(released, current))
  const forIntegrators = reportIntegrators((await changesOf(INTEGRATORS)).changes)
  process.exitCode = Math.max(forWebApp, forIntegrators)
}

async function changesOf(contract) {
  const released = buildSchema(readFileSync(contract.released, 'utf8'))
  const current = buildSchema(sdlOf(contract))
  return { released, current, changes: await diff(released, current, [DiffRule.ignoreDescriptionChanges]) }
}

function reportIntegrators(changes) {
  const breaking = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
  for (const { message } of breaking) console.log(`breaking for integrators: ${message}`)
  console.log(`${changes.length} changes for integrators, ${breaking.length} of them breaking`)
  return breaking.length > 0 && !process.argv.includes('--allow') ? 1 : 0
}

/**
 * Predicate: does an operation of the web app use the changed element? The inspector's rule `considerUsage` is not an
 * option: it treats every path with an unused path as prefix as unused too (`Query.users` for `Query.user`).
 */
function usedByOperations(released, current) {
  const documents = Object.values(JSON.parse(readFileSync(MANIFEST, 'utf8')))
  const isOfRelease = (text) => validate(released, parse(text)).length === 0
  const used = (schema, texts) =>
    coverage(
      schema,
      texts.map((text) => new Source(text)),
    ).types
  // An operation with new fields is invalid on the released schema.
  const old = used(released, documents.filter(isOfRelease))
  const fresh = used(
    current,
    documents.filter((text) => !isOfRelease(text)),
  )
  return ({ path = '' }) => isHit(old, path) || isHit(fresh, path)
}

function isHit(types, path) {
  const [type, field, argument] = path.split('.')
  // Documents do not contain the values sent of an input type or enum: treat all as used.
  if (!types[type]) return true
  const ofField = types[type].children[field] ?? types[type]
  // A new argument affects every operation with the field.
  return (ofField.children[argument] ?? ofField).hits > 0
}

function report(changes, isUsed) {
  const at = (level) => changes.filter(({ criticality }) => criticality.level === level)
  const breaking = at(CriticalityLevel.Breaking)
  const groups = {
    'breaking, and the web app uses it': breaking.filter(isUsed),
    'breaking, and the web app does not use it': breaking.filter((change) => !isUsed(change)),
    dangerous: at(CriticalityLevel.Dangerous),
    safe: at(CriticalityLevel.NonBreaking),
  }
  for (const [group, found] of Object.entries(groups))
    for (const { message } of found) console.log(`${group}: ${message}`)
  const met = groups['breaking, and the web app uses it'].length
  console.log(
    `${changes.length} changes since the release, ${breaking.length} of them breaking, ${met} met by the web app`,
  )
  return met > 0 || (breaking.length > 0 && !process.argv.includes('--allow')) ? 1 : 0
}
