import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestGateway } from '../support/start-test-gateway.js'

let running: Awaited<ReturnType<typeof startTestGateway>>
beforeAll(async () => {
  running = await startTestGateway()
})
afterAll(() => running?.stop())
const ENGLISH = { 'accept-language': 'en' }

/** Sends the same request to Apollo Server and to the request handler. */
async function sendBothWays(body: object, headers: Record<string, string> = {}) {
  const send = async (accept: string) => {
    const response = await fetch(`${running.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept,
        authorization: `Bearer ${running.createToken('ADMIN')}`,
        ...headers,
      },
      body: JSON.stringify(body),
    })
    const text = await response.text()
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      caching: response.headers.get('cache-control'),
      body: JSON.parse(text.replaceAll(/"(requestId|since)":"[^"]*"/g, '"$1":""')),
      // Apollo Server ends its responses with a newline.
      isFromApollo: text.endsWith('\n'),
    }
  }
  // The request handler leaves several accepted types to Apollo Server.
  return { apollo: await send('application/json, text/plain;q=0.1'), handler: await send('application/json') }
}

describe('the request handler responds like Apollo Server', () => {
  test.each<[string, object, Record<string, string>?]>([
    ['a query', { query: '{ me { name } shifts { id } }' }],
    ['a query with variables', { query: 'query A($id: ID!) { user(id: $id) { name } }', variables: { id: 'u2' } }],
    ['one of several operations', { query: 'query A { me { name } } query B { me { id } }', operationName: 'B' }],
    ['introspection', { query: '{ __type(name: "User") { name } }' }],
    ['an error of a subgraph', { query: 'mutation { login(email: "a@b.test", password: "x") { accessToken } }' }],
    [
      'an error that is masked',
      { query: 'mutation { changePassword(currentPassword: "a", newPassword: "b") }' },
      ENGLISH,
    ],
    ['explicit nulls', { query: '{ me { name } }', variables: null, operationName: null, extensions: null }],
  ])('%s', async (_title, body, headers) => {
    const { apollo, handler } = await sendBothWays(body, headers)
    expect({ apollo: apollo.isFromApollo, handler: handler.isFromApollo }).toEqual({ apollo: true, handler: false })
    expect({ ...handler, isFromApollo: true }).toEqual(apollo)
  })

  test('with an unavailable subgraph', async () => {
    running.subgraphs.users.fault = '500'
    const { apollo, handler } = await sendBothWays({ query: '{ me { name } shifts { id } }' })
    running.subgraphs.users.fault = null
    expect(handler.body.extensions.degraded).toHaveLength(1)
    expect({ ...handler, isFromApollo: true }).toEqual(apollo)
  })
})

describe('other requests are left to Apollo Server', () => {
  test.each<[string, object]>([
    ['a syntax error', { query: '{ me {' }],
    ['an unknown field', { query: '{ mee }' }],
    ['a document that is too deep', { query: `{ users ${'{ nodes { shift '.repeat(6)}{ id }${' } }'.repeat(6)} }` }],
    ['two mutations', { query: 'mutation { a: logout b: logout }' }],
    ['invalid variables', { query: 'query A($id: ID!) { user(id: $id) { name } }', variables: {} }],
    ['an unknown operation name', { query: 'query A { me { name } }', operationName: 'B' }],
    ['variables that are a list', { query: '{ me { name } }', variables: [] }],
    ['a batch', [{ query: '{ me { name } }' }]],
    ['an empty body', {}],
  ])('%s', async (_title, body) => {
    const { apollo, handler } = await sendBothWays(body)
    expect(handler.isFromApollo).toBe(true)
    expect(handler.body.errors.length).toBeGreaterThan(0)
    expect(handler).toEqual(apollo)
  })

  test('an ended session', async () => {
    running.sessions.endedSessionToken = ['session-9']
    const authorization = `Bearer ${running.createToken('ADMIN', { sessionId: 'session-9' })}`
    await expect
      .poll(async () => (await sendBothWays({ query: '{ me { name } }' }, { authorization })).handler.status)
      .toBe(401)
  })
})

test("the response has the web app's preferred media type", async () => {
  const response = await fetch(`${running.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json,application/json;q=0.9' },
    body: JSON.stringify({ query: '{ shifts { id } }' }),
  })
  expect(response.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8')
  expect((await response.text()).endsWith('\n')).toBe(false)
})
