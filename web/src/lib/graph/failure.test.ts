import { CombinedGraphQLErrors } from '@apollo/client/errors'
import { expect, test } from 'vitest'
import { isNumberRefused, isRefusal, isRetryable, readFailure, requestIdOf } from './failure'

const apiError = (code: string, more: object = {}) => ({
  message: `failed with ${code}`,
  extensions: { code, ...more },
})
const down = (service: string) => apiError('SUBGRAPH_UNAVAILABLE', { service })

function failureOf(...errors: ReturnType<typeof apiError>[]) {
  const failure = readFailure(new CombinedGraphQLErrors({ data: null, errors }))
  if (!failure) throw new Error('the errors were read as no failure')
  return failure
}

test.each([
  'BILLER_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
  'NOT_READY',
  'RATE_LIMITED',
  'UNAUTHENTICATED',
  'SUBGRAPH_UNAVAILABLE',
])('a request that failed with %s is retried', (code) => {
  expect(isRetryable(failureOf(apiError(code)))).toBe(true)
})

test.each(['FORBIDDEN', 'NOT_FOUND', 'BAD_USER_INPUT', 'QUERY_TIMEOUT'])(
  'a request that failed with %s is not retried',
  (code) => {
    expect(isRetryable(failureOf(apiError(code)))).toBe(false)
  },
)

test('an error beside unavailable subgraphs reports both, and the request is retried for the subgraphs', () => {
  const failure = failureOf(down('master'), apiError('FORBIDDEN'), down('master'), down('unheard-of'))
  expect(failure).toMatchObject({ kind: 'error', code: 'FORBIDDEN', services: ['master', 'other'] })
  expect(isRetryable(failure)).toBe(true)
})

test('only an internal error has a request id to quote', () => {
  expect(requestIdOf(failureOf(apiError('INTERNAL_SERVER_ERROR', { requestId: 'r-1' })))).toBe('r-1')
  expect(requestIdOf(failureOf(apiError('FORBIDDEN')))).toBeNull()
  expect(requestIdOf(failureOf(down('users')))).toBeNull()
})

test.each(['13', '14', '15', '16', '203', '206'])(
  'a number that the biller refuses with %s has to be changed: repeating the request does not help',
  (rc) => {
    const failure = failureOf(apiError('BILLER_REJECTED', { rc }))
    expect([isNumberRefused(failure), isRefusal(failure)]).toEqual([true, true])
  },
)

test.each(['01', '106', '109', '110', null])('a refusal of the biller with %s is not about the number', (rc) => {
  const failure = failureOf(apiError('BILLER_REJECTED', { rc }))
  expect([isNumberRefused(failure), isRefusal(failure)]).toEqual([false, false])
})

test.each([
  ['meterNumber', true],
  ['customerNumber', true],
  ['idempotencyKey', false],
])('bad input of %s is about the number: %s', (field, isAboutNumber) => {
  const failure = failureOf(apiError('BAD_USER_INPUT', { field }))
  expect([isNumberRefused(failure), isRefusal(failure)]).toEqual([isAboutNumber, true])
})

test.each([
  ['NOT_FOUND', true],
  ['QUERY_TIMEOUT', false],
  ['BILLER_UNAVAILABLE', false],
  ['SUBGRAPH_UNAVAILABLE', false],
])('the same request is refused again after %s: %s', (code, isRefused) => {
  expect(isRefusal(failureOf(apiError(code)))).toBe(isRefused)
})
