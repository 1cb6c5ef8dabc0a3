// npm run test:changed: runs the tests affected by the changes since main, or since `-- --since REF`.
//   unit, integration   tests that import a changed file; for a package, all tests of its dependents
//   e2e, browser        scenarios of the table below, and changed scenarios
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, install, QUIET, ROOT } from '../build.mjs'
import { CONFIG as PLAYWRIGHT_CONFIG } from './failed-tests.mjs'

/** End-to-end tests import no product code: the first row that matches a changed file lists them. */
const SCENARIOS = [
  [/^web\/src\/app\/\(counter\)\/jual\//, ['till.spec.ts', 'scanner-and-tabs.spec.ts', 'bills.spec.ts']],
  [/^web\/src\/app\/\(counter\)\/riwayat\//, ['history.spec.ts', 'open-sales.spec.ts']],
  [/^web\/src\/app\/\(counter\)\//, ['open-sales.spec.ts', 'till.spec.ts']],
  [/^web\/src\/app\/struk\//, ['receipts.spec.ts']],
  [/^web\/src\/app\/\(admin\)\/(dasbor|transaksi)\//, ['dashboard.spec.ts', 'admin.spec.ts']],
  [/^web\/src\/app\/\(admin\)\//, ['admin.spec.ts']],
  [/^web\/src\/(app\/masuk|app\/api|lib\/session|proxy)/, ['session.spec.ts']],
  [/^web\/src\/components\/shell\//, ['session.spec.ts', 'offline.spec.ts']],
  [/^web\/src\/.*(?<!\.test)\.(tsx?|css)$/, ['smoke.spec.ts', 'visual-accessibility.spec.ts', 'till.spec.ts']],
  [/^packages\/legacy-import\/src\//, ['e2e/legacy-import/']],
  [/^packages\/dev-stack\/src\/|^scripts\/(start|watch)\.mjs$/, ['e2e/starting/', 'e2e/dashboard/']],
  [/^scripts\/database\.mjs$/, ['e2e/migrate/', 'e2e/seed/', 'e2e/legacy-import/']],
  [/^gateway\/src\/(auth|limits)\//, ['e2e/attack/', 'e2e/rights/']],
  [
    /^(gateway|subgraphs\/\w+|packages\/[\w-]+|sandbox\/\w+)\/src\/.*(?<!\.test)\.ts$|\.graphql$/,
    ['e2e/buy-token/', 'e2e/dashboard/', 'e2e/rights/', 'smoke.spec.ts'],
  ],
  [/^e2e\/browser\/.*\.spec\.ts$/, (file) => [file.replace('e2e/browser/', '')]],
  [/^e2e\/(?!browser|support)[\w-]+\//, (file) => [/^e2e\/[\w-]+\//.exec(file)[0]]],
]

const at = process.argv.indexOf('--since')
const since = at > 0 ? process.argv[at + 1] : git('merge-base', 'HEAD', 'main')[0] || 'HEAD'
const changed = [...git('diff', '--name-only', since), ...git('ls-files', '--others', '--exclude-standard')]
if (changed.length === 0) {
  console.log(`Nothing has changed since ${since}.`)
  process.exit(0)
}

install()
const scenarios = new Set(changed.flatMap(scenariosOf))
const specs = [...scenarios].filter((name) => name.endsWith('.spec.ts'))
const folders = [...scenarios].filter((name) => name.startsWith('e2e/'))
build({ web: specs.length > 0 })

const imports = vitestFiles(['--changed', since])
const files = [...new Set([...imports, ...vitestFiles(dependentsOfPackages())])]
const steps = [
  files.length > 0 && ['vitest', 'run', '--project', 'unit', '--project', 'integration', ...files],
  folders.length > 0 && ['vitest', 'run', '--project', 'e2e*', ...folders],
  specs.length > 0 && ['playwright', 'test', '--config', PLAYWRIGHT_CONFIG, ...specs],
].filter(Boolean)
if (steps.length === 0) console.log('No test is touched.')
for (const step of steps) {
  console.log(`\n━━ npx ${step.join(' ')}`)
  const { status } = npx(step, ['ignore', 'inherit', 'inherit'])
  if (status !== 0) process.exitCode = 1
}

function scenariosOf(file) {
  const [, found = []] = SCENARIOS.find(([pattern]) => pattern.test(file)) ?? []
  return typeof found === 'function' ? found(file) : found
}

/** Unit and integration test files selected by a filter of vitest; none without a filter. */
function vitestFiles(filter) {
  if (filter.length === 0) return []
  const list = ['vitest', 'list', '--filesOnly', '--json', '--project', 'unit', '--project', 'integration']
  const { stdout } = npx([...list, ...filter], ['ignore', 'pipe', 'inherit'])
  return JSON.parse(stdout || '[]').map(({ file }) => file)
}

/** Folders of the changed packages and of all workspaces that depend on them, directly or not. */
function dependentsOfPackages() {
  const workspaces = git('ls-files', '*/package.json')
    .filter((path) => !/^(load|e2e)\//.test(path))
    .map((path) => ({
      folder: path.replace('package.json', ''),
      ...JSON.parse(readFileSync(join(ROOT, path), 'utf8')),
    }))
  const isChanged = ({ folder }) =>
    /^(packages|sandbox)\//.test(folder) && changed.some((it) => it.startsWith(`${folder}src/`))
  const found = new Set(workspaces.filter(isChanged))
  // The iteration over a set includes elements added meanwhile.
  for (const { name } of found)
    for (const workspace of workspaces)
      if ({ ...workspace.dependencies, ...workspace.devDependencies }[name]) found.add(workspace)
  return [...found].map(({ folder }) => folder)
}

function git(...args) {
  const { stdout } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' })
  return stdout.split('\n').filter(Boolean)
}

function npx(args, stdio) {
  const env = { ...process.env, ...QUIET }
  return spawnSync('npx', ['--no-install', ...args], { cwd: ROOT, env, stdio, encoding: 'utf8', maxBuffer: 1e8 })
}
