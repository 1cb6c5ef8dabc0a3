import { once } from 'node:events'
import { createServer as createHttp, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createTransport, isBeforeSending } from '../src/client/transport.js'

const stops: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function listening(server: Server): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

function transport(options: Parameters<typeof createTransport>[0] = {}) {
  const made = createTransport({ timeoutMs: 2_000, ...options })
  stops.push(made.close)
  return made.post
}

const http = (handler: RequestListener) => listening(createHttp(handler))
/** A server that does with the connection what it likes, once it has read the request. */
const tcp = (onRequest: (socket: Socket) => void) =>
  listening(
    createTcp((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => onRequest(socket))
    }),
  )

describe('a response', () => {
  test('is JSON, whatever its status and content type', async () => {
    const url = await http((_request, response) =>
      response.writeHead(503, { 'content-type': 'text/html' }).end('{"data":{}}'),
    )
    expect(await transport()(url, {})).toEqual({ kind: 'RESPONDED', httpStatus: 503, json: { data: {} } })
  })

  test.each(['', '<html></html>', '{"data":{"rc":"0', 'null'])(
    'that is no JSON object, "%s", has none',
    async (text) => {
      const url = await http((_request, response) => response.end(text))
      expect(await transport()(url, {})).toEqual({ kind: 'RESPONDED', httpStatus: 200, json: null })
    },
  )

  test('to a redirect is not followed', async () => {
    let requests = 0
    const url = await http((_request, response) => {
      requests += 1
      response.writeHead(307, { location: '/elsewhere' }).end()
    })
    expect(await transport()(url, {})).toMatchObject({ kind: 'RESPONDED', httpStatus: 307 })
    expect(requests).toBe(1)
  })
})

test('a call is a POST of JSON that asks for JSON', async () => {
  const seen: unknown[] = []
  const url = await http(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    seen.push(request.method, request.headers['content-type'], request.headers.accept, Buffer.concat(chunks).toString())
    response.end('{}')
  })
  await transport()(url, { ref_id: 'INV1' })
  expect(seen).toEqual(['POST', 'application/json', 'application/json', '{"ref_id":"INV1"}'])
})

test('calls one after the other share connections', async () => {
  const connections = new Set<number | undefined>()
  const url = await http((request, response) => {
    connections.add(request.socket.remotePort)
    response.end('{}')
  })
  const post = transport()
  for (let call = 0; call < 20; call += 1) await post(url, {})
  expect(connections.size).toBeLessThanOrEqual(2)
})

describe('nothing was sent', () => {
  test('when nothing listens', async () => {
    const server = createTcp().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    expect(await transport()(`http://127.0.0.1:${port}/`, {})).toMatchObject({ kind: 'NOT_SENT' })
    expect(await transport()(`http://localhost:${port}/`, {})).toMatchObject({ kind: 'NOT_SENT' })
  })

  test('when the name has no address', async () => {
    expect(await transport({ timeoutMs: 20_000 })('http://biller.invalid/', {})).toMatchObject({ kind: 'NOT_SENT' })
  })
})

describe('a route that breaks', () => {
  const broken = (code: string, syscall: string) => Object.assign(new Error(code), { code, syscall })
  test.each(['EHOSTUNREACH', 'ENETUNREACH'])('%s: nothing was sent only when it broke while connecting', (code) => {
    expect(isBeforeSending(broken(code, 'connect'))).toBe(true)
    expect(isBeforeSending(broken(code, 'write'))).toBe(false)
    expect(isBeforeSending(broken(code, 'read'))).toBe(false)
  })

  test('of several addresses that were tried, each has to have failed before anything was sent', () => {
    const errors = [broken('ECONNREFUSED', 'connect'), broken('ENETUNREACH', 'connect')]
    expect(isBeforeSending(new AggregateError(errors))).toBe(true)
    expect(isBeforeSending(new AggregateError([...errors, broken('EHOSTUNREACH', 'write')]))).toBe(false)
  })
})

describe('the response is lost', () => {
  test('when there is none within the time', async () => {
    const url = await tcp(() => undefined)
    const before = performance.now()
    expect(await transport({ timeoutMs: 200 })(url, {})).toMatchObject({ kind: 'LOST' })
    expect(performance.now() - before).toBeLessThan(2_000)
  })

  test.each([
    ['is reset', (socket: Socket) => socket.resetAndDestroy()],
    ['is closed', (socket: Socket) => socket.end()],
    ['ends inside the head', (socket: Socket) => socket.end('HTTP/1.1 200 O')],
    ['ends inside the body', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"data":')],
    ['speaks no HTTP', (socket: Socket) => socket.end('hello\r\n\r\n')],
    [
      'stays silent inside the body',
      (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{'),
    ],
  ])('when the connection %s, and the call is not sent again', async (_name, misbehave) => {
    let requests = 0
    const url = await tcp((socket) => {
      requests += 1
      misbehave(socket)
    })
    expect(await transport({ timeoutMs: 500 })(url, {})).toMatchObject({ kind: 'LOST' })
    expect(requests).toBe(1)
  })

  test('when the body does not end: the connection is closed soon after 4 MiB', async () => {
    let sentBytes = 0
    let hasClosed: (bytes: number) => void
    const closed = new Promise<number>((resolve) => {
      hasClosed = resolve
    })
    const part = Buffer.alloc(256 * 1024, 'x')
    const url = await http((_request, response) => {
      response.on('close', () => hasClosed(sentBytes))
      const sendMore = () => {
        do sentBytes += part.length
        while (response.write(part))
      }
      response.on('drain', sendMore)
      sendMore()
    })
    expect(await transport({ timeoutMs: 20_000 })(url, {})).toMatchObject({
      kind: 'LOST',
      cause: expect.objectContaining({ message: expect.stringContaining('larger than 4194304 bytes') }),
    })
    // What the sockets of both sides hold comes on top.
    expect(await closed).toBeLessThan(32 * 1024 * 1024)
  })

  test('when a kept-alive connection breaks during the second call', async () => {
    let requests = 0
    const url = await http((request, response) => {
      requests += 1
      if (requests === 1) response.end('{}')
      else request.socket.resetAndDestroy()
    })
    const post = transport()
    expect((await post(url, {})).kind).toBe('RESPONDED')
    expect((await post(url, {})).kind).toBe('LOST')
    expect(requests).toBe(2)
  })
})
