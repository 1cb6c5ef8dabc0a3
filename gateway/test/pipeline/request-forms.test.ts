import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestGateway } from '../support/start-test-gateway.js'

let running: Awaited<ReturnType<typeof startTestGateway>>
beforeAll(async () => {
  running = await startTestGateway()
})
afterAll(() => running?.stop())
const ENGLISH = { 'accept-language': 'en' }

async function send(body: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${running.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
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
    body: JSON.parse(text),
  }
}

describe('a request that is executed has status 200 and is not cached', () => {
  test.each<[string, object, object, Record<string, string>?]>([
    [
      'a query',
      { query: '{ me { name } shifts { id } }' },
      { data: { me: { name: 'Siti' }, shifts: [{ id: 's1' }, { id: 's2' }] } },
    ],
    [
      'a query with variables',
      { query: 'query A($id: ID!) { user(id: $id) { name } }', variables: { id: 'u2' } },
      { data: { user: { name: 'Budi' } } },
    ],
    [
      'one of several operations',
      { query: 'query A { me { name } } query B { me { id } }', operationName: 'B' },
      { data: { me: { id: 'u1' } } },
    ],
    ['introspection', { query: '{ __type(name: "User") { name } }' }, { data: { __type: { name: 'User' } } }],
    [
      'an error of a subgraph',
      { query: 'mutation { login(email: "a@b.test", password: "x") { accessToken } }' },
      {
        data: null,
        errors: [
          { message: 'Email atau password salah', path: ['login'], extensions: { code: 'INVALID_CREDENTIALS' } },
        ],
      },
    ],
    [
      'an error that is masked',
      { query: 'mutation { changePassword(currentPassword: "a", newPassword: "b") }' },
      {
        data: null,
        errors: [
          {
            message: expect.any(String),
            path: ['changePassword'],
            extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) },
          },
        ],
      },
      ENGLISH,
    ],
    [
      'explicit nulls',
      { query: '{ me { name } }', variables: null, operationName: null, extensions: null },
      { data: { me: { name: 'Siti' } } },
    ],
    [
      'an empty operation name',
      { query: 'query A { me { name } }', operationName: '' },
      { data: { me: { name: 'Siti' } } },
    ],
  ])('%s', async (_title, body, expected, headers) => {
    const response = await send(body, headers)
    expect(response).toEqual({
      status: 200,
      type: 'application/json; charset=utf-8',
      caching: 'no-store',
      body: expected,
    })
  })

  test('with an unavailable subgraph', async () => {
    running.subgraphs.users.fault = '500'
    const { status, body } = await send({ query: '{ me { name } shifts { id } }' })
    running.subgraphs.users.fault = null
    expect(status).toBe(200)
    expect(body.extensions.degraded).toHaveLength(1)
  })
})

describe('a request that is not executed has status 400, a code of the contract and the language of the caller', () => {
  test.each<[string, object, string]>([
    ['a syntax error', { query: '{ me {' }, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: '{ mee }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a document that is too deep',
      { query: `{ users ${'{ nodes { shift '.repeat(6)}{ id }${' } }'.repeat(6)} }` },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['two mutations', { query: 'mutation { a: logout b: logout }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['invalid variables', { query: 'query A($id: ID!) { user(id: $id) { name } }', variables: {} }, 'BAD_USER_INPUT'],
    [
      'an unknown operation name',
      { query: 'query A { me { name } }', operationName: 'B' },
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'several operations without a name',
      { query: 'query A { me { id } } query B { me { id } }' },
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['variables that are a list', { query: '{ me { name } }', variables: [] }, 'BAD_REQUEST'],
    ['a batch', [{ query: '{ me { name } }' }], 'BAD_REQUEST'],
    ['an empty body', {}, 'BAD_REQUEST'],
  ])('%s', async (_title, body, code) => {
    const [indonesian, english] = [await send(body), await send(body, ENGLISH)]
    for (const { status, type, caching, body: response } of [indonesian, english]) {
      expect({ status, type, caching }).toEqual({
        status: 400,
        type: 'application/json; charset=utf-8',
        caching: 'no-store',
      })
      expect(response.errors[0].extensions.code).toBe(code)
      expect(response).not.toHaveProperty('data')
    }
    expect(indonesian.body.errors[0].message).toMatch(/^(Dokumen|Masukan|Operasi|Permintaan)/)
    expect(english.body.errors[0].message).toMatch(/^(The|This) /)
  })

  test('an ended session', async () => {
    running.sessions.endedSessionToken = ['session-9']
    const authorization = `Bearer ${running.createToken('ADMIN', { sessionId: 'session-9' })}`
    await expect.poll(async () => (await send({ query: '{ me { name } }' }, { authorization })).status).toBe(401)
  })
})

test("the response has the web app's preferred media type", async () => {
  const { type, body } = await send(
    { query: '{ shifts { id } }' },
    { accept: 'application/graphql-response+json,application/json;q=0.9' },
  )
  expect(type).toBe('application/graphql-response+json; charset=utf-8')
  expect(body.data.shifts).toHaveLength(2)
})
