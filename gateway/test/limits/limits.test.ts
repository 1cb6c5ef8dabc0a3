import { readFileSync } from 'node:fs'
import { Supergraph } from '@apollo/federation-internals'
import { parse, validate } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOSTILE_DOCUMENTS } from '../../../e2e/attack/hostile-documents.js'
import { LIMITS, limitRules } from '../../src/limits/document-limits.js'
import { jsonOf } from '../support/json-of.js'
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
    expect(validate(schema, parse(text, { maxTokens: LIMITS.tokens }), limitRules)).toEqual([])
  }
})

describe('a hostile document', () => {
  test.each(HOSTILE_DOCUMENTS)('%s is refused before any subgraph is asked', async (_title, query) => {
    const { status, errors } = await running.ask(query)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(errors[0].extensions.code).toMatch(/^(GRAPHQL_PARSE_FAILED|GRAPHQL_VALIDATION_FAILED|BAD_REQUEST)$/)
    for (const subgraph of Object.values(running.subgraphs)) expect(subgraph.received).toEqual([])
  })
})

describe('a request', () => {
  test('over 100 KB is refused', async () => {
    const response = await post(JSON.stringify({ query: '{ shifts { id } }', variables: { a: 'x'.repeat(110_000) } }))
    expect(response.status).toBe(413)
    expect((await jsonOf(response)).errors[0].extensions.code).toBe('BAD_REQUEST')
  })

  test('holds one operation: batches are refused', async () => {
    const one = { query: '{ shifts { id } }' }
    expect((await post(JSON.stringify([one, one]))).status).toBe(400)
  })

  test('that changes something cannot be a GET, nor come from a form of a foreign page', async () => {
    const query = encodeURIComponent('mutation { logout(refreshToken: "a") }')
    const get = await fetch(`${running.url}/graphql?query=${query}`, { headers: { 'apollo-require-preflight': '1' } })
    expect(get.status).toBe(405)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const form = await post('{"query":"mutation { logout(refreshToken: \\"a\\") }"}', { 'content-type': type })
      expect([400, 415]).toContain(form.status)
    }
    const simple = await fetch(`${running.url}/graphql?query=${encodeURIComponent('{ shifts { id } }')}`)
    expect(simple.status).toBe(400)
    expect(running.subgraphs.users.received).toEqual([])
  })

  test('that is broken in other ways is 4xx in the shape of all errors', async () => {
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
      expect((await jsonOf(response)).errors[0].extensions.code).toBe('BAD_REQUEST')
    }
  })

  test('to nowhere is 404 and tells nothing', async () => {
    const response = await fetch(`${running.url}/admin`)
    expect({ status: response.status, server: response.headers.get('x-powered-by') }).toEqual({
      status: 404,
      server: null,
    })
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'")
  })
})

test('one person cannot ask for more than their share, and others are not affected', async () => {
  const limited = await startTestGateway({ rateLimitPerMinute: 60 })
  const query = '{ shifts { id name startAt endAt } }'
  const statuses: number[] = []
  for (let n = 0; n < 8; n++) statuses.push((await limited.ask(query)).status)
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429])
  const { errors, headers } = await limited.ask(query)
  expect(errors[0]).toMatchObject({ message: /^Terlalu banyak permintaan/, extensions: { code: 'RATE_LIMITED' } })
  expect(headers.get('retry-after')).toBe('60')
  expect((await limited.ask(query, { as: 'EMPLOYEE' })).status).toBe(200)
  await limited.stop()
})
