// Collects failed tests and their errors from the reports of the test runners, for the end of CI's output.
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { ROOT } from './prepare.mjs'

const LINES = 12
const shorten = (text = '') => stripVTControlCharacters(text).trim().split('\n').slice(0, LINES).join('\n    ')

/** `file > test` with its error, one for each failed test and each file that could not be loaded. */
export function failedOfVitest({ testResults }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(ROOT, name)
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0) return status === 'failed' ? [`${file}\n    ${shorten(message)}`] : []
    return failed.map(
      ({ fullName, failureMessages }) => `${file} > ${fullName}\n    ${shorten(failureMessages.join('\n'))}`,
    )
  })
}

/** The same of the browser tests. */
export function failedOfPlaywright({ suites, errors }) {
  const failed = (suite) => [
    ...(suite.specs ?? [])
      .filter(({ ok }) => !ok)
      .map(({ file, title, tests }) => {
        const error = tests.flatMap(({ results }) => results).find((result) => result.error)?.error
        return `${file} > ${title}\n    ${shorten(error?.message)}`
      }),
    ...(suite.suites ?? []).flatMap(failed),
  ]
  return [...suites.flatMap(failed), ...errors.map(({ message }) => shorten(message))]
}
