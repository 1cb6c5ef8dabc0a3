import { IDENTITY_HEADER, verifyIdentity } from '@setrum/identity'
import { startTracing, type Tracing } from '@setrum/service-runtime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SECRET } from '../support/fake-subgraphs.js'
import { readJson } from '../support/read-json.js'
import { startTestGateway } from '../support/start-test-gateway.js'

let tracing: Tracing
let running: Awaited<ReturnType<typeof startTestGateway>>
let usersHangs = false

beforeAll(async () => {
  tracing = startTracing('gateway', { sampleRatio: 1, otlpEndpoint: null })
  running = await startTestGateway({
    traces: tracing.traces,
    deadlines: { queryMs: 1_000, mutationMs: 5_000, billerMs: 5_000 },
  })
  for (const subgraph of Object.values(running.subgraphs)) {
    subgraph.route('/traces/request-1', (request, reply) => {
      if (subgraph.name === 'users' && usersHangs) return
      const viewer = verifyIdentity(String(request.headers[IDENTITY_HEADER]), {
        audience: subgraph.name,
        content: `GET ${request.url}`,
        secret: SECRET,
      })
      reply.writeHead(viewer?.role === 'ADMIN' ? 200 : 401, { 'content-type': 'application/json' }).end('{"spans":[]}')
    })
  }
})
afterAll(async () => {
  await running?.stop()
  await tracing?.stop()
})

const traceOf = (requestId: string, as: 'ADMIN' | 'EMPLOYEE' | null = 'ADMIN') =>
  fetch(`${running.url}/traces/${requestId}`, {
    headers: { 'accept-language': 'en', ...(as ? { authorization: `Bearer ${running.createToken(as)}` } : {}) },
  })

test('a trace shows the spans of a request, and subgraphs receive its trace context', async () => {
  const { requests } = running.subgraphs.master
  await running.execute('query ShiftNames { shifts { name } }', { headers: { 'x-request-id': 'request-1' } })
  const { spans, missing } = await readJson(await traceOf('request-1'))
  expect(missing).toEqual([])
  const [root, call] = spans
  expect(spans).toHaveLength(2)
  expect(root).toMatchObject({ name: 'query ShiftNames', parentId: null, isError: false, service: 'gateway' })
  expect(call).toMatchObject({
    name: 'call master',
    parentId: root.spanId,
    attributes: { 'setrum.subgraph': 'master', 'graphql.operation.type': 'query', 'graphql.fields': 'shifts' },
  })
  expect(call.startedAt).toBeGreaterThanOrEqual(root.startedAt)
  expect(call.durationMs).toBeLessThanOrEqual(root.durationMs)
  expect(requests.at(-1)?.headers.traceparent).toBe(`00-${root.traceId}-${call.spanId}-01`)
})

test("a client's trace is not continued", async () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c'
  const headers = { 'x-request-id': 'request-1', traceparent: `00-${traceId}-b7ad6b7169203331-01` }
  await running.execute('query ShiftNames { shifts { name } }', { headers })
  expect(JSON.stringify(await readJson(await traceOf('request-1')))).not.toContain(traceId)
})

test('only admins can read traces', async () => {
  const anonymous = await traceOf('request-1', null)
  expect(anonymous.status).toBe(401)
  expect((await readJson(anonymous)).errors).toEqual([
    { message: 'Please sign in first.', extensions: { code: 'UNAUTHENTICATED' } },
  ])
  const employee = await traceOf('request-1', 'EMPLOYEE')
  expect(employee.status).toBe(403)
  expect((await readJson(employee)).errors).toEqual([
    { message: 'You are not allowed to do this.', extensions: { code: 'FORBIDDEN' } },
  ])
  const forged = await fetch(`${running.url}/traces/request-1`, { headers: { authorization: 'Bearer x' } })
  expect(forged.status).toBe(401)
})

test('an invalid request id gets 404', async () => {
  expect((await traceOf('a%20b')).status).toBe(404)
})

test('a subgraph that hangs or is down is listed as missing within the query deadline', async () => {
  usersHangs = true
  await running.subgraphs.transactions.kill()
  const startedAt = performance.now()
  const { spans, missing } = await readJson(await traceOf('request-1'))
  expect(performance.now() - startedAt).toBeLessThan(15_000)
  expect(missing).toEqual(['users', 'transactions'])
  expect(spans.length).toBeGreaterThan(0)
})
