import { type Audience, IDENTITY_HEADER, signIdentity, type Viewer } from '@setrum/identity'
import { createLogger } from '@setrum/service-runtime'
import { parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { badInput, LocalDate, type RunningSubgraph, Rupiah, requireAdmin, startSubgraph } from '../src/index.js'

const SECRET = 'a secret of at least thirty-two bytes'
const ADMIN: Viewer = { role: 'ADMIN', userId: 'u1', sessionId: 's1' }

let subgraph: RunningSubgraph
let url: string
let isPrepared = true
let changes = 0

beforeAll(async () => {
  subgraph = await startSubgraph({
    name: 'master',
    typeDefs: parse(`
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
      scalar LocalDate
      scalar Rupiah
      type Thing @key(fields: "id") { id: ID! }
      input Filter { from: LocalDate, names: [String!] }
      type Mutation { change: Int }
      type Query { secret: String, broken: String, thing(id: ID!): Thing, wrong: String, sum(filter: Filter): Rupiah }
    `),
    resolvers: {
      LocalDate,
      Rupiah,
      Thing: { __resolveReference: ({ id }: { id: string }) => ({ id }) },
      Mutation: {
        change: () => {
          changes += 1
          return changes
        },
      },
      Query: {
        secret: (_root: unknown, _args: unknown, { viewer }: { viewer: Viewer }) => requireAdmin(viewer).userId,
        broken: () => {
          throw new Error('connect ECONNREFUSED 10.0.0.7:27017')
        },
        wrong: () => {
          throw badInput('name', { id: 'Nama harus diisi.', en: 'A name is needed.' })
        },
        sum: () => 9_000_000_000,
      },
    },
    context: (base) => base,
    identitySecret: SECRET,
    logger: createLogger('test', 'silent'),
    host: '127.0.0.1',
    port: 0,
    portVariable: 'PORT',
    isReady: () => true,
    isPrepared: () => isPrepared,
  })
  url = `http://127.0.0.1:${subgraph.port}/graphql`
})
afterAll(() => subgraph.stop())

interface Call {
  viewer?: Viewer
  audience?: Audience
  secret?: string
  signed?: string
  headers?: Record<string, string>
}

async function send(
  request: object,
  { viewer = ADMIN, audience = 'master', secret = SECRET, signed, headers }: Call = {},
) {
  const body = JSON.stringify(request)
  const identity = signIdentity({ viewer, audience, secret, content: signed ?? body })
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [IDENTITY_HEADER]: identity, ...headers },
    body,
  })
  const result = (await response.json()) as {
    data?: Record<string, unknown>
    errors?: { message: string; extensions: Record<string, unknown> }[]
  }
  return { status: response.status, body: result }
}

describe('the authentication of a subgraph', () => {
  test('accepts an identity that the gateway signed, and passes the viewer to the resolvers', async () => {
    expect(await send({ query: '{ secret }' })).toEqual({ status: 200, body: { data: { secret: 'u1' } } })
  })

  test.each([
    ['for another subgraph', { audience: 'users' as const }],
    ['with another secret', { secret: 'another secret of thirty-two bytes!' }],
    ['for another body', { signed: '{"query":"{ wrong }"}' }],
    ['not at all', { headers: { [IDENTITY_HEADER]: '' } }],
    ['by a client', { headers: { [IDENTITY_HEADER]: 'eyJhbGciOiJub25lIn0.eyJyb2xlIjoiQURNSU4ifQ.' } }],
  ])('keeps out an identity signed %s, before anything is parsed', async (_name, call) => {
    for (const query of [
      '{ secret }',
      '{ _service { sdl } }',
      '{ _entities(representations: []) { __typename } }',
      '{ not graphql',
    ]) {
      expect((await send({ query }, call)).status).toBe(401)
    }
  })

  test('rejects a body that is no JSON and one without an identity alike', async () => {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' })
    expect(response.status).toBe(401)
  })
})

