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
      input Filter { from: LocalDate }
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

async function ask(
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
  const answer = (await response.json()) as {
    data?: Record<string, unknown>
    errors?: { message: string; extensions: Record<string, unknown> }[]
  }
  return { status: response.status, answer }
}

describe('the door of a subgraph', () => {
  test('lets in whom the gateway signed for, and tells the resolvers who it is', async () => {
    expect(await ask({ query: '{ secret }' })).toEqual({ status: 200, answer: { data: { secret: 'u1' } } })
  })

  test.each([
    ['for another subgraph', { audience: 'users' as const }],
    ['with another secret', { secret: 'another secret of thirty-two bytes!' }],
    ['for another body', { signed: '{"query":"{ wrong }"}' }],
    ['not at all', { headers: { [IDENTITY_HEADER]: '' } }],
    ['by a person', { headers: { [IDENTITY_HEADER]: 'eyJhbGciOiJub25lIn0.eyJyb2xlIjoiQURNSU4ifQ.' } }],
  ])('keeps out an identity signed %s, before anything is parsed', async (_name, call) => {
    for (const query of [
      '{ secret }',
      '{ _service { sdl } }',
      '{ _entities(representations: []) { __typename } }',
      '{ not graphql',
    ]) {
      expect((await ask({ query }, call)).status).toBe(401)
    }
  })

  test('keeps out a body that is no JSON and one without an identity alike', async () => {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' })
    expect(response.status).toBe(401)
  })
})

describe('errors of a subgraph', () => {
  test('what the caller can mend is a sentence in their language with a code', async () => {
    const indonesian = await ask({ query: '{ wrong }' })
    expect(indonesian.answer.errors?.[0]).toMatchObject({
      message: 'Nama harus diisi.',
      extensions: { code: 'BAD_USER_INPUT', field: 'name' },
    })
    const english = await ask({ query: '{ wrong }' }, { headers: { 'accept-language': 'en-GB,en;q=0.9' } })
    expect(english.answer.errors?.[0]?.message).toBe('A name is needed.')
  })

  test('anything else is masked, with the request id to quote', async () => {
    const { answer } = await ask({ query: '{ broken }' }, { headers: { 'x-request-id': 'r-42' } })
    expect(answer.errors?.[0]?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', requestId: 'r-42' })
    expect(JSON.stringify(answer)).not.toMatch(/ECONN|10\.0\.0\.7|stack/)
  })

  test('a day that does not exist is refused in a sentence that says where, as variable and as literal', async () => {
    const variable = await ask({
      query: 'query($f: Filter) { sum(filter: $f) }',
      variables: { f: { from: '2026-02-30' } },
    })
    expect(variable.answer.errors?.[0]).toMatchObject({
      message: 'f.from: Tanggal harus ada di kalender dan berbentuk YYYY-MM-DD.',
      extensions: { code: 'BAD_USER_INPUT' },
    })
    const literal = await ask({ query: '{ sum(filter: { from: "2026-02-30" }) }' })
    expect(literal.answer.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
  })

  test('an operator in place of a text is refused, naming the place', async () => {
    const { answer } = await ask({ query: 'query($id: ID!) { thing(id: $id) { id } }', variables: { id: { $ne: '' } } })
    expect(answer.errors?.[0]).toMatchObject({
      message: 'Masukan "id" tidak sah.',
      extensions: { code: 'BAD_USER_INPUT' },
    })
  })
})

test('until its database is prepared a subgraph answers queries, and refuses changes in a sentence', async () => {
  isPrepared = false
  try {
    const refused = await ask({ query: 'mutation { change }' })
    expect(refused.status).toBe(200)
    expect(refused.answer.errors?.[0]).toMatchObject({
      message: expect.stringContaining('belum siap'),
      extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
    })
    expect(changes).toBe(0)
    expect((await ask({ query: '{ sum }' })).answer.data?.sum).toBe(9_000_000_000)
  } finally {
    isPrepared = true
  }
  expect((await ask({ query: 'mutation { change }' })).answer.data?.change).toBe(1)
})

test('sums past 2^31 are right', async () => {
  expect((await ask({ query: '{ sum }' })).answer.data?.sum).toBe(9_000_000_000)
})

test('health and metrics answer without an identity', async () => {
  for (const path of ['/health/live', '/health/ready', '/metrics']) {
    expect((await fetch(url.replace('/graphql', path))).status).toBe(200)
  }
})
