// npm test: all suites on the embedded database, or on the one at MONGODB_URI.
//   --only unit,integration,…   some of the suites      --label NAME   the name of this run in the summary
// Suites run one after the other, each on both cores. Output and counts of each suite are in artifacts; the last line is
// the summary `N passed, N failed`.
import { spawn, spawnSync } from 'node:child_process'
import { createWriteStream, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build, install, QUIET, ROOT } from './build.mjs'
import { failedOfPlaywright, failedOfVitest, CONFIG as PLAYWRIGHT_CONFIG } from './testing/failed-tests.mjs'
import { printSummary } from './testing/test-summary.mjs'

const ARTIFACTS = join(ROOT, 'artifacts')
const RESULTS = join(ARTIFACTS, 'results')
const option = (name) => process.argv[process.argv.indexOf(name) + 1]
const label = process.argv.includes('--label') ? option('--label') : 'npm test'
const only = process.argv.includes('--only') ? option('--only').split(',') : null

const CHECKS = [
  'format:check',
  'lint',
  'lint:deploy',
  'typecheck',
  'codegen:check',
  'compose:check',
  'schema:check',
  'docs:environment:check',
  'docs:states:check',
]
const CHROMIUM_PATHS = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]
const SUITES = {
  checks: runChecks,
  unit: vitest,
  integration: vitest,
  e2e: vitest,
  browser: playwright,
  'e2e-alone': vitest,
}
const NEED_WEB = ['e2e', 'browser', 'e2e-alone']

install()
// Builds the web app in parallel with the first suites, which do not need it.
build({ web: false })
mkdirSync(RESULTS, { recursive: true })
for (const name of readdirSync(ARTIFACTS)) if (name.endsWith('.log')) rmSync(join(ARTIFACTS, name))

const wanted = (name) => !only || only.includes(name === 'e2e-alone' ? 'e2e' : name)
// One after the other: apt-get has a lock.
const redis = wanted('integration') || wanted('e2e') ? installRedis() : Promise.resolve()
const chromiumPath = wanted('browser') ? redis.then(findChromium) : null
const webApp = NEED_WEB.some(wanted) ? run('build', ['scripts/build.mjs']) : null

const results = []
for (const name of Object.keys(SUITES).filter(wanted)) results.push(await runSuite(name))
process.exitCode = printSummary(results)

async function runSuite(name) {
  const isBuilt = !NEED_WEB.includes(name) || (await webApp).status === 0
  const startedAt = Date.now()
  const counts = isBuilt ? await SUITES[name](name) : notRun('build')
  const result = { run: label, suite: name, ...counts, seconds: Math.round((Date.now() - startedAt) / 1000) }
  writeFileSync(join(RESULTS, `${label}-${name}.json`.replaceAll(' ', '-')), JSON.stringify(result))
  return result
}

function notRun(log) {
  return { passed: 0, failed: 1, skipped: 0, failures: [`it did not run to its end: artifacts/${log}.log`] }
}

async function runChecks() {
  const failures = []
  for (const check of CHECKS) {
    const { status, output } = await run('checks', ['run', '--silent', check], { program: 'npm', isQuiet: true })
    console.log(`checks │ ${status === 0 ? '✓' : '✗'} ${check}`)
    if (status !== 0) failures.push(`${check}\n${output}\n    again: npm run ${check}`)
  }
  return { passed: CHECKS.length - failures.length, failed: failures.length, skipped: 0, failures }
}

async function vitest(project) {
  if (project !== 'unit') await redis
  const report = join(ARTIFACTS, `vitest-${project}.json`)
  rmSync(report, { force: true })
  const { status } = await run(project, [
    'node_modules/vitest/vitest.mjs',
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  const counts = readReport(report)
  if (!counts) return notRun(project)
  // A file that cannot be loaded has no failed test, and counts as a failure.
  const failed = Math.max(counts.numFailedTests, counts.numFailedTestSuites > 0 || status !== 0 ? 1 : 0)
  const skipped = counts.numPendingTests + counts.numTodoTests
  return { passed: counts.numPassedTests, failed, skipped, failures: failedOfVitest(counts, project) }
}

async function playwright(suite) {
  const chromium = await chromiumPath
  if (!chromium) {
    console.log('There is no Chromium, and it cannot be installed here: the browser tests are skipped.')
    return { passed: 0, failed: 0, skipped: await countBrowserTests() }
  }
  const report = join(ARTIFACTS, 'playwright.json')
  rmSync(report, { force: true })
  const { status } = await run(suite, ['node_modules/@playwright/test/cli.js', 'test', '--config', PLAYWRIGHT_CONFIG], {
    env: { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  })
  const counts = readReport(report)
  if (!counts?.stats) return notRun(suite)
  const { expected, unexpected, flaky, skipped } = counts.stats
  return {
    passed: expected,
    failed: Math.max(unexpected + flaky, status === 0 ? 0 : 1),
    skipped,
    failures: failedOfPlaywright(counts),
  }
}

async function countBrowserTests() {
  const list = ['node_modules/@playwright/test/cli.js', 'test', '--list', '--config', PLAYWRIGHT_CONFIG]
  const { output } = await run('browser', list, { isQuiet: true })
  return Number(/Total: (\d+) test/.exec(output)?.[1] ?? 1)
}

/** The tests with Redis are skipped without it. */
async function installRedis() {
  if (spawnSync('redis-server', ['--version']).status !== 0) await installPackage('redis-server')
}

/**
 * Finds Debian's Chromium, or installs it when running as root; undefined without either. Prefers the headless shell, which
 * needs a quarter of the CPU time of the full browser.
 */
async function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  const find = () => CHROMIUM_PATHS.find((path) => spawnSync(path, ['--version']).status === 0)
  if (find() !== CHROMIUM_PATHS[0])
    for (const name of ['chromium-headless-shell', 'chromium']) if (await installPackage(name)) break
  return find()
}

/** Installs a package of Debian when running as root. @returns whether it is installed */
async function installPackage(name) {
  if (process.getuid?.() !== 0) return false
  console.log(`Installing ${name} …`)
  const apt = { program: 'apt-get', isQuiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' } }
  await run('packages', ['update', '-qq'], apt)
  const { status } = await run('packages', ['install', '-y', '-qq', '--no-install-recommends', name], apt)
  return status === 0
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

/** Runs a program to its end, prints its output prefixed with the suite's name, and stores it in artifacts. */
function run(suite, args, { program = process.execPath, env = {}, isQuiet = false } = {}) {
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, ...QUIET, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log = createWriteStream(join(ARTIFACTS, `${suite}.log`), { flags: 'a' })
  const lines = []
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      log.write(`${line}\n`)
      if (!isQuiet) console.log(`${suite} │ ${line}`)
    })
  }
  return new Promise((resolve) => {
    child.once('close', (status) => {
      log.end()
      resolve({ status, output: lines.join('\n') })
    })
  })
}
