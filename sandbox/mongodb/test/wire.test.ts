import { once } from 'node:events'
import { connect } from 'node:net'
import { serialize } from 'bson'
import { propertyRuns } from '@setrum/testing/randomness'
import fc from 'fast-check'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEmbedded } from './support/use-database.js'

let database: Awaited<ReturnType<typeof startEmbedded>>
beforeAll(async () => {
  database = await startEmbedded()
})
afterAll(() => database.stop())

/** Sends bytes and waits for a response or the end of the connection. */
async function send(bytes: Buffer): Promise<Buffer> {
  const socket = connect(database.port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(bytes)
  const response = await new Promise<Buffer>((resolve) => {
    socket.once('data', resolve)
    socket.once('close', () => resolve(Buffer.alloc(0)))
    socket.once('error', () => resolve(Buffer.alloc(0)))
    socket.end()
  })
  socket.destroy()
  return response
}

function message(opCode: number, content: Buffer): Buffer {
  const head = Buffer.alloc(16)
  head.writeInt32LE(16 + content.length, 0)
  head.writeInt32LE(7, 4)
  head.writeInt32LE(opCode, 12)
  return Buffer.concat([head, content])
}

async function isAlive(): Promise<boolean> {
  const client = await MongoClient.connect(database.uri)
  const { ok } = await client.db('admin').command({ ping: 1 })
  await client.close()
  return ok === 1
}

test('invalid data closes only its own connection', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom(2013, 2004, 2012, 1, 0),
      fc.boolean(),
      async (noise, opCode, isFramed) => {
        await send(isFramed ? message(opCode, Buffer.from(noise)) : Buffer.from(noise))
      },
    ),
    propertyRuns(60),
  )
  await send(Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'))
  await send(message(2013, Buffer.concat([Buffer.from([0, 0, 0, 0, 0]), Buffer.from([255, 255, 255, 127])])))
  expect(await isAlive()).toBe(true)
})

test('a well-framed message with broken BSON is refused', async () => {
  const body = Buffer.from(serialize({ ping: 1, $db: 'admin', text: 'hello' }))
  for (let at = 4; at < body.length; at++) {
    const broken = Buffer.from(body)
    broken[at] = 0xff
    await send(message(2013, Buffer.concat([Buffer.from([0, 0, 0, 0, 0]), broken])))
  }
  expect(await isAlive()).toBe(true)
})

test('a message in several chunks is assembled', async () => {
  const whole = message(
    2013,
    Buffer.concat([Buffer.from([0, 0, 0, 0, 0]), Buffer.from(serialize({ ping: 1, $db: 'admin' }))]),
  )
  const socket = connect(database.port, '127.0.0.1')
  await once(socket, 'connect')
  for (const byte of whole) {
    socket.write(Buffer.from([byte]))
    await new Promise(setImmediate)
  }
  const [response] = await once(socket, 'data')
  expect(Buffer.isBuffer(response) && response.includes('ok')).toBe(true)
  socket.destroy()
})
