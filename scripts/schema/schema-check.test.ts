import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'

// The check reads its working directory: here a folder with a test release and the current supergraph.
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const RELEASED = 'schema/released.graphql'
const INTEGRATORS = 'schema/released.integrators.graphql'
const MANIFEST = 'web/src/gen/persisted-documents.json'

const released = mkdtempSync(join(tmpdir(), 'setrum-schema-'))
let folder = released
beforeAll(() => {
  mkdirSync(join(folder, 'web/src/gen'), { recursive: true })
  mkdirSync(join(folder, 'schema'))
  for (const path of ['supergraph.graphql', 'schema/supergraph.integrators.graphql', MANIFEST])
    cpSync(join(ROOT, path), join(folder, path))
  check('--release')
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'setrum-schema-'))
  cpSync(released, folder, { recursive: true })
  return () => rmSync(folder, { recursive: true })
})
afterAll(() => rmSync(released, { recursive: true }))

function check(...args: string[]) {
  return spawnSync(process.execPath, [join(ROOT, 'scripts/schema/schema-check.mjs'), ...args], {
    cwd: folder,
    encoding: 'utf8',
  })
}

/** Changes the released schema: added elements count as removed since, removed ones as added. */
function releasedWith(was: string | RegExp, is: string) {
  const text = readFileSync(join(folder, RELEASED), 'utf8')
  const changed = text.replace(was, is)
  expect(changed).not.toBe(text)
  writeFileSync(join(folder, RELEASED), changed)
}

const FORMER_FIELD: [string, string] = ['\ntype Query {\n', '\ntype Query {\n  former: Int\n']

test('passes without changes', () => {
  expect(check()).toMatchObject({ status: 0, stdout: expect.stringContaining('0 changes since the release') })
})

test('passes when the web app uses new elements', () => {
  releasedWith(/(?<=\bcustomers\([^)]*) {4}"""[^"]*"""\n {4}productType: ProductType\n/, '')
  const { status, stdout } = check()
  expect(stdout).toContain("dangerous: Argument 'productType: ProductType' added to field 'Query.customers'")
  expect(status).toBe(0)
})

test('fails when a field used by the web app was removed, even with --allow', () => {
  releasedWith(...FORMER_FIELD)
  const manifest = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8'))
  writeFileSync(join(folder, MANIFEST), JSON.stringify({ ...manifest, former: 'query Former { former }' }))
  for (const args of [[], ['--allow']]) {
    const { status, stdout } = check(...args)
    expect(status).toBe(1)
    expect(stdout).toContain("breaking, and the web app uses it: Field 'former' was removed from object type 'Query'")
    expect(stdout).toContain('1 changes since the release, 1 of them breaking, 1 met by the web app')
  }
})

test('fails when an unused field was removed, except with --allow', () => {
  releasedWith(...FORMER_FIELD)
  const { status, stdout } = check()
  expect(status).toBe(1)
  expect(stdout).toContain("breaking, and the web app does not use it: Field 'former' was removed")
  expect(check('--allow').status).toBe(0)
})

test('fails when a field of the integrators’ schema was removed, except with --allow', () => {
  const path = join(folder, INTEGRATORS)
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace('\ntype Query {\n', '\ntype Query {\n  promised: Int\n'))
  const { status, stdout } = check()
  expect(status).toBe(1)
  expect(stdout).toContain("breaking for integrators: Field 'promised' was removed from object type 'Query'")
  expect(stdout).toContain('0 changes since the release')
  expect(check('--allow').status).toBe(0)
})

test('reports a dangerous change and passes', () => {
  releasedWith(/\n\n {2}"""[^"]*"""\n {2}EXPIRED\n/, '\n')
  const { status, stdout } = check()
  expect(stdout).toContain("dangerous: Enum value 'EXPIRED' was added to enum 'TransactionStatus'")
  expect(status).toBe(0)
})

test('passes on a safe change', () => {
  releasedWith(/\n {2}"""[^"]*"""\n {2}threshold: Rupiah!\n/, '\n')
  const { status, stdout } = check()
  expect(stdout).toContain("safe: Field 'threshold' was added to object type 'BillerBalance'")
  expect(status).toBe(0)
})