describe('errors of a subgraph', () => {
  test('a DomainError is a sentence in the caller’s language with a code', async () => {
    const indonesian = await send({ query: '{ wrong }' })
    expect(indonesian.body.errors?.[0]).toMatchObject({
      message: 'Nama harus diisi.',
      extensions: { code: 'BAD_USER_INPUT', field: 'name' },
    })
    const english = await send({ query: '{ wrong }' }, { headers: { 'accept-language': 'en-GB,en;q=0.9' } })
    expect(english.body.errors?.[0]?.message).toBe('A name is needed.')
  })

  test('any other error is masked, with the request id', async () => {
    const { body } = await send({ query: '{ broken }' }, { headers: { 'x-request-id': 'r-42' } })
    expect(body.errors?.[0]?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', requestId: 'r-42' })
    expect(JSON.stringify(body)).not.toMatch(/ECONN|10\.0\.0\.7|stack/)
  })

  test('a day that does not exist is refused with its place, as variable and as literal', async () => {
    const variable = await send({
      query: 'query($f: Filter) { sum(filter: $f) }',
      variables: { f: { from: '2026-02-30' } },
    })
    expect(variable.body.errors?.[0]).toMatchObject({
      message: 'f.from: Tanggal harus ada di kalender dan berbentuk YYYY-MM-DD.',
      extensions: { code: 'BAD_USER_INPUT' },
    })
    const literal = await send({ query: '{ sum(filter: { from: "2026-02-30" }) }' })
    expect(literal.body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
  })

  test.each([
    ['an argument', 'id', '{ thing(id: "a\\u0000") { id } }', {}],
    ['a list inside an input object', 'names.1', '{ sum(filter: { names: ["a", "b\\u001b"] }) }', {}],
    ['a lone surrogate', 'names.0', 'query($n: String!) { sum(filter: { names: [$n] }) }', { n: 'a\uD800' }],
    ['a text of 5,001 characters', 'id', `{ thing(id: "${'x'.repeat(5_001)}") { id } }`, {}],
  ])('a text that cannot be stored is refused with its place: %s', async (_name, field, query, variables) => {
    expect((await send({ query, variables })).body.errors?.[0]).toMatchObject({
      message: `Masukan "${field}" tidak boleh berisi karakter kendali atau lebih dari 5.000 karakter.`,
      extensions: { code: 'BAD_USER_INPUT', field },
    })
  })

  test('tabs, line breaks and characters outside the basic plane are accepted', async () => {
    const names = ['a\tb\r\nc', '😀', 'x'.repeat(5_000)]
    const { body } = await send({ query: 'query($f: Filter) { sum(filter: $f) }', variables: { f: { names } } })
    expect(body).toEqual({ data: { sum: 9_000_000_000 } })
  })

  test('an operator in place of a text is refused, naming the place', async () => {
    const { body } = await send({ query: 'query($id: ID!) { thing(id: $id) { id } }', variables: { id: { $ne: '' } } })
    expect(body.errors?.[0]).toMatchObject({
      message: 'Masukan "id" tidak sah.',
      extensions: { code: 'BAD_USER_INPUT' },
    })
  })
})

test('until its database is prepared a subgraph executes queries and refuses mutations', async () => {
  isPrepared = false
  try {
    const refused = await send({ query: 'mutation { change }' })
    expect(refused.status).toBe(200)
    expect(refused.body.errors?.[0]).toMatchObject({
      message: expect.stringContaining('belum siap'),
      extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
    })
    expect(changes).toBe(0)
    expect((await send({ query: '{ sum }' })).body.data?.sum).toBe(9_000_000_000)
  } finally {
    isPrepared = true
  }
  expect((await send({ query: 'mutation { change }' })).body.data?.change).toBe(1)
})

test('amounts past 2^31 are exact', async () => {
  expect((await send({ query: '{ sum }' })).body.data?.sum).toBe(9_000_000_000)
})

test('health and metrics need no identity', async () => {
  for (const path of ['/health/live', '/health/ready', '/metrics']) {
    expect((await fetch(url.replace('/graphql', path))).status).toBe(200)
  }
})
