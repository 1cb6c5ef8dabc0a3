// Collects failed tests with their errors and the commands that repeat them, from the reports of the test runners, for the
// end of CI's output.
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { ROOT } from '../build.mjs'

export const CONFIG = 'e2e/browser/playwright.config.ts'

const LINES = 12
const shorten = (text = '') => stripVTControlCharacters(text).trim().split('\n').slice(0, LINES).join('\n    ')
const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`
/** Pattern for `-t`, which takes a regular expression. */
const exactly = (name) => quote(`^${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`)
const describe = (title, error, command) => `${title}\n    ${shorten(error)}\n    again: ${command}`

/** The seed of the run, if it is not that of every run. */
const SEED = process.env.TEST_SEED ? `TEST_SEED=${process.env.TEST_SEED} ` : ''

/** `file > test` with its error, one for each failed test and each file that could not be loaded. */
export function failedOfVitest({ testResults }, project) {
  // End-to-end tests run compiled code, so they need a build.
  const command = `${project.startsWith('e2e') ? 'npm run build && ' : ''}${SEED}npx vitest run --project ${project}`
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(ROOT, name)
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0) return status === 'failed' ? [describe(file, message, `${command} ${file}`)] : []
    return failed.map(({ fullName, failureMessages }) =>
      describe(`${file} > ${fullName}`, failureMessages.join('\n'), `${command} ${file} -t ${exactly(fullName)}`),
    )
  })
}

/** Failed browser tests, in the same format. */
export function failedOfPlaywright({ suites, errors }) {
  const failed = (suite) => [
    ...(suite.specs ?? [])
      .filter(({ ok }) => !ok)
      .map(({ file, line, title, tests }) => {
        const error = tests.flatMap(({ results }) => results).find((result) => result.error)?.error
        const command = `npm run build && npx playwright test --config ${CONFIG} ${file}:${line}`
        return describe(`${file} > ${title}`, error?.message, command)
      }),
    ...(suite.suites ?? []).flatMap(failed),
  ]
  return [...suites.flatMap(failed), ...errors.map(({ message }) => shorten(message))]
}
