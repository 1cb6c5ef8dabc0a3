import { IDENTITY_HEADER, verifyIdentity } from '@setrum/identity'
import { startTracing, type Tracing } from '@setrum/service-runtime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SECRET } from '../support/fake-subgraphs.js'
import { jsonOf } from '../support/json-of.js'
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
    subgraph.route('/traces/looks', (request, reply) => {
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
    headers: { 'accept-language': 'en', ...(as ? { authorization: `Bearer ${running.tokenOf(as)}` } : {}) },
  })

test('what the gateway did for a request is told, and the subgraphs are told which trace it is', async () => {
  const { received } = running.subgraphs.master
  await running.ask('query Looks { shifts { name } }', { headers: { 'x-request-id': 'looks' } })
  const { spans, missing } = await jsonOf(await traceOf('looks'))
  expect(missing).toEqual([])
  const [root, call] = spans
  expect(spans).toHaveLength(2)
  expect(root).toMatchObject({ name: 'query Looks', parentId: null, isError: false, service: 'gateway' })
  expect(call).toMatchObject({
    name: 'call master',
    parentId: root.spanId,
    attributes: { 'setrum.subgraph': 'master', 'graphql.operation.type': 'query', 'graphql.fields': 'shifts' },
  })
  expect(call.startedAt).toBeGreaterThanOrEqual(root.startedAt)
  expect(call.durationMs).toBeLessThanOrEqual(root.durationMs)
  expect(received.at(-1)?.headers.traceparent).toBe(`00-${root.traceId}-${call.spanId}-01`)
})

test('a trace that a client brings is not continued', async () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c'
  const headers = { 'x-request-id': 'looks', traceparent: `00-${traceId}-b7ad6b7169203331-01` }
  await running.ask('query Looks { shifts { name } }', { headers })
  expect(JSON.stringify(await jsonOf(await traceOf('looks')))).not.toContain(traceId)
})

test('only admins see traces', async () => {
  const anonymous = await traceOf('looks', null)
  expect(anonymous.status).toBe(401)
  expect((await jsonOf(anonymous)).errors).toEqual([
    { message: 'Please sign in first.', extensions: { code: 'UNAUTHENTICATED' } },
  ])
  const employee = await traceOf('looks', 'EMPLOYEE')
  expect(employee.status).toBe(403)
  expect((await jsonOf(employee)).errors).toEqual([
    { message: 'You are not allowed to do this.', extensions: { code: 'FORBIDDEN' } },
  ])
  const forged = await fetch(`${running.url}/traces/looks`, { headers: { authorization: 'Bearer x' } })
  expect(forged.status).toBe(401)
})

test('what is no request id is nothing', async () => {
  expect((await traceOf('a%20b')).status).toBe(404)
})

test('a subgraph that hangs or is down is named as missing within the deadline of a query', async () => {
  usersHangs = true
  await running.subgraphs.transactions.kill()
  const startedAt = performance.now()
  const { spans, missing } = await jsonOf(await traceOf('looks'))
  expect(performance.now() - startedAt).toBeLessThan(15_000)
  expect(missing).toEqual(['users', 'transactions'])
  expect(spans.length).toBeGreaterThan(0)
})
