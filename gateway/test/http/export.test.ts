import { IDENTITY_HEADER, type Viewer, verifyIdentity } from '@setrum/identity'
import { createLogger } from '@setrum/service-runtime'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { SECRET } from '../support/fake-subgraphs.js'
import { readJson } from '../support/read-json.js'
import { startTestGateway } from '../support/start-test-gateway.js'

const ROW = `${'2026-01-05,INV-0000000000000001,51000,SUCCESS,Siti'.padEnd(1_023, ' ')}\n`
const ROWS = 40_000

let running: Awaited<ReturnType<typeof startTestGateway>>
let lastRequest: { url: string; viewer: Viewer | null } | null = null
let sent = 0
let isHangingClosed = false
let behaviour: 'rows' | 'refuse' | 'break' | 'hang' | 'oversized-error' = 'rows'

const logger = createLogger('test', 'silent')
const warned = vi.spyOn(logger, 'warn')

beforeAll(async () => {
  running = await startTestGateway({ logger })
  for (const type of ['csv', 'xlsx'])
    running.subgraphs.transactions.route(`/exports/transactions.${type}`, (request, reply) => {
      const url = request.url ?? ''
      const viewer = verifyIdentity(String(request.headers[IDENTITY_HEADER]), {
        audience: 'transactions',
        content: `GET ${url}`,
        secret: SECRET,
      })
      lastRequest = { url, viewer }
      if (behaviour === 'hang')
        return void reply.once('close', () => {
          isHangingClosed = true
        })
      if (behaviour === 'oversized-error') return void reply.writeHead(500).write('x'.repeat(500_000))
      if (behaviour === 'refuse') {
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
          if (behaviour === 'break' && sent === 100) return void reply.destroy()
          sent += 1
          if (!reply.write(ROW)) return void reply.once('drain', write)
        }
        reply.end()
      }
      write()
    })
})
afterAll(() => running?.stop())

const download = (query = '', as: 'ADMIN' | 'EMPLOYEE' | null = 'ADMIN', signal: AbortSignal | null = null) =>
  fetch(`${running.url}/exports/transactions.csv${query}`, {
    headers: as ? { authorization: `Bearer ${running.createToken(as)}` } : {},
    signal,
  })

test('an admin downloads all rows; filter and identity are forwarded', async () => {
  behaviour = 'rows'
  const response = await download('?from=2026-01-01&status=SUCCESS')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(response.headers.get('content-disposition')).toBe('attachment; filename=a.csv')
  expect((await response.arrayBuffer()).byteLength).toBe(ROWS * ROW.length)
  expect(lastRequest).toMatchObject({
    url: '/exports/transactions.csv?from=2026-01-01&status=SUCCESS',
    viewer: { role: 'ADMIN' },
  })
})

test('the export as XLSX is another path', async () => {
  behaviour = 'rows'
  const response = await fetch(`${running.url}/exports/transactions.xlsx?from=2026-01-01`, {
    headers: { authorization: `Bearer ${running.createToken('ADMIN')}` },
  })
  expect(response.status).toBe(200)
  await response.body?.cancel()
  expect(lastRequest).toMatchObject({ url: '/exports/transactions.xlsx?from=2026-01-01', viewer: { role: 'ADMIN' } })
})

test('a slow client slows down the reading of rows', async () => {
  behaviour = 'rows'
  const response = await download()
  const reader = response.body?.getReader()
  await reader?.read()
  // Without a reader, the data in flight fills the buffers of both ends and then stops.
  let before = -1
  while (before !== sent) {
    before = sent
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  expect(sent).toBeLessThan(ROWS / 2)
  await reader?.cancel()
})

test('an error keeps its code and message without internals', async () => {
  behaviour = 'refuse'
  const response = await download('', 'EMPLOYEE')
  expect({ status: response.status, body: await readJson(response) }).toEqual({
    status: 403,
    body: { errors: [{ message: 'Tidak berhak.', extensions: { code: 'FORBIDDEN' } }] },
  })
})

test('an interrupted export fails for the client instead of ending as a short file', async () => {
  behaviour = 'break'
  const response = await download()
  await expect(response.arrayBuffer()).rejects.toThrow()
})

test('an oversized error is cut off', async () => {
  behaviour = 'oversized-error'
  expect((await download()).status).toBe(503)
})

test('an export is aborted, and is not unavailable, when its client leaves before the first row', async () => {
  warned.mockClear()
  behaviour = 'hang'
  lastRequest = null
  const client = new AbortController()
  const downloading = download('', 'ADMIN', client.signal).catch(() => null)
  await expect.poll(() => lastRequest).not.toBeNull()
  client.abort()
  await downloading
  await expect.poll(() => isHangingClosed).toBe(true)
  // The gateway handles the closed connection before it answers the next request.
  await fetch(`${running.url}/health/live`)
  expect(warned).not.toHaveBeenCalled()
})

test('without transactions the export responds with SUBGRAPH_UNAVAILABLE', async () => {
  await running.subgraphs.transactions.kill()
  try {
    const response = await download()
    expect(response.status).toBe(503)
    expect((await readJson(response)).errors[0].extensions).toEqual({
      code: 'SUBGRAPH_UNAVAILABLE',
      service: 'transactions',
    })
  } finally {
    await running.subgraphs.transactions.start()
  }
})
