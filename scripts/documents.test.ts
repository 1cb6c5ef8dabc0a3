import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Supergraph } from '@apollo/federation-internals'
import { type GraphQLObjectType, parse, validate } from 'graphql'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

/** What is written by hand, with its path from the root. */
function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isFile()) return [path]
    return /^(node_modules|dist|artifacts|test-results|\..*)$/.test(entry.name) || !entry.isDirectory()
      ? []
      : filesBelow(path)
  })
}

const FILES = filesBelow('')
const DOCUMENTS = FILES.filter((path) => path.endsWith('.md'))
const MANIFESTS = FILES.filter((path) => path.split('/').at(-1) === 'package.json')

test.each(DOCUMENTS)('the links of %s lead somewhere', (document) => {
  const links = [...read(document).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(([, link = '']) => link)
  expect(links.filter((link) => !existsSync(join(ROOT, dirname(document), link)))).toEqual([])
})

test.each(DOCUMENTS)('the npm scripts that %s names are there', (document) => {
  const named = [...read(document).matchAll(/npm (?:run ([\w:-]+)|(start|test))\b([^`|#\n]*)/g)].map(
    ([, script, plain, rest = '']) => ({ script: script ?? plain ?? '', workspace: /-w ([\w/]+)/.exec(rest)?.[1] }),
  )
  const missing = named.filter(({ script, workspace }) => {
    // In load/ a command is run in the folder of its own package.
    const manifests = workspace
      ? [`${workspace}/package.json`]
      : ['package.json', ...(document.startsWith('load/') ? MANIFESTS.filter((path) => path.startsWith('load/')) : [])]
    return !manifests.some((path) => existsSync(join(ROOT, path)) && JSON.parse(read(path)).scripts?.[script])
  })
  expect(missing).toEqual([])
})

test('a process that is not built says what to run', () => {
  const program = join(ROOT, 'scripts/require-build.mjs')
  const { status, stderr } = spawnSync(process.execPath, [program], { cwd: join(ROOT, 'docs'), encoding: 'utf8' })
  expect(stderr).toContain('run npm run build')
  expect(status).toBe(1)
  const manifests = MANIFESTS.map((path) => JSON.parse(read(path)))
  const started = manifests.filter(({ scripts = {} }) => scripts.start === 'node dist/main.js')
  const silent = started.filter(({ scripts }) => !scripts.prestart?.endsWith('scripts/require-build.mjs'))
  // `npm run import` builds first.
  expect(silent.map(({ name }) => name)).toEqual(['@setrum/legacy-import'])
})

test.each(DOCUMENTS)('the tests and programs of ours that %s names are there', (document) => {
  const folders = '(?:docs|scripts|e2e|load|deploy|schema|gateway|web|packages|sandbox|subgraphs)'
  const files = '\\.(?:test\\.ts|ts|mjs|md|graphql|yaml|json|svg)'
  const named = [...read(document).matchAll(new RegExp(`(?<![\\w./-])${folders}/[\\w./()-]+?${files}\\b`, 'g'))]
  const found = named.map(([path]) => path)
  expect(
    found.filter((path) => ![ROOT, join(ROOT, dirname(document))].some((at) => existsSync(join(at, path)))),
  ).toEqual(
    // Written by commands that take long; the documents say that they are not there yet.
    found.filter((path) => path === 'e2e/faults/matrix.md' && !existsSync(join(ROOT, path))),
  )
})

test('every dependency has its reason in docs/reference/dependencies.md, and no other is there', () => {
  const used = new Set(
    MANIFESTS.flatMap((path) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(read(path))
      return Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !name.startsWith('@setrum/'))
    }),
  )
  const explained = [...read('docs/reference/dependencies.md').matchAll(/^\| `([^`]+)` \| \S/gm)].map(
    ([, name]) => name,
  )
  expect(explained.sort()).toEqual([...used].sort())
})

const INTEGRATORS_SCHEMA = Supergraph.build(read('supergraph.integrators.graphql')).apiSchema().toGraphQLJSSchema()

test('integrators are promised selling and looking, and nothing of what only the owner may', () => {
  const root = (type: 'Query' | 'Mutation') =>
    Object.keys((INTEGRATORS_SCHEMA.getType(type) as GraphQLObjectType | undefined)?.getFields() ?? {})
  expect(root('Mutation').sort()).toEqual(
    'buyToken checkTransactionStatus inquireBill login logout payBill recordPrint refreshSession'.split(' '),
  )
  expect(root('Query').sort()).toEqual(
    'billerBalance customers inquirePrepaidCustomer me product products salesSummary shift shifts transaction transactions'.split(
      ' ',
    ),
  )
  const types = Object.keys(INTEGRATORS_SCHEMA.getTypeMap())
  expect(
    types.filter((name) => /Audit|ApiKey|SessionChanges|CreateUser|UpdateUser|CreateShift|UpdateProduct/.test(name)),
  ).toEqual([])
})

test('dependencies are pinned to one version each', () => {
  const loose = MANIFESTS.flatMap((path) => {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(read(path))
    return Object.entries<string>({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d/.test(version))
  })
  expect(loose).toEqual([])
})

test('the operations for integrators fit the part of the schema that integrators are promised', () => {
  const blocks = [...read('docs/how-to/integrate.md').matchAll(/```graphql( owner)?\n(.*?)```/gs)]
  expect(blocks.length).toBeGreaterThan(3)
  // What the owner does for an integrator is in the whole schema only.
  const whole = Supergraph.build(read('supergraph.graphql')).apiSchema().toGraphQLJSSchema()
  const faults = blocks.flatMap(([, owner, text = '']) => validate(owner ? whole : INTEGRATORS_SCHEMA, parse(text)))
  expect(faults).toEqual([])
})
