import { readFileSync } from 'node:fs'
import { Supergraph } from '@apollo/federation-internals'
import { parse, validate } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOSTILE_DOCUMENTS } from '../../../e2e/attack/hostile-documents.js'
import { DOCUMENT_LIMITS, documentLimitRules } from '../../src/limits/document-limits.js'
import { readJson } from '../support/read-json.js'
import { startTestGateway } from '../support/start-test-gateway.js'

let running: Awaited<ReturnType<typeof startTestGateway>>
beforeAll(async () => {
  running = await startTestGateway()
})
afterAll(() => running?.stop())

const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${running.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })

test('every operation of the web app is within the limits', () => {
  const manifest: Record<string, string> = JSON.parse(
    readFileSync(new URL('../../../web/src/gen/persisted-documents.json', import.meta.url), 'utf8'),
  )
  const sdl = readFileSync(new URL('../../../supergraph.graphql', import.meta.url), 'utf8')
  const schema = Supergraph.build(sdl).apiSchema().toGraphQLJSSchema()
  expect(Object.keys(manifest).length).toBeGreaterThan(0)
  for (const text of Object.values(manifest)) {
    expect(validate(schema, parse(text, { maxTokens: DOCUMENT_LIMITS.tokens }), documentLimitRules)).toEqual([])
  }
})

describe('a hostile document', () => {
  test.each(HOSTILE_DOCUMENTS)('%s is rejected before any subgraph is called', async (_title, query) => {
    const { status, errors } = await running.execute(query)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(errors[0].extensions.code).toMatch(/^(GRAPHQL_PARSE_FAILED|GRAPHQL_VALIDATION_FAILED|BAD_REQUEST)$/)
    for (const subgraph of Object.values(running.subgraphs)) expect(subgraph.requests).toEqual([])
  })
})

describe('a request', () => {
  test('over 100 KB is rejected', async () => {
    const response = await post(JSON.stringify({ query: '{ shifts { id } }', variables: { a: 'x'.repeat(110_000) } }))
    expect(response.status).toBe(413)
    expect((await readJson(response)).errors[0].extensions.code).toBe('BAD_REQUEST')
  })

  test('holds one operation: batches are rejected', async () => {
    const one = { query: '{ shifts { id } }' }
    expect((await post(JSON.stringify([one, one]))).status).toBe(400)
  })

  test('with a mutation cannot be a GET or a cross-site form', async () => {
    const query = encodeURIComponent('mutation { logout(refreshToken: "a") }')
    const get = await fetch(`${running.url}/graphql?query=${query}`, { headers: { 'apollo-require-preflight': '1' } })
    expect(get.status).toBe(405)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const form = await post('{"query":"mutation { logout(refreshToken: \\"a\\") }"}', { 'content-type': type })
      expect([400, 415]).toContain(form.status)
    }
    const simple = await fetch(`${running.url}/graphql?query=${encodeURIComponent('{ shifts { id } }')}`)
    expect(simple.status).toBe(400)
    expect(running.subgraphs.users.requests).toEqual([])
  })

  test('that is malformed gets 4xx in the usual error format', async () => {
    for (const body of [
      '',
      '{',
      'null',
      '"x"',
      '{"query":1}',
      '{"query":{"a":1}}',
      '{"query":"{shifts{id}}","variables":"x"}',
      '{"__proto__":{"a":1}}',
    ]) {
      const response = await post(body)
      expect({ body, isRefused: response.status >= 400 && response.status < 500 }).toEqual({ body, isRefused: true })
      expect((await readJson(response)).errors[0].extensions.code).toBe('BAD_REQUEST')
    }
  })

  test('to an unknown path gets 404 without server details', async () => {
    const response = await fetch(`${running.url}/admin`)
    expect({ status: response.status, server: response.headers.get('x-powered-by') }).toEqual({
      status: 404,
      server: null,
    })
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'")
  })
})

test('with a delayed event loop, requests get 503 with OVERLOADED, and health endpoints respond', async () => {
  const overloaded = await startTestGateway({ maxEventLoopDelayMs: 0.001 })
  await expect.poll(async () => (await overloaded.execute('{ shifts { id } }')).status).toBe(503)
  const { status, errors, headers } = await overloaded.execute('{ shifts { id } }', {
    headers: { 'accept-language': 'en' },
  })
  expect({ status, errors }).toEqual({
    status: 503,
    errors: [{ message: expect.stringContaining('The system is busy'), extensions: { code: 'OVERLOADED' } }],
  })
  expect(headers.get('retry-after')).toBe('2')
  expect((await fetch(`${overloaded.url}/health/ready`)).status).toBe(200)
  await overloaded.stop()
})

test('the rate limit of one user does not affect other users', async () => {
  const limited = await startTestGateway({ rateLimitPerMinute: 60 })
  const query = '{ shifts { id name startAt endAt } }'
  const statuses: number[] = []
  for (let n = 0; n < 8; n++) statuses.push((await limited.execute(query)).status)
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429])
  const { errors, headers } = await limited.execute(query)
  expect(errors[0]).toMatchObject({ message: /^Terlalu banyak permintaan/, extensions: { code: 'RATE_LIMITED' } })
  expect(headers.get('retry-after')).toBe('60')
  expect((await limited.execute(query, { as: 'EMPLOYEE' })).status).toBe(200)
  await limited.stop()
})

describe('a list input', () => {
  const LIST = 'query ($f: TransactionFilter) { transactions(filter: $f) { totalCount } }'
  const withStatus = (status: string[]) => running.execute(LIST, { variables: { f: { status } } })

  test('with thousands of values is BAD_USER_INPUT, and nothing is sent', async () => {
    running.subgraphs.transactions.requests.length = 0
    const { status, errors } = await withStatus(Array(8_000).fill('SUCCESS'))
    expect({ status, extensions: errors[0].extensions }).toEqual({
      status: 400,
      extensions: { code: 'BAD_USER_INPUT', field: 'f.status' },
    })
    expect(running.subgraphs.transactions.requests).toEqual([])
  })

  test.each([
    ['in the document', `{ transactions(filter: { status: [${'SUCCESS '.repeat(21)}] }) { totalCount } }`, {}],
    [
      'as a variable in an input object',
      'query ($s: [TransactionStatus!]) { transactions(filter: { status: $s }) { totalCount } }',
      { s: Array(21).fill('SUCCESS') },
    ],
    [
      'as the default of a variable in an input object',
      `query ($s: [TransactionStatus!] = [${'SUCCESS '.repeat(21)}]) { transactions(filter: { status: $s }) { totalCount } }`,
      {},
    ],
    [
      'in the default of a variable',
      `query ($f: TransactionFilter = { status: [${'SUCCESS '.repeat(21)}] }) { transactions(filter: $f) { totalCount } }`,
      {},
    ],
  ])('is bounded %s too', async (_place, query, variables) => {
    running.subgraphs.transactions.requests.length = 0
    const { status, errors } = await running.execute(query, { variables, headers: { 'accept-language': 'en' } })
    expect({ status, code: errors[0].extensions.code }).toEqual({ status: 400, code: 'BAD_USER_INPUT' })
    expect(errors[0].message).toMatch(/^The input ".*" is not valid\. This list has more than 20 values\.$/)
    expect(running.subgraphs.transactions.requests).toEqual([])
  })

  test('in a variable is sent without repeated values', async () => {
    await withStatus(['SUCCESS', 'FAILED', 'SUCCESS'])
    expect(running.subgraphs.transactions.requests.at(-1)?.variables).toEqual({ f: { status: ['SUCCESS', 'FAILED'] } })
  })
})
