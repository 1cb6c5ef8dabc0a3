import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { readJson } from '../support/read-json.js'
import { startTestGateway } from '../support/start-test-gateway.js'

const BUY = 'mutation Buy($input: BuyTokenInput!) { buyToken(input: $input) { id } }'
const LOGIN = 'mutation { login(email: "a@b.test", password: "rahasia") { accessToken } }'
const ENGLISH = { 'accept-language': 'en-US,en;q=0.9' }

let running: Awaited<ReturnType<typeof startTestGateway>>
let closed: Awaited<ReturnType<typeof startTestGateway>>
beforeAll(async () => {
  closed = await startTestGateway({ isProduction: true, hasPlayground: false, hasIntrospection: false })
  // Last: starting another gateway in this process delays the event loop and would trigger load shedding here.
  running = await startTestGateway()
})
afterAll(async () => {
  await running?.stop()
  await closed?.stop()
})
afterEach(() => {
  for (const subgraph of Object.values(running.subgraphs)) subgraph.rewriteResponse = null
})

describe('an error of a subgraph', () => {
  test('keeps code and message when the code is part of the contract', async () => {
    const { status, data, errors } = await running.execute(LOGIN, { as: null })
    expect({ status, data, errors }).toEqual({
      status: 200,
      data: null,
      errors: [{ message: 'Email atau password salah', path: ['login'], extensions: { code: 'INVALID_CREDENTIALS' } }],
    })
  })

  test('is masked otherwise, with the request id', async () => {
    const { data, errors } = await running.execute(
      'mutation { changePassword(currentPassword: "a", newPassword: "b") }',
      {
        headers: { 'x-request-id': 'r-7' },
      },
    )
    expect({ data, errors }).toEqual({
      data: null,
      errors: [
        {
          message: 'Terjadi kesalahan pada sistem. Silakan coba lagi.',
          path: ['changePassword'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r-7' },
        },
      ],
    })
  })

  test('names the unavailable subgraph: itself, or another one that it could not reach', async () => {
    for (const [extensions, service] of [
      [{ service: 'master' }, 'master'],
      [{}, 'users'],
    ] as const) {
      running.subgraphs.users.rewriteResponse = () => ({
        data: { login: null },
        errors: [
          { message: 'Jam kerja', path: ['login'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', ...extensions } },
        ],
      })
      const { errors } = await running.execute(LOGIN, { as: null })
      expect(errors).toEqual([
        { message: 'Jam kerja', path: ['login'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', service } },
      ])
    }
  })

  test.each(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'DOWNSTREAM_SERVICE_ERROR', '', undefined])(
    'with code %s becomes INTERNAL_SERVER_ERROR',
    async (code) => {
      running.subgraphs.users.rewriteResponse = () => ({
        data: null,
        errors: [{ message: 'Unknown field at 10.0.0.7', extensions: { code, stacktrace: ['at a.js:1'] } }],
      })
      const { data, errors } = await running.execute('{ me { name } }')
      expect(data).toEqual({ me: null })
      expect(errors[0]).toMatchObject({ path: ['me'], extensions: { code: 'INTERNAL_SERVER_ERROR' } })
      expect(JSON.stringify(errors)).not.toMatch(/10\.0\.0\.7|a\.js|serviceName/)
    },
  )

  test('keeps the extensions for the client and loses internal ones', async () => {
    running.subgraphs.transactions.rewriteResponse = () => ({
      data: null,
      errors: [
        {
          message: 'Ditolak biller.',
          path: ['buyToken'],
          extensions: {
            code: 'BILLER_REJECTED',
            rc: '14',
            stacktrace: ['x'],
            exception: {},
            serviceName: 'transactions',
          },
        },
      ],
    })
    const input = { meterNumber: '12345678901', productCode: 'hpln50000', idempotencyKey: 'key-12345' }
    const { errors } = await running.execute(BUY, { variables: { input } })
    expect(errors).toEqual([
      { message: 'Ditolak biller.', path: ['buyToken'], extensions: { code: 'BILLER_REJECTED', rc: '14' } },
    ])
  })

  test('of one entity is reported at each of its response paths', async () => {
    running.subgraphs.users.rewriteResponse = (response) => ({
      data: response.data,
      errors: [{ message: 'Tidak berhak.', path: ['_entities', 1, 'phone'], extensions: { code: 'FORBIDDEN' } }],
    })
    const { errors } = await running.execute('{ transactions { nodes { employee { phone } } } }')
    expect(errors).toEqual(
      [1, 3].map((index) => ({
        message: 'Tidak berhak.',
        path: ['transactions', 'nodes', index, 'employee', 'phone'],
        extensions: { code: 'FORBIDDEN' },
      })),
    )
  })

  test('of one entity is reported at 20 response paths at most', async () => {
    running.subgraphs.transactions.rewriteResponse = (response) => {
      const { transactions } = response.data as { transactions: { nodes: object[] } }
      return { data: { transactions: { ...transactions, nodes: Array(30).fill(transactions.nodes[0]) } } }
    }
    running.subgraphs.users.rewriteResponse = (response) => ({
      data: response.data,
      errors: [{ message: 'Tidak berhak.', path: ['_entities', 0, 'phone'], extensions: { code: 'FORBIDDEN' } }],
    })
    const { errors } = await running.execute('{ transactions { nodes { employee { phone } } } }')
    expect(errors).toHaveLength(20)
  })
})

describe('a response', () => {
  test('never has data: null without an error, even when a subgraph violates its schema silently', async () => {
    running.subgraphs.users.rewriteResponse = () => ({ data: { login: null } })
    const { status, data, errors, extensions } = await running.execute(LOGIN, { as: null })
    expect({ status, data }).toEqual({ status: 200, data: null })
    expect(extensions.degraded).toMatchObject([{ subgraph: 'users', paths: ['login'] }])
    expect(errors).toEqual([
      {
        message: expect.stringContaining('belum diketahui'),
        path: ['login'],
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'users', paths: ['login'], outcomeUnknown: true },
      },
    ])
  })
})

describe('an invalid document', () => {
  test.each([
    [
      'with a syntax error',
      '{ shifts {',
      'GRAPHQL_PARSE_FAILED',
      /^Dokumen GraphQL tidak dapat dibaca\./,
      /^The GraphQL document cannot be read\./,
    ],
    [
      'with an unknown field',
      '{ shiftz { id } }',
      'GRAPHQL_VALIDATION_FAILED',
      /^Dokumen GraphQL tidak sesuai/,
      /^The GraphQL document does not match/,
    ],
  ])('%s gets 400 with a code and a message in both languages', async (_title, query, code, indonesian, english) => {
    for (const [headers, pattern] of [
      [{}, indonesian],
      [ENGLISH, english],
    ] as const) {
      const { status, errors, data } = await running.execute(query, { headers })
      expect({ status, data, code: errors[0].extensions.code }).toEqual({ status: 400, data: undefined, code })
      expect(errors[0].message).toMatch(pattern)
      expect(errors[0].locations).toBeDefined()
    }
  })

  test('gets details in development and no schema names in production', async () => {
    for (const query of [
      '{ shiftz { id } }',
      '{ shifts { idd } }',
      '{ shifts(activ: true) { id } }',
      '{ products(type: PREPAYD) { code } }',
    ]) {
      expect((await running.execute(query)).errors[0].message).toMatch(/Did you mean/)
      expect(JSON.stringify((await closed.execute(query)).errors)).not.toMatch(
        /Did you mean|shifts|Query|PREPAID|ProductType/,
      )
    }
  })

  test('an empty request is an error in both languages', async () => {
    const send = (headers: Record<string, string>) =>
      fetch(`${running.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{}',
      })
    const indonesian = await readJson(await send({}))
    expect(indonesian.errors[0]).toMatchObject({
      message: /^Permintaan GraphQL tidak sah\./,
      extensions: { code: 'BAD_REQUEST' },
    })
    expect((await readJson(await send(ENGLISH))).errors[0].message).toMatch(/^This is no proper GraphQL request\./)
  })
})

describe('an invalid variable', () => {
  test.each([
    [
      'an operator instead of a string',
      { meterNumber: { $ne: '' }, productCode: 'a', idempotencyKey: 'b' },
      'input.meterNumber',
    ],
    ['a field that does not exist', { meterNumber: '1', productCode: 'a', idempotencyKey: 'b', admin: true }, 'input'],
    ['a missing field', { meterNumber: '1', productCode: 'a' }, 'input'],
    ['a list instead of a string', { meterNumber: ['1'], productCode: 'a', idempotencyKey: 'b' }, 'input.meterNumber'],
  ])('%s is BAD_USER_INPUT with the path and without the value', async (_title, input, field) => {
    const sentBefore = running.subgraphs.transactions.requests.length
    const { errors } = await running.execute(BUY, { variables: { input } })
    expect(errors[0]).toEqual({
      message: `Masukan "${field}" tidak sah.`,
      extensions: { code: 'BAD_USER_INPUT', field },
    })
    const english = await running.execute(BUY, { variables: { input }, headers: ENGLISH })
    expect(english.errors[0].message).toBe(`The input "${field}" is not valid.`)
    expect(running.subgraphs.transactions.requests.length).toBe(sentBefore)
  })

  const USER = 'query ($id: ID!) { user(id: $id) { name } }'
  test.each<[string, string, object, string, string]>([
    [
      'a missing variable',
      USER,
      {},
      'Masukan "id" tidak sah. Variabel ini wajib diisi.',
      'The input "id" is not valid. This variable is required.',
    ],
    [
      'null',
      USER,
      { id: null },
      'Masukan "id" tidak sah. Variabel ini tidak boleh null.',
      'The input "id" is not valid. This variable must not be null.',
    ],
    [
      'null for a variable with a default',
      'mutation ($id: ID = "x") { payBill(transactionId: $id) { id } }',
      { id: null },
      'Masukan "id" tidak sah. Variabel ini tidak boleh null.',
      'The input "id" is not valid. This variable must not be null.',
    ],
    [
      'a long list',
      'query ($f: TransactionFilter) { transactions(filter: $f) { totalCount } }',
      { f: { status: Array(21).fill('SUCCESS') } },
      'Masukan "f.status" tidak sah. Daftar ini memuat lebih dari 20 nilai.',
      'The input "f.status" is not valid. This list has more than 20 values.',
    ],
    [
      'deep nesting',
      USER,
      { id: JSON.parse(`${'['.repeat(11)}${']'.repeat(11)}`) },
      'Masukan tidak sah. Variabel bersarang terlalu dalam.',
      'An input is not valid. The variables are nested too deeply.',
    ],
  ])('%s is explained in both languages', async (_what, query, variables, indonesian, english) => {
    for (const subgraph of Object.values(running.subgraphs)) subgraph.requests.length = 0
    for (const [headers, message] of [
      [{}, indonesian],
      [ENGLISH, english],
    ] as const) {
      const { status, errors } = await running.execute(query, { variables: { ...variables }, headers })
      expect({ status, errors }).toEqual({
        status: 400,
        errors: [{ message, extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }) }],
      })
      expect(errors[0].extensions).not.toHaveProperty('reason')
    }
    for (const subgraph of Object.values(running.subgraphs)) expect(subgraph.requests).toEqual([])
  })
})
