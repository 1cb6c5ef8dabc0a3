import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Supergraph } from '@apollo/federation-internals'
import { parse, validate } from 'graphql'
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

test.each(DOCUMENTS)('what %s says to run is ours, or it says that it was not tried here', (document) => {
  const lines = [...read(document).matchAll(/^ *```sh\n(.*?)^ *```/gms)].flatMap(([, block = '']) => block.split('\n'))
  const foreign = lines.filter((line) => line.trim() !== '' && !line.includes('# not tried here'))
  // The scripts themselves are looked for above; what stands before them is a folder or variables.
  expect(
    foreign.filter((line) => !/^\s*(cd [\w/]+ && |\w+=\S+ )*(npm (start|test|run|ci)|npx vitest)\b/.test(line)),
  ).toEqual([])
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

test('every dependency has its reason in docs/dependencies.md, and no other is there', () => {
  const used = new Set(
    MANIFESTS.flatMap((path) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(read(path))
      return Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !name.startsWith('@setrum/'))
    }),
  )
  const explained = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` \| \S/gm)].map(([, name]) => name)
  expect(explained.sort()).toEqual([...used].sort())
})

test('the operations for integrators fit the schema', () => {
  const schema = Supergraph.build(read('supergraph.graphql')).apiSchema().toGraphQLJSSchema()
  const blocks = [...read('docs/integrators.md').matchAll(/```graphql\n(.*?)```/gs)].map(([, text = '']) => text)
  expect(blocks.length).toBeGreaterThan(3)
  expect(blocks.flatMap((text) => validate(schema, parse(text)))).toEqual([])
})
