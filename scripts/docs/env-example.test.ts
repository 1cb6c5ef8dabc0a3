import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { SUBGRAPHS } from '@setrum/api-contract'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { readGatewayEnv } from '../../gateway/src/env.js'
import { readSandboxEnv } from '../../sandbox/iak/src/env.js'
import { readMongoEnv } from '../../sandbox/mongodb/src/env.js'
import { readMasterEnv } from '../../subgraphs/master/src/env.js'
import { readTransactionsEnv } from '../../subgraphs/transactions/src/env.js'
import { readPasswordEnv, readUsersEnv } from '../../subgraphs/users/src/env.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FOLDERS = ['packages', 'sandbox', 'subgraphs', 'gateway/src', 'web/src', 'web/start.mjs']
// `NAME: str({ … })` in the env.ts of each process.
const VALIDATOR =
  /[\s{]([A-Z][A-Z0-9_]+):\s*(?:\w+\s*\?\s*)?(?:str|num|port|bool|httpUrl|nodeEnv|logLevel|sharedSecret|trustedProxies|milliseconds)\(|^\s+([A-Z][A-Z0-9_]+): isProduction$/gm

const EXAMPLE = readFileSync(join(ROOT, '.env.example'), 'utf8')
/** The file with every line uncommented. */
const EXAMPLES = Object.fromEntries(
  [...EXAMPLE.matchAll(/^# ([A-Z][A-Z0-9_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
)

const dataDir = mkdtempSync(join(tmpdir(), 'setrum-env-'))
afterAll(() => rmSync(dataDir, { recursive: true }))
afterEach(() => vi.unstubAllEnvs())

function sourcesIn(path: string): string[] {
  const full = join(ROOT, path)
  if (/\.(ts|mjs)$/.test(path)) return [full]
  return readdirSync(full, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ts$/.test(name) && !/\.(test|d)\.ts$|node_modules|dist\/|\/test\//.test(name))
    .map((name) => join(full, name))
}

test('.env.example names every variable that a process or Compose reads, and no other', () => {
  const read = FOLDERS.flatMap(sourcesIn).flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(VALIDATOR)].map((match) => match[1] ?? match[2] ?? ''),
  )
  const compose = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8')
  const interpolated = [...compose.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name.replace(/_FILE$/, ''))
  // The gateway derives these names from the list of subgraphs.
  const derived = SUBGRAPHS.flatMap(({ name }) => [`${name.toUpperCase()}_URL`, `${name.toUpperCase()}_PORT`])
  expect(Object.keys(EXAMPLES).sort()).toEqual([...new Set([...read, ...derived, ...interpolated])].sort())
})

test('an unchanged copy as .env changes nothing', () => {
  expect(parseEnv(EXAMPLE)).toEqual({})
})

test('its values are the defaults: every process starts the same with all, empty or no variables', () => {
  const all = (values: Record<string, string | undefined>) => {
    vi.unstubAllEnvs()
    for (const name of Object.keys(EXAMPLES)) vi.stubEnv(name, values[name])
    vi.stubEnv('DATA_DIR', dataDir)
    const processes = [readUsersEnv, readMasterEnv, readTransactionsEnv, readGatewayEnv, readSandboxEnv, readMongoEnv]
    return [...processes, readPasswordEnv].map((read) => read())
  }
  const none = all({})
  expect(all(EXAMPLES)).toEqual(none)
  expect(all(Object.fromEntries(Object.keys(EXAMPLES).map((name) => [name, ''])))).toEqual(none)
  // npm start derives these from other variables.
  expect(EXAMPLES).toMatchObject({ DEMO_DATA: '', MONGODB_URI: '', ENV_FILE_PATH: '' })
})
