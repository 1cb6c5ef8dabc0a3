import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { jsonOf } from '../support/json-of.js'
import { startTestGateway } from '../support/start-test-gateway.js'

const BUY = 'mutation Buy($input: BuyTokenInput!) { buyToken(input: $input) { id } }'
const LOGIN = 'mutation { login(email: "a@b.test", password: "rahasia") { accessToken } }'
const ENGLISH = { 'accept-language': 'en-US,en;q=0.9' }

let running: Awaited<ReturnType<typeof startTestGateway>>
let closed: Awaited<ReturnType<typeof startTestGateway>>
beforeAll(async () => {
  closed = await startTestGateway({ isProduction: true, hasPlayground: false, hasIntrospection: false })
  // Last: on a busy machine the start of another gateway in this process looks to this one like pressure.
  running = await startTestGateway()
})
afterAll(async () => {
  await running?.stop()
  await closed?.stop()
})
afterEach(() => {
  for (const subgraph of Object.values(running.subgraphs)) subgraph.rewrite = null
})

describe('an error of a subgraph', () => {
  test('passes with its code and its sentence when the contract knows the code', async () => {
    const { status, data, errors } = await running.ask(LOGIN, { as: null })
    expect({ status, data, errors }).toEqual({
      status: 200,
      data: null,
      errors: [{ message: 'Email atau password salah', path: ['login'], extensions: { code: 'INVALID_CREDENTIALS' } }],
    })
  })

  test('is masked when it does not, with the request id to quote', async () => {
    const { data, errors } = await running.ask('mutation { changePassword(currentPassword: "a", newPassword: "b") }', {
      headers: { 'x-request-id': 'r-7' },
    })
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

  test('says which part was missing, the subgraph itself or another one that it could not reach', async () => {
    for (const [said, told] of [
      [{ service: 'master' }, 'master'],
      [{}, 'users'],
    ] as const) {
      running.subgraphs.users.rewrite = () => ({
        data: { login: null },
        errors: [{ message: 'Jam kerja', path: ['login'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', ...said } }],
      })
      const { errors } = await running.ask(LOGIN, { as: null })
      expect(errors).toEqual([
        { message: 'Jam kerja', path: ['login'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: told } },
      ])
    }
  })

  test.each(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'DOWNSTREAM_SERVICE_ERROR', '', undefined])(
    'with code %s is a fault of ours',
    async (code) => {
      running.subgraphs.users.rewrite = () => ({
        data: null,
        errors: [{ message: 'Unknown field at 10.0.0.7', extensions: { code, stacktrace: ['at a.js:1'] } }],
      })
      const { data, errors } = await running.ask('{ me { name } }')
      expect(data).toEqual({ me: null })
      expect(errors[0]).toMatchObject({ path: ['me'], extensions: { code: 'INTERNAL_SERVER_ERROR' } })
      expect(JSON.stringify(errors)).not.toMatch(/10\.0\.0\.7|a\.js|serviceName/)
    },
  )

  test('keeps what it tells the client to do something about, and loses what is internal', async () => {
    running.subgraphs.transactions.rewrite = () => ({
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
    const { errors } = await running.ask(BUY, { variables: { input } })
    expect(errors).toEqual([
      { message: 'Ditolak biller.', path: ['buyToken'], extensions: { code: 'BILLER_REJECTED', rc: '14' } },
    ])
  })

  test('about one entity stands at the first place that shows it', async () => {
    running.subgraphs.users.rewrite = (answer) => ({
      data: answer.data,
      errors: [{ message: 'Tidak berhak.', path: ['_entities', 1, 'phone'], extensions: { code: 'FORBIDDEN' } }],
    })
    const { errors } = await running.ask('{ transactions { nodes { employee { phone } } } }')
    expect(errors).toEqual([
      {
        message: 'Tidak berhak.',
        path: ['transactions', 'nodes', 1, 'employee', 'phone'],
        extensions: { code: 'FORBIDDEN' },
      },
    ])
  })
})

describe('an answer', () => {
  test('is never empty without an error, even where a subgraph breaks its own promise silently', async () => {
    running.subgraphs.users.rewrite = () => ({ data: { login: null } })
    const { status, data, errors, extensions } = await running.ask(LOGIN, { as: null })
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

describe('a document that cannot be run', () => {
  test.each([
    [
      'that cannot be read',
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
  ])('%s is 400 with a code and a sentence in either language', async (_title, query, code, indonesian, english) => {
    for (const [headers, sentence] of [
      [{}, indonesian],
      [ENGLISH, english],
    ] as const) {
      const { status, errors, data } = await running.ask(query, { headers })
      expect({ status, data, code: errors[0].extensions.code }).toEqual({ status: 400, data: undefined, code })
      expect(errors[0].message).toMatch(sentence)
      expect(errors[0].locations).toBeDefined()
    }
  })

  test('is told more about by graphql-js in development, and nothing of the schema in production', async () => {
    for (const query of [
      '{ shiftz { id } }',
      '{ shifts { idd } }',
      '{ shifts(activ: true) { id } }',
      '{ products(type: PREPAYD) { code } }',
    ]) {
      expect((await running.ask(query)).errors[0].message).toMatch(/Did you mean/)
      expect(JSON.stringify((await closed.ask(query)).errors)).not.toMatch(
        /Did you mean|shifts|Query|PREPAID|ProductType/,
      )
    }
  })

  test('no request at all is an error in either language too', async () => {
    const send = (headers: Record<string, string>) =>
      fetch(`${running.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{}',
      })
    const indonesian = await jsonOf(await send({}))
    expect(indonesian.errors[0]).toMatchObject({
      message: /^Permintaan GraphQL tidak sah\./,
      extensions: { code: 'BAD_REQUEST' },
    })
    expect((await jsonOf(await send(ENGLISH))).errors[0].message).toMatch(/^This is no proper GraphQL request\./)
  })
})

describe('a variable of the wrong kind', () => {
  test.each([
    [
      'an operator in place of a text',
      { meterNumber: { $ne: '' }, productCode: 'a', idempotencyKey: 'b' },
      'input.meterNumber',
    ],
    ['a field that does not exist', { meterNumber: '1', productCode: 'a', idempotencyKey: 'b', admin: true }, 'input'],
    ['a missing field', { meterNumber: '1', productCode: 'a' }, 'input'],
    ['a list in place of a text', { meterNumber: ['1'], productCode: 'a', idempotencyKey: 'b' }, 'input.meterNumber'],
  ])('%s is BAD_USER_INPUT that names the place and repeats no value', async (_title, input, place) => {
    const sentBefore = running.subgraphs.transactions.received.length
    const { errors } = await running.ask(BUY, { variables: { input } })
    expect(errors[0]).toEqual({
      message: `Masukan "${place}" tidak sah.`,
      extensions: { code: 'BAD_USER_INPUT', field: place },
    })
    const english = await running.ask(BUY, { variables: { input }, headers: ENGLISH })
    expect(english.errors[0].message).toBe(`The input "${place}" is not valid.`)
    expect(running.subgraphs.transactions.received.length).toBe(sentBefore)
  })
})
