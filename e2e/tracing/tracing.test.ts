import { type RunningStack, startStack, waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

interface RecordedSpan {
  traceId: string
  spanId: string
  parentId: string | null
  service: string
  name: string
  startedAt: number
  durationMs: number
  isError: boolean
  attributes: Record<string, unknown>
}

const METER = '12345678901'
const BUY = `mutation Buy($input: BuyTokenInput!) { buyToken(input: $input) { id employee { name } } }`
const WITH_SELLERS = '{ transactions(first: 5) { nodes { invoice employee { name } } } }'

let running: RunningStack
let adminToken: string
let employee: Awaited<ReturnType<RunningStack['anEmployee']>>

beforeAll(async () => {
  running = await startStack({ env: { TRACE_SAMPLE_RATIO: '0' } })
  adminToken = await running.asAdmin()
  employee = await running.anEmployee(adminToken)
})
afterAll(() => running?.stop())

const gateway = () => running.stack.url('gateway')

/** Asks under a request id of the test's own. */
async function askAs(requestId: string, accessToken: string | null, query: string, variables: object = {}) {
  const response = await fetch(`${gateway()}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-request-id': requestId,
      ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
    },
    body: JSON.stringify({ query, variables }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it asked for; the shape is the query's.
  return (await response.json()) as any
}

async function traceOf(requestId: string): Promise<{ spans: RecordedSpan[]; missing: string[] }> {
  const response = await fetch(`${gateway()}/traces/${requestId}`, {
    headers: { authorization: `Bearer ${adminToken}` },
  })
  expect(response.status).toBe(200)
  return (await response.json()) as { spans: RecordedSpan[]; missing: string[] }
}

function only(spans: readonly RecordedSpan[], name: string | RegExp): RecordedSpan {
  const found = spans.filter((span) => (typeof name === 'string' ? span.name === name : name.test(span.name)))
  expect(found, `${name} among ${spans.map((span) => span.name).join(', ')}`).toHaveLength(1)
  return found[0] as RecordedSpan
}

test('a purchase is one trace from the gateway through two subgraphs to their databases and the biller', async () => {
  await askAs('buys', employee.accessToken, BUY, {
    input: { meterNumber: METER, productCode: 'hpln20000', idempotencyKey: 'traced-sale' },
  })
  const spans = await waitUntil(
    async () => {
      const trace = await traceOf('buys')
      return trace.spans.some(({ name }) => name === 'biller /api/top-up') ? trace.spans : null
    },
    { what: 'the call to the biller in the trace' },
  )
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1)
  const root = only(spans, 'mutation Buy')
  expect(root).toMatchObject({ service: 'gateway', parentId: null, attributes: { 'setrum.request_id': 'buys' } })
  const call = only(spans, 'call transactions')
  expect(call).toMatchObject({ service: 'gateway', parentId: root.spanId })
  const request = only(spans, 'mutation buyToken')
  expect(request).toMatchObject({ service: 'transactions', parentId: call.spanId, isError: false })
  expect(only(spans, 'biller /api/top-up')).toMatchObject({
    service: 'transactions',
    parentId: request.spanId,
    attributes: { 'http.response.status_code': 200 },
  })
  const stored = spans.filter(({ attributes }) => attributes['db.collection.name'] === 'transaction')
  expect(stored.length).toBeGreaterThan(1)
  for (const span of stored) expect(span).toMatchObject({ service: 'transactions', parentId: request.spanId })
  const join = only(spans, 'call users')
  expect(join.parentId).toBe(root.spanId)
  const joined = only(spans, 'query _entities')
  expect(joined).toMatchObject({ service: 'users', parentId: join.spanId })
  expect(only(spans, 'find user')).toMatchObject({ service: 'users', parentId: joined.spanId })
})

test('a query that fails in part is kept although no query is in the sample', async () => {
  const ok = await askAs('goes-well', adminToken, WITH_SELLERS)
  expect(ok.errors).toBeUndefined()
  expect((await traceOf('goes-well')).spans).toEqual([])

  await askAs('goes-wrong', null, WITH_SELLERS)
  const { spans, missing } = await traceOf('goes-wrong')
  expect(missing).toEqual([])
  const root = only(spans, 'query')
  expect(root).toMatchObject({ isError: true, attributes: { 'error.type': 'UNAUTHENTICATED' } })
  const call = only(spans, 'call transactions')
  expect(call.parentId).toBe(root.spanId)
  expect(only(spans, 'query transactions')).toMatchObject({
    service: 'transactions',
    parentId: call.spanId,
    isError: true,
    attributes: { 'error.type': 'UNAUTHENTICATED' },
  })
})

test('passwords, meter numbers and electricity tokens are in no span', async () => {
  const LOGIN = 'mutation Login($e: String!, $p: String!) { login(email: $e, password: $p) { accessToken } }'
  await askAs('signs-in', null, LOGIN, { e: employee.email, p: employee.password })
  await askAs('mistypes', null, LOGIN, { e: employee.email, p: 'Canary-Password-9' })
  await askAs('looks-up', employee.accessToken, `{ inquirePrepaidCustomer(meterNumber: "${METER}") { name } }`)
  await askAs(
    'looks-up-wrongly',
    employee.accessToken,
    '{ inquirePrepaidCustomer(meterNumber: "14000000014") { name } }',
  )
  const sales = await waitUntil(
    async () => {
      const { data } = await running.graph('{ transactions(first: 5) { nodes { token status } } }', {}, adminToken)
      const { nodes } = data.transactions
      return nodes.length > 0 && nodes.every(({ status }: { status: string }) => status === 'SUCCESS') ? nodes : null
    },
    { what: 'the sale to settle' },
  )
  const token: string = sales[0].token
  expect(token).toMatch(/^\d{20}$/)
  const traces = await Promise.all(
    ['buys', 'signs-in', 'mistypes', 'looks-up', 'looks-up-wrongly', 'goes-wrong'].map(traceOf),
  )
  const text = JSON.stringify(traces)
  expect(text).toContain('mutation Login')
  const secrets = [METER, '14000000014', token, employee.password, 'Canary-Password-9', employee.email]
  for (const secret of [...secrets, employee.accessToken, 'demo-key-123']) expect(text).not.toContain(secret)
})

test('a subgraph that is down is named, in its failed call and as missing', async () => {
  await running.stack.kill('users')
  await askAs('joins-nobody', adminToken, WITH_SELLERS)
  const startedAt = performance.now()
  const { spans, missing } = await traceOf('joins-nobody')
  expect(performance.now() - startedAt).toBeLessThan(5_000)
  expect(missing).toEqual(['users'])
  expect(only(spans, 'call users')).toMatchObject({ isError: true, attributes: { 'error.type': 'unreachable' } })
})
