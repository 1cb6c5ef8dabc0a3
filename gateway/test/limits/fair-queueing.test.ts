import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { registerFairQueueing } from '../../src/limits/fair-queueing.js'

let app: FastifyInstance
let port: number
/** The started requests, in order, and their replies, which wait for the test. */
let started: string[]
let held: FastifyReply[]
beforeEach(async () => {
  started = []
  held = []
  app = fastify({ forceCloseConnections: true })
  registerFairQueueing(app)
  app.get('/*', (request, reply) => {
    started.push(request.url)
    held.push(reply)
  })
  port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port)
})
afterEach(() => app.close())

async function openConnection(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

const requests = (...paths: string[]) => paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`).join('')

test('pipelined requests start one at a time, and a single request of another connection does not wait for all of them', async () => {
  const [many, single] = [await openConnection(), await openConnection()]
  many.write(requests('/many-1', '/many-2', '/many-3'))
  await expect.poll(() => started).toEqual(['/many-1'])
  single.write(requests('/single'))
  await expect.poll(() => started).toEqual(['/many-1', '/single'])
  held[0]?.send('')
  await expect.poll(() => started).toEqual(['/many-1', '/single', '/many-2'])
  held[2]?.send('')
  await expect.poll(() => started).toEqual(['/many-1', '/single', '/many-2', '/many-3'])
  many.destroy()
  single.destroy()
})

test('however many connections are waiting, the event loop turns after every few of them', async () => {
  const sockets = await Promise.all(Array.from({ length: 30 }, openConnection))
  for (const [index, socket] of sockets.entries()) socket.write(requests(`/${index}-1`, `/${index}-2`))
  await expect.poll(() => started).toHaveLength(30)
  for (const reply of held.splice(0)) reply.send('')
  let mostPerTurn = 0
  while (started.length < 60) {
    const before = started.length
    await new Promise(setImmediate)
    mostPerTurn = Math.max(mostPerTurn, started.length - before)
  }
  expect(mostPerTurn).toBeLessThanOrEqual(8)
  for (const socket of sockets) socket.destroy()
})

test('requests that wait when their connection closes are never started', async () => {
  const [socket, other] = [await openConnection(), await openConnection()]
  socket.write(requests('/started', '/waits-1', '/waits-2'))
  await expect.poll(() => started).toEqual(['/started'])
  other.write(requests('/other-1', '/other-2'))
  await expect.poll(() => started).toEqual(['/started', '/other-1'])
  const [reply, otherReply] = held
  if (!reply) throw new Error('There is no reply.')
  const isClosed = once(reply.raw, 'close')
  socket.destroy()
  await isClosed
  // The turn of the closed connection is before the next one of the other connection.
  otherReply?.send('')
  await expect.poll(() => started).toContain('/other-2')
  expect(started).toEqual(['/started', '/other-1', '/other-2'])
  other.destroy()
})
