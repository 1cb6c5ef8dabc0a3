import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestGateway } from '../support/start-test-gateway.js'

let running: Awaited<ReturnType<typeof startTestGateway>>
beforeAll(async () => {
  running = await startTestGateway()
})
afterAll(() => running?.stop())
const ENGLISH = { 'accept-language': 'en' }

/** Sends the same request so that Apollo Server answers it, and so that our short way does. */
async function bothWays(body: object, headers: Record<string, string> = {}) {
  const send = async (accept: string) => {
    const response = await fetch(`${running.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept,
        authorization: `Bearer ${running.tokenOf('ADMIN')}`,
        ...headers,
      },
      body: JSON.stringify(body),
    })
    const text = await response.text()
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      caching: response.headers.get('cache-control'),
      answer: JSON.parse(text.replaceAll(/"(requestId|since)":"[^"]*"/g, '"$1":""')),
      // Apollo ends its answers with a new line.
      isApollos: text.endsWith('\n'),
    }
  }
  // More than one wish at once is none of those that the short way knows.
  return { apollo: await send('application/json, text/plain;q=0.1'), ours: await send('application/json') }
}

describe('the short way answers as Apollo Server does', () => {
  test.each<[string, object, Record<string, string>?]>([
    ['a query', { query: '{ me { name } shifts { id } }' }],
    ['a query with variables', { query: 'query A($id: ID!) { user(id: $id) { name } }', variables: { id: 'u2' } }],
    ['one of several operations', { query: 'query A { me { name } } query B { me { id } }', operationName: 'B' }],
    ['a look at the schema', { query: '{ __type(name: "User") { name } }' }],
    ['an error of a subgraph', { query: 'mutation { login(email: "a@b.test", password: "x") { accessToken } }' }],
    [
      'an error that is masked',
      { query: 'mutation { changePassword(currentPassword: "a", newPassword: "b") }' },
      ENGLISH,
    ],
    [
      'nulls for what was not said',
      { query: '{ me { name } }', variables: null, operationName: null, extensions: null },
    ],
  ])('%s', async (_title, body, headers) => {
    const { apollo, ours } = await bothWays(body, headers)
    expect({ apollo: apollo.isApollos, ours: ours.isApollos }).toEqual({ apollo: true, ours: false })
    expect({ ...ours, isApollos: true }).toEqual(apollo)
  })

  test('with a subgraph away', async () => {
    running.subgraphs.users.fault = '500'
    const { apollo, ours } = await bothWays({ query: '{ me { name } shifts { id } }' })
    running.subgraphs.users.fault = null
    expect(ours.answer.extensions.degraded).toHaveLength(1)
    expect({ ...ours, isApollos: true }).toEqual(apollo)
  })
})

describe('what is out of the ordinary is left to Apollo Server', () => {
  test.each<[string, object]>([
    ['a document that cannot be read', { query: '{ me {' }],
    ['an unknown field', { query: '{ mee }' }],
    ['a document that is too deep', { query: `{ users ${'{ nodes { shift '.repeat(6)}{ id }${' } }'.repeat(6)} }` }],
    ['two mutations', { query: 'mutation { a: logout b: logout }' }],
    ['variables that do not fit', { query: 'query A($id: ID!) { user(id: $id) { name } }', variables: {} }],
    ['an operation that is not there', { query: 'query A { me { name } }', operationName: 'B' }],
    ['variables that are a list', { query: '{ me { name } }', variables: [] }],
    ['a batch', [{ query: '{ me { name } }' }]],
    ['nothing', {}],
  ])('%s', async (_title, body) => {
    const { apollo, ours } = await bothWays(body)
    expect(ours.isApollos).toBe(true)
    expect(ours.answer.errors.length).toBeGreaterThan(0)
    expect(ours).toEqual(apollo)
  })

  test('a session that is over', async () => {
    running.sessions.ended = ['session-9']
    const authorization = `Bearer ${running.tokenOf('ADMIN', { sessionId: 'session-9' })}`
    await expect
      .poll(async () => (await bothWays({ query: '{ me { name } }' }, { authorization })).ours.status)
      .toBe(401)
  })
})

test('the type that the web app prefers is the one it gets', async () => {
  const response = await fetch(`${running.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json,application/json;q=0.9' },
    body: JSON.stringify({ query: '{ shifts { id } }' }),
  })
  expect(response.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8')
  expect((await response.text()).endsWith('\n')).toBe(false)
})
