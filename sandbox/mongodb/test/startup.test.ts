import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MongoClient } from 'mongodb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startEmbeddedMongo } from '../src/start.js'
import { freePort, startProcess } from './support/start-process.js'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'setrum-mongodb-start-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

/** Starts a process that cannot start. @returns its output and exit code */
async function failedStart(env: Record<string, string>): Promise<{ text: string; code: number }> {
  const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))
  const child = spawn(process.execPath, [main], { env: { ...process.env, ...env } })
  let text = ''
  child.stdout.on('data', (piece) => (text += piece))
  const [code] = await once(child, 'close')
  return { text, code: Number(code) }
}

test('the log has its address and purpose; SIGTERM stops it cleanly', async () => {
  const port = await freePort()
  const database = await startProcess(dir, port)
  expect(database.log()).toContain(`mongodb://127.0.0.1:${port}`)
  expect(database.log()).toContain('for development and tests only')
  const client = await MongoClient.connect(database.uri)
  expect(JSON.stringify(await client.db('admin').command({ buildInfo: 1 }))).toContain('Use MongoDB in production')
  await client.close()
  expect(await database.stop('SIGTERM')).toBe(0)
})

test('a port in use ends with a sentence that names the variable', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const { text, code } = await failedStart({ DATA_DIR: dir, MONGODB_PORT: String(port) })
  server.close()
  expect(code).toBe(1)
  expect(text).toContain(`Port ${port} is already taken. Set MONGODB_PORT`)
})

test('a folder is open in one process only; a kill releases it', async () => {
  const first = await startProcess(dir, await freePort())
  const second = await failedStart({ DATA_DIR: dir, MONGODB_PORT: String(await freePort()) })
  expect(second.code).toBe(1)
  expect(second.text).toContain('in use by another embedded database')
  await first.stop('SIGKILL')
  const third = await startProcess(dir, await freePort())
  expect(await third.stop('SIGTERM')).toBe(0)
})

test('data persists after closing and opening', async () => {
  const first = await startEmbeddedMongo({ dir })
  const before = await MongoClient.connect(first.uri)
  await before.db('a').collection('c').createIndex({ n: 1 }, { unique: true, sparse: true })
  await before
    .db('a')
    .collection('c')
    .insertMany([{ n: 1 }, { n: 2 }])
  await before.db('a').collection('gone').insertOne({ n: 1 })
  await before.db('a').collection('gone').drop()
  await before.close()
  await first.close()
  await expect(startEmbeddedMongo({ dir }).then((again) => again.close())).resolves.toBeUndefined()

  const second = await startEmbeddedMongo({ dir })
  await expect(startEmbeddedMongo({ dir })).rejects.toThrow('in use by another')
  const after = await MongoClient.connect(second.uri)
  expect(await after.db('a').collection('c').estimatedDocumentCount()).toBe(2)
  expect(await after.db('a').collection('c').indexes()).toHaveLength(2)
  await expect(after.db('a').collection('c').insertOne({ n: 1 })).rejects.toMatchObject({ code: 11000 })
  await after.db('a').collection('c').insertOne({ n: 3 })
  expect((await after.db('a').listCollections().toArray()).map(({ name }) => name)).toEqual(['c'])
  await after.close()
  await second.close()
})
