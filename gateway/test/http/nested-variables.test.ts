import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestGateway } from '../support/start-test-gateway.js'

let running: Awaited<ReturnType<typeof startTestGateway>>
beforeAll(async () => {
  running = await startTestGateway()
})
afterAll(() => running?.stop())

const nested = (open: string, close: string, depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`
const OBJECT = nested('{"a":', '}', 5_000)
const LIST = nested('[', ']', 5_000)
const DEEPEST_LIST = nested('[', ']', 40_000)

// Written by hand, because JSON.stringify has a limit of its own.
test.each([
  ['an object for an input object', 'query($v: TransactionFilter) { transactions(filter: $v) { totalCount } }', OBJECT],
  ['a list for an input object', 'query($v: TransactionFilter) { transactions(filter: $v) { totalCount } }', LIST],
  [
    'an object for a member of an input object',
    'query($v: TransactionFilter) { transactions(filter: $v) { totalCount } }',
    `{"search":${OBJECT}}`,
  ],
  ['lists for a list', 'query($v: [TransactionStatus!]) { transactions(filter: { status: $v }) { totalCount } }', LIST],
  ['an object for a text', 'query($v: ID!) { user(id: $v) { name } }', OBJECT],
  ['a list for a text', 'query($v: ID!) { user(id: $v) { name } }', LIST],
  [
    'an object for a scalar of our own',
    'query($v: LocalDate) { salesSummary(filter: { from: $v }) { profit } }',
    OBJECT,
  ],
  ['a list as deep as a body allows', 'query($v: ID!) { user(id: $v) { name } }', DEEPEST_LIST],
])('variables nested 5,000 deep are a client error: %s', async (_name, query, value) => {
  const response = await fetch(`${running.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${running.createToken('ADMIN')}` },
    body: `{"query":${JSON.stringify(query)},"variables":{"v":${value}}}`,
  })
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] }
  expect({ status: response.status, code: errors[0]?.extensions.code }).toEqual({
    status: 400,
    code: expect.stringMatching(/^BAD_/),
  })
})
