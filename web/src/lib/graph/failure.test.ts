import { CombinedGraphQLErrors } from '@apollo/client/errors'
import { expect, test } from 'vitest'
import { mayPass, readFailure, requestIdOf } from './failure'

const refusal = (code: string, more: object = {}) => ({ message: `refused: ${code}`, extensions: { code, ...more } })
const down = (service: string) => refusal('SUBGRAPH_UNAVAILABLE', { service })

function failureOf(...errors: ReturnType<typeof refusal>[]) {
  const failure = readFailure(new CombinedGraphQLErrors({ data: null, errors }))
  if (!failure) throw new Error('errors that are no failure')
  return failure
}

test.each(['INTERNAL_SERVER_ERROR', 'RATE_LIMITED', 'UNAUTHENTICATED', 'SUBGRAPH_UNAVAILABLE'])(
  'what was refused with %s is asked again by itself',
  (code) => {
    expect(mayPass(failureOf(refusal(code)))).toBe(true)
  },
)

test.each(['FORBIDDEN', 'NOT_FOUND', 'BAD_USER_INPUT', 'BILLER_UNAVAILABLE'])(
  'what was refused with %s is not asked again and again',
  (code) => {
    expect(mayPass(failureOf(refusal(code)))).toBe(false)
  },
)

test('a refusal beside parts that are down tells both, and is asked again for the sake of those', () => {
  const failure = failureOf(down('master'), refusal('FORBIDDEN'), down('master'), down('unheard-of'))
  expect(failure).toMatchObject({ kind: 'refused', code: 'FORBIDDEN', parts: ['master', 'other'] })
  expect(mayPass(failure)).toBe(true)
})

test('a fault of ours has the request id to quote, anything else has none', () => {
  expect(requestIdOf(failureOf(refusal('INTERNAL_SERVER_ERROR', { requestId: 'r-1' })))).toBe('r-1')
  expect(requestIdOf(failureOf(refusal('FORBIDDEN')))).toBeNull()
  expect(requestIdOf(failureOf(down('users')))).toBeNull()
})
