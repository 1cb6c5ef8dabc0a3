// npm test: everything that CI runs on the embedded database; with MONGODB_URI set, on that database.
//   --only unit,integration,…   some of the suites      --label NAME   the name of this run in the summary
// Each suite leaves its counts in artifacts/results; the last line sums up this run: `N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failedOfPlaywright, failedOfVitest } from './failed-tests.mjs'
import { build, install, QUIET, ROOT } from './prepare.mjs'
import { printSummary } from './test-summary.mjs'

const RESULTS = join(ROOT, 'artifacts', 'results')
const option = (name) => process.argv[process.argv.indexOf(name) + 1]
const label = process.argv.includes('--label') ? option('--label') : 'npm test'
const only = process.argv.includes('--only') ? option('--only').split(',') : null

const CHECKS = [
  'format:check',
  'lint',
  'typecheck',
  'codegen:check',
  'compose:check',
  'schema:check',
  'docs:environment:check',
  'docs:states:check',
]
const SUITES = { checks: runChecks, unit: vitest, integration: vitest, e2e: vitest, browser: playwright }

install()
build()
mkdirSync(RESULTS, { recursive: true })

const results = []
for (const [name, run] of Object.entries(SUITES)) {
  if (only && !only.includes(name)) continue
  console.log(`\n━━ ${name}`)
  const result = { run: label, suite: name, ...run(name) }
  writeFileSync(join(RESULTS, `${label}-${name}.json`.replaceAll(' ', '-')), JSON.stringify(result))
  results.push(result)
}
process.exitCode = printSummary(results)

function runChecks() {
  const failed = CHECKS.filter((check) => {
    const { status, stdout, stderr } = npm(['run', '--silent', check], 'pipe')
    console.log(`${status === 0 ? '✓' : '✗'} ${check}`)
    if (status !== 0) process.stderr.write(`${stdout}${stderr}`)
    return status !== 0
  })
  return { passed: CHECKS.length - failed.length, failed: failed.length, skipped: 0, failures: failed }
}

function vitest(project) {
  const report = join(ROOT, 'artifacts', `vitest-${project}.json`)
  rmSync(report, { force: true })
  const { status } = node([
    'node_modules/vitest/vitest.mjs',
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  const counts = readReport(report)
  if (!counts) return { passed: 0, failed: 1, skipped: 0 }
  // A file that could not even be loaded has no failed test in it, and is a failure all the same.
  const failed = Math.max(counts.numFailedTests, counts.numFailedTestSuites > 0 || status !== 0 ? 1 : 0)
  const skipped = counts.numPendingTests + counts.numTodoTests
  return { passed: counts.numPassedTests, failed, skipped, failures: failedOfVitest(counts) }
}

function playwright() {
  const chromium = findChromium()
  if (!chromium) {
    console.log('There is no Chromium, and it cannot be installed here: the browser tests are skipped.')
    return { passed: 0, failed: 0, skipped: listBrowserTests() }
  }
  const report = join(ROOT, 'artifacts', 'playwright.json')
  rmSync(report, { force: true })
  const { status } = node(
    ['node_modules/@playwright/test/cli.js', 'test', '--config', 'e2e/browser/playwright.config.ts'],
    { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  )
  const told = readReport(report)
  if (!told?.stats) return { passed: 0, failed: 1, skipped: 0 }
  const { expected, unexpected, flaky, skipped } = told.stats
  return {
    passed: expected,
    failed: Math.max(unexpected + flaky, status === 0 ? 0 : 1),
    skipped,
    failures: failedOfPlaywright(told),
  }
}

function listBrowserTests() {
  const { stdout } = node(
    ['node_modules/@playwright/test/cli.js', 'test', '--list', '--config', 'e2e/browser/playwright.config.ts'],
    {},
    'pipe',
  )
  return Number(/Total: (\d+) test/.exec(stdout)?.[1] ?? 1)
}

/** Debian's Chromium, installed when it is missing and we may; undefined when it cannot be had. */
function findChromium() {
  const candidates = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ]
  const find = () => candidates.find((path) => path && spawnSync(path, ['--version']).status === 0)
  if (!find() && process.getuid?.() === 0) {
    console.log('Installing Chromium …')
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' })
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { stdio: 'ignore' })
  }
  return find()
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

function npm(args, stdio = 'inherit') {
  return spawnSync('npm', args, { cwd: ROOT, env: { ...process.env, ...QUIET }, stdio, encoding: 'utf8' })
}

function node(args, env = {}, stdio = ['ignore', 'inherit', 'inherit']) {
  return spawnSync(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...QUIET, ...env },
    stdio,
    encoding: 'utf8',
  })
}
