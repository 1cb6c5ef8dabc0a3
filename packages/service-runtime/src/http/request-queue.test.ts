import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { queueRequests } from './request-queue.js'

let server: Server
/** The started requests in order, and the responses that wait for the test. */
let begun: string[]
let held: ServerResponse[]
beforeEach(async () => {
  begun = []
  held = []
  server = createServer((request, response) => {
    begun.push(request.url ?? '')
    held.push(response)
  })
  queueRequests(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(() => server.close())

async function connected(): Promise<Socket> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

const requests = (...paths: string[]) => paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`).join('')

test('pipelined requests run one at a time, and a later single request does not wait for all of them', async () => {
  const [many, single] = [await connected(), await connected()]
  many.write(requests('/many-1', '/many-2', '/many-3'))
  await expect.poll(() => begun).toEqual(['/many-1'])
  single.write(requests('/single'))
  await expect.poll(() => begun).toEqual(['/many-1', '/single'])
  held[0]?.end()
  await expect.poll(() => begun).toEqual(['/many-1', '/single', '/many-2'])
  held[2]?.end()
  await expect.poll(() => begun).toEqual(['/many-1', '/single', '/many-2', '/many-3'])
  many.destroy()
  single.destroy()
})

test('however many connections wait, new connections are accepted after every few requests', async () => {
  const sockets = await Promise.all(Array.from({ length: 30 }, connected))
  for (const [index, socket] of sockets.entries()) socket.write(requests(`/${index}-1`, `/${index}-2`))
  await expect.poll(() => begun).toHaveLength(30)
  for (const response of held.splice(0)) response.end()
  let atOnce = 0
  while (begun.length < 60) {
    const before = begun.length
    await new Promise(setImmediate)
    atOnce = Math.max(atOnce, begun.length - before)
  }
  expect(atOnce).toBeLessThanOrEqual(8)
  for (const socket of sockets) socket.destroy()
})

test('requests that wait when their connection closes are never started', async () => {
  const socket = await connected()
  socket.write(requests('/begun', '/waits-1', '/waits-2'))
  await expect.poll(() => begun).toEqual(['/begun'])
  socket.destroy()
  await sleep(100)
  expect(begun).toEqual(['/begun'])
})
