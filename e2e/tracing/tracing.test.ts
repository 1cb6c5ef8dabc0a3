import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { SUBGRAPH_NAMES } from '@setrum/api-contract'
import type { ProcessName } from '@setrum/dev-stack'
import { DEMO, type RunningStack, startStack, waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type ReceivedSpan, startOtlpReceiver } from './otlp-receiver.js'

const DASHBOARD = fileURLToPath(new URL('../../deploy/observability/grafana/dashboards/setrum.json', import.meta.url))

const METER = '12345678901'
const BUY = 'mutation Buy($input: BuyTokenInput!) { buyToken(input: $input) { id token employee { name } } }'

let receiver: Awaited<ReturnType<typeof startOtlpReceiver>>
let running: RunningStack
let adminToken: string
let employee: Awaited<ReturnType<RunningStack['anEmployee']>>

beforeAll(async () => {
  receiver = await startOtlpReceiver()
  running = await startStack({
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BSP_SCHEDULE_DELAY: '100', LOG_LEVEL: 'trace' },
  })
  adminToken = await running.asAdmin()
  employee = await running.anEmployee(adminToken)
})
afterAll(async () => {
  await running?.stop()
  receiver?.stop()
})

const gateway = () => running.stack.url('gateway')

/** Sends an operation under the given request id. */
async function execute(
  requestId: string,
  query: string,
  variables: object = {},
  headers: Record<string, string> = { authorization: `Bearer ${employee.accessToken}` },
) {
  const response = await fetch(`${gateway()}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': requestId, ...headers },
    body: JSON.stringify({ query, variables }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: the query of each test determines the shape.
  return (await response.json()) as any
}

/** The spans of a request, as soon as enough of them were received, each with its parent: processes export by themselves. */
function traceOf(requestId: string, isComplete: (spans: ReceivedSpan[]) => boolean): Promise<ReceivedSpan[]> {
  return waitUntil(
    () => {
      const spans = receiver.spans
      const root = spans.find(({ attributes }) => String(attributes['http.response.header.x-request-id']) === requestId)
      const trace = spans.filter(({ traceId }) => traceId === root?.traceId)
      const ids = new Set(trace.map(({ spanId }) => spanId))
      const isWhole = trace.every(({ parentSpanId }) => parentSpanId === null || ids.has(parentSpanId))
      return root && isWhole && isComplete(trace) ? trace : null
    },
    { what: `the spans of ${requestId}` },
  )
}

function only(spans: readonly ReceivedSpan[], wanted: Partial<ReceivedSpan> & { path?: string }): ReceivedSpan {
  const { path, ...properties } = wanted
  const found = spans.filter(
    (span) =>
      Object.entries(properties).every(([name, value]) => span[name as keyof ReceivedSpan] === value) &&
      (path === undefined || span.attributes['url.path'] === path),
  )
  expect(found, `${JSON.stringify(wanted)} among ${JSON.stringify(spans, null, 1)}`).toHaveLength(1)
  return found[0] as ReceivedSpan
}

test('a purchase is one trace: gateway, two subgraphs, their databases and the biller', async () => {
  const input = { meterNumber: METER, productCode: 'hpln20000', idempotencyKey: randomUUID() }
  const { errors } = await execute('buys', BUY, { input })
  expect(errors).toBeUndefined()
  const spans = await traceOf('buys', (trace) =>
    ['POST /api/top-up', 'query Buy__users__1', 'mutation Buy__transactions__0'].every((name) =>
      trace.some((span) => span.name === name),
    ),
  )
  const root = only(spans, { service: 'gateway', kind: 'server', name: 'POST /graphql', parentSpanId: null })
  const calls = spans.filter(({ service, kind }) => service === 'gateway' && kind === 'client')
  expect(calls.map(({ parentSpanId }) => parentSpanId)).toEqual([root.spanId, root.spanId])
  const [toTransactions, toUsers] = (['transactions', 'users'] as const).map((name) => {
    const call = calls.find(({ attributes }) => Number(attributes['server.port']) === running.stack.port(name))
    return only(spans, { service: name, kind: 'server', ...(call && { parentSpanId: call.spanId }) })
  })
  const sale = only(spans, { name: 'mutation Buy__transactions__0', service: 'transactions' })
  expect(sale.parentSpanId).toBe(toTransactions?.spanId)
  expect(sale.attributes).toMatchObject({ 'graphql.operation.type': 'mutation' })
  const topUp = only(spans, { service: 'transactions', kind: 'client', path: '/api/top-up' })
  expect(topUp.parentSpanId).toBe(sale.spanId)
  expect(only(spans, { service: 'iak', name: 'POST /api/top-up' }).parentSpanId).toBe(topUp.spanId)
  const insert = only(spans, { service: 'transactions', name: 'insert transaction' })
  expect(insert).toMatchObject({ parentSpanId: sale.spanId, attributes: { 'db.system.name': 'mongodb' } })
  const join = only(spans, { service: 'users', name: 'query Buy__users__1' })
  expect(join.parentSpanId).toBe(toUsers?.spanId)
  only(spans, { service: 'users', name: 'find user', parentSpanId: join.spanId })

  const lines = readFileSync(running.stack.logFile('gateway'), 'utf8').split('\n')
  const line = lines.find((text) => text.includes('"requestId":"buys"'))
  expect(JSON.parse(line ?? '{}')).toMatchObject({ trace_id: root.traceId, span_id: expect.any(String) })
})

test('a trace begins at the gateway: the trace of a client is not continued', async () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  await execute('has-a-trace', '{ shifts { id } }', {}, { authorization: `Bearer ${adminToken}`, traceparent })
  const spans = await traceOf('has-a-trace', (trace) => trace.some(({ service }) => service === 'master'))
  expect(only(spans, { service: 'gateway', kind: 'server' }).parentSpanId).toBeNull()
  expect(spans[0]?.traceId).not.toBe('0af7651916cd43dd8448eb211c80319c')
})

test('polls, probes and jobs are in no trace', async () => {
  const withoutParent = receiver.spans.filter(({ parentSpanId }) => parentSpanId === null)
  expect(withoutParent.filter(({ service, kind }) => service !== 'gateway' || kind !== 'server')).toEqual([])
  expect(receiver.spans.filter(({ attributes }) => /^\/(health|metrics)/.test(`${attributes['http.route']}`))).toEqual(
    [],
  )
})

test('each of the pipelined requests of one connection has its own calls in its trace', async () => {
  const ids = Array.from({ length: 5 }, (_, index) => `pipelined-${index}`)
  const socket = connect(running.stack.port('gateway'), '127.0.0.1')
  let received = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    received += chunk
  })
  await once(socket, 'connect')
  const body = JSON.stringify({ query: '{ shifts { id name } }' })
  socket.write(
    ids
      .map((id) =>
        [
          'POST /graphql HTTP/1.1',
          'host: gateway',
          'content-type: application/json',
          `content-length: ${body.length}`,
          `authorization: Bearer ${adminToken}`,
          `x-request-id: ${id}`,
          '',
          body,
        ].join('\r\n'),
      )
      .join(''),
  )
  await waitUntil(() => received.split('HTTP/1.1 200').length > ids.length, { what: 'the pipelined responses' })
  socket.destroy()
  for (const id of ids) {
    const spans = await traceOf(id, (trace) => trace.some(({ service }) => service === 'master'))
    only(spans, { service: 'gateway', kind: 'client' })
    only(spans, { service: 'master', kind: 'server' })
  }
})

test('every metric of the Grafana dashboard is among the metrics of the processes', async () => {
  const dashboard = z
    .object({ panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })) })) })
    .parse(JSON.parse(readFileSync(DASHBOARD, 'utf8')))
  const pages = await Promise.all(
    ['gateway', ...SUBGRAPH_NAMES].map(async (name) =>
      (await fetch(`${running.stack.url(name as ProcessName)}/metrics`)).text(),
    ),
  )
  const metrics = pages.join('\n')
  const exported = new Set([...metrics.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name))
  const used = dashboard.panels.flatMap(({ targets }) =>
    targets.flatMap(({ expr }) => [...expr.matchAll(/\b[a-z]+(?:_[a-z]+)+\b(?=[{[)])/g)].map(([name]) => name)),
  )
  const names = used.map((name) => name.replace(/_(bucket|count)$/, ''))
  expect(new Set(names).size).toBeGreaterThan(7)
  expect(names.filter((name) => !exported.has(name))).toEqual([])
  // The purchase above, an error and the deposit that it queried.
  expect(metrics).toMatch(/^transactions_today\{status="(SUCCESS|PROCESSING)"\} 1$/m)
  expect(metrics).toMatch(/^biller_deposit_idr [1-9]/m)
  await execute('has-error', '{ users { nodes { id } } }')
  const page = await (await fetch(`${gateway()}/metrics`)).text()
  expect(page).toMatch(/^graphql_errors_total\{code="FORBIDDEN"\} [1-9]/m)
})

test('nothing of what people enter, nor a secret, is exported', async () => {
  const canaries: Record<string, string> = {
    'a password': employee.password,
    'an e-mail address': employee.email,
    'a name': employee.name,
    'an access token': employee.accessToken.split('.')[2] ?? '',
    'an admin’s access token': adminToken.split('.')[2] ?? '',
    'a meter number': '14000001000',
    'an invalid meter number': '14000001000X9',
    'a customer number': '530000000000',
    'a search text': 'Kenari-Dicari-77',
    'a wrong password': 'Salah-Kenari-2026',
    'a refresh token': 'kenari-refresh-token-1234',
    'an invoice': 'INV-KENARI-0077',
    'a host': 'kenari-host.example',
    'a user agent': 'Kenari-Agent/7',
    'a forwarded address': '203.0.113.77',
    'a cookie': 'kenari-cookie-value',
    'a name in the address': 'kenari-in-the-path',
    'a query string': 'kenari-in-the-query',
    'an operation in the address': 'kenariInTheUrl',
    'a reference of the biller': 'kenari-ref-id',
    'a signature of the biller': 'kenari-sign-0001',
    'a value in the document': 'Kenari-Literal-77',
    'a note': 'Kenari-Catatan-77',
    'the biller’s key': 'demo-key-123',
    'the identity secret': readFileSync(`${running.dataDir}/keys/identity-secret`, 'utf8'),
  }
  const of = (name: string) => canaries[name] ?? ''
  const headers = { authorization: `Bearer ${adminToken}` }
  const { data } = await execute(
    'makes-key',
    'mutation { createApiKey(input: { name: "Kenari-Literal-77", kind: READ_ONLY }) { key } }',
    {},
    headers,
  )
  canaries['an API key'] = data.createApiKey.key
  await execute('uses-key', '{ me { id email name } }', {}, { 'x-api-key': data.createApiKey.key })
  const login = 'mutation($e: String!, $p: String!) { login(email: $e, password: $p) { accessToken } }'
  await execute('signs-in', login, { e: employee.email, p: employee.password }, {})
  await execute('mistypes', login, { e: employee.email, p: of('a wrong password') }, {})
  await execute(
    'refreshes',
    `mutation { refreshSession(refreshToken: "${of('a refresh token')}") { accessToken } }`,
    {},
    {},
  )
  const buy = { meterNumber: of('a meter number'), productCode: 'hpln20000' }
  const sold = await execute('buys-secretly', BUY, { input: { ...buy, idempotencyKey: randomUUID() } })
  canaries['an electricity token'] = await waitUntil(
    async () =>
      (await execute('reads', `{ transaction(id: "${sold.data.buyToken.id}") { token } }`)).data.transaction.token,
    { what: 'the electricity token' },
  )
  canaries['an electricity token without hyphens'] = of('an electricity token').replaceAll('-', '')
  await execute('buys-wrongly', BUY, {
    input: { ...buy, meterNumber: of('an invalid meter number'), idempotencyKey: randomUUID() },
  })
  await execute('inquires', 'mutation($input: InquireBillInput!) { inquireBill(input: $input) { id customerName } }', {
    input: { customerNumber: of('a customer number'), productType: 'POSTPAID', idempotencyKey: randomUUID() },
  })
  await execute(
    'searches',
    'query($s: String) { transactions(first: 5, filter: { search: $s }) { nodes { invoice meterNumber } } }',
    { s: of('a search text') },
    headers,
  )
  await execute('misspells', `{ transaction(id: "${of('an invoice')}") { id nothing } }`, {}, headers)
  await execute(
    'has-headers',
    '{ me { id } }',
    {},
    {
      ...headers,
      'user-agent': of('a user agent'),
      'x-forwarded-for': of('a forwarded address'),
      'x-forwarded-host': of('a host'),
      cookie: `setrum_refresh=${of('a cookie')}`,
      baggage: `note=${of('a note')}`,
    },
  )
  const paths = [
    `/${of('a name in the address')}`,
    `/exports/transactions.csv?search=${of('a query string')}&token=${of('an API key')}`,
    `/graphql?query=${encodeURIComponent(`query ${of('an operation in the address')} { me { id } }`)}`,
  ]
  for (const path of paths) await (await fetch(gateway() + path, { headers })).arrayBuffer()
  await fetch(`${gateway()}/callbacks/iak`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      data: {
        ref_id: of('a reference of the biller'),
        sign: of('a signature of the biller'),
        customer_id: of('a meter number'),
      },
    }),
  })
  // Errors of connections carry addresses, and those of the biller its message.
  await running.stack.kill('iak')
  await execute('without-biller', BUY, { input: { ...buy, idempotencyKey: randomUUID(), confirmDuplicate: true } })
  await running.stack.kill('users')
  await execute('without-users', '{ transactions(first: 5) { nodes { employee { name } } } }', {}, headers)

  const spans = await traceOf('without-users', (trace) => trace.some(({ isError }) => isError))
  const failed = spans.filter(({ service, isError }) => service === 'gateway' && isError)
  expect(failed.map(({ kind, attributes }) => [kind, attributes['server.port']])).toContainEqual([
    'client',
    running.stack.port('users'),
  ])
  await running.stack.kill('gateway', 'SIGTERM')
  for (const name of ['master', 'transactions'] as const) await running.stack.kill(name, 'SIGTERM')
  const text = receiver.text()
  for (const name of ['gateway', ...SUBGRAPH_NAMES, 'iak']) expect(text).toContain(`"stringValue":"${name}"`)
  for (const canary of Object.values(canaries)) expect(canary.length).toBeGreaterThan(8)
  const found = Object.keys(canaries).filter((name) => text.includes(of(name)))
  expect(found).toEqual([])
  expect(text).not.toMatch(/db\.query\.text|graphql\.source|url\.full|url\.query|user_agent|exception/)
  expect(text).not.toContain(DEMO.admin.email)
})
