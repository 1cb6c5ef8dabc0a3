// Summarizes test results. As a program: all results in artifacts/results; `--skip-second-engine` first counts the
// integration tests as skipped on the second database engine.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from '../build.mjs'

/** Prints failures, a table and the closing line. @returns the exit code */
export function printSummary(results) {
  for (const { run, suite, failures = [] } of results)
    for (const failure of failures) console.log(`\n✗ ${run}: ${suite}: ${failure}`)
  console.log('')
  for (const { run, suite, passed, failed, skipped, seconds } of results) {
    const rest = [skipped > 0 ? `, ${skipped} skipped` : '', seconds ? ` (${seconds} s)` : ''].join('')
    console.log(`${failed > 0 ? '✗' : '✓'} ${`${run}: ${suite}`.padEnd(32)} ${passed} ok, ${failed} not ok${rest}`)
  }
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0)
  const skipped = total('skipped') > 0 ? `, ${total('skipped')} skipped` : ''
  console.log(`\n${total('passed')} passed, ${total('failed')} failed${skipped}`)
  return total('failed') > 0 || total('passed') === 0 ? 1 : 0
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = join(ROOT, 'artifacts', 'results')
  if (process.argv.includes('--skip-second-engine')) {
    const { passed, failed, skipped } = JSON.parse(readFileSync(join(folder, 'npm-test-integration.json'), 'utf8'))
    const result = {
      run: 'second engine',
      suite: 'integration',
      passed: 0,
      failed: 0,
      skipped: passed + failed + skipped,
    }
    writeFileSync(join(folder, 'second-engine-integration.json'), JSON.stringify(result))
  }
  process.exitCode = printSummary(
    readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8'))),
  )
}
