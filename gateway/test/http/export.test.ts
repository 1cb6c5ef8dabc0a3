import { IDENTITY_HEADER, type Viewer, verifyIdentity } from '@setrum/identity'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SECRET } from '../support/fake-subgraphs.js'
import { jsonOf } from '../support/json-of.js'
import { startTestGateway } from '../support/start-test-gateway.js'

const ROW = `${'2026-01-05,INV-0000000000000001,51000,SUCCESS,Siti'.padEnd(1_023, ' ')}\n`
const ROWS = 40_000

let running: Awaited<ReturnType<typeof startTestGateway>>
let asked: { url: string; viewer: Viewer | null } | null = null
let sent = 0
let mode: 'rows' | 'refuse' | 'break' = 'rows'

beforeAll(async () => {
  running = await startTestGateway()
  running.subgraphs.transactions.route('/exports/transactions.csv', (request, reply) => {
    const url = request.url ?? ''
    const viewer = verifyIdentity(String(request.headers[IDENTITY_HEADER]), {
      audience: 'transactions',
      content: `GET ${url}`,
      secret: SECRET,
    })
    asked = { url, viewer }
    if (mode === 'refuse') {
      reply.writeHead(403, { 'content-type': 'application/json' })
      return void reply.end(
        '{"errors":[{"message":"Tidak berhak.","extensions":{"code":"FORBIDDEN","stacktrace":["x"]}}]}',
      )
    }
    reply.writeHead(200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename=a.csv',
    })
    sent = 0
    const write = () => {
      while (sent < ROWS) {
        if (mode === 'break' && sent === 100) return void reply.destroy()
        sent += 1
        if (!reply.write(ROW)) return void reply.once('drain', write)
      }
      reply.end()
    }
    write()
  })
})
afterAll(() => running?.stop())

const download = (query = '', as: 'ADMIN' | 'EMPLOYEE' | null = 'ADMIN') =>
  fetch(`${running.url}/exports/transactions.csv${query}`, {
    headers: as ? { authorization: `Bearer ${running.tokenOf(as)}` } : {},
  })

test('an admin downloads all rows, with the filter and the identity passed on', async () => {
  mode = 'rows'
  const response = await download('?from=2026-01-01&status=SUCCESS')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(response.headers.get('content-disposition')).toBe('attachment; filename=a.csv')
  expect((await response.arrayBuffer()).byteLength).toBe(ROWS * ROW.length)
  expect(asked).toMatchObject({
    url: '/exports/transactions.csv?from=2026-01-01&status=SUCCESS',
    viewer: { role: 'ADMIN' },
  })
})

test('rows are read only as fast as they are taken', async () => {
  mode = 'rows'
  const response = await download()
  const reader = response.body?.getReader()
  await reader?.read()
  // Nobody reads on: what is on its way fills the buffers between the two ends and then stands still.
  let before = -1
  while (before !== sent) {
    before = sent
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  expect(sent).toBeLessThan(ROWS / 2)
  await reader?.cancel()
})

test('a refusal keeps its code and sentence and loses the rest', async () => {
  mode = 'refuse'
  const response = await download('', 'EMPLOYEE')
  expect({ status: response.status, body: await jsonOf(response) }).toEqual({
    status: 403,
    body: { errors: [{ message: 'Tidak berhak.', extensions: { code: 'FORBIDDEN' } }] },
  })
})

test('a download that breaks off is broken for the client too, not a short file', async () => {
  mode = 'break'
  const response = await download()
  await expect(response.arrayBuffer()).rejects.toThrow()
})

test('with transactions away it says so', async () => {
  await running.subgraphs.transactions.kill()
  try {
    const response = await download()
    expect(response.status).toBe(503)
    expect((await jsonOf(response)).errors[0].extensions).toEqual({
      code: 'SUBGRAPH_UNAVAILABLE',
      service: 'transactions',
    })
  } finally {
    await running.subgraphs.transactions.start()
  }
})
