import { CombinedGraphQLErrors } from '@apollo/client/errors'
import { expect, test } from 'vitest'
import { isRetryable, readFailure, requestIdOf } from './failure'

const refusal = (code: string, more: object = {}) => ({ message: `refused: ${code}`, extensions: { code, ...more } })
const down = (service: string) => refusal('SUBGRAPH_UNAVAILABLE', { service })

function failureOf(...errors: ReturnType<typeof refusal>[]) {
  const failure = readFailure(new CombinedGraphQLErrors({ data: null, errors }))
  if (!failure) throw new Error('the errors were read as no failure')
  return failure
}

test.each(['INTERNAL_SERVER_ERROR', 'RATE_LIMITED', 'UNAUTHENTICATED', 'SUBGRAPH_UNAVAILABLE'])(
  'a request that failed with %s is retried',
  (code) => {
    expect(isRetryable(failureOf(refusal(code)))).toBe(true)
  },
)

test.each(['FORBIDDEN', 'NOT_FOUND', 'BAD_USER_INPUT', 'BILLER_UNAVAILABLE'])(
  'a request that failed with %s is not retried',
  (code) => {
    expect(isRetryable(failureOf(refusal(code)))).toBe(false)
  },
)

test('an error beside unavailable subgraphs reports both, and the request is retried for the subgraphs', () => {
  const failure = failureOf(down('master'), refusal('FORBIDDEN'), down('master'), down('unheard-of'))
  expect(failure).toMatchObject({ kind: 'refused', code: 'FORBIDDEN', services: ['master', 'other'] })
  expect(isRetryable(failure)).toBe(true)
})

test('only an internal error has a request id to quote', () => {
  expect(requestIdOf(failureOf(refusal('INTERNAL_SERVER_ERROR', { requestId: 'r-1' })))).toBe('r-1')
  expect(requestIdOf(failureOf(refusal('FORBIDDEN')))).toBeNull()
  expect(requestIdOf(failureOf(down('users')))).toBeNull()
})
