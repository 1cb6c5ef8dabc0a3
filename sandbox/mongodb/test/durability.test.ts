import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { expect, test } from 'vitest'
import { type DatabaseProcess, freePort, startProcess } from './support/start-process.js'

const KILLS = 5

test('kill -9 under load loses no acknowledged write and leaves all indexes consistent', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'setrum-mongodb-kill-'))
  const port = await freePort()
  const acknowledged = new Set<string>()
  let increments = 0
  let running: DatabaseProcess | undefined
  try {
    for (let round = 0; round < KILLS; round++) {
      const database = await startProcess(dir, port)
      running = database
      const client = await MongoClient.connect(database.uri, { retryWrites: false, serverSelectionTimeoutMS: 1000 })
      const collection = client.db('t').collection('kept')
      await collection.createIndex({ key: 1 }, { unique: true })
      await client
        .db('t')
        .collection('counter')
        .updateOne({ _id: 'c' as never }, { $setOnInsert: { n: 0 } }, { upsert: true })
      let isDead = false
      const writers = Array.from({ length: 20 }, async (_, writer) => {
        for (let i = 0; !isDead; i++) {
          const key = `${round}-${writer}-${i}`
          try {
            await collection.insertOne({ key, round })
            acknowledged.add(key)
            await client
              .db('t')
              .collection('counter')
              .updateOne({ _id: 'c' as never }, { $inc: { n: 1 } })
            increments++
          } catch {
            return
          }
        }
      })
      // Kill during the load, after several hundred writes of this round.
      const enough = acknowledged.size + 300
      while (acknowledged.size < enough) await new Promise(setImmediate)
      await database.stop('SIGKILL')
      isDead = true
      await Promise.all(writers)
      await client.close()
    }

    const database = await startProcess(dir, port)
    running = database
    const client = await MongoClient.connect(database.uri)
    const collection = client.db('t').collection('kept')
    const stored = new Set((await collection.find().toArray()).map(({ key }) => String(key)))
    expect([...acknowledged].filter((key) => !stored.has(key))).toEqual([])
    expect(await collection.estimatedDocumentCount()).toBe(stored.size)
    for (const key of stored) expect(await collection.countDocuments({ key })).toBe(1)
    expect(await collection.find().sort({ key: 1 }).hint('key_1').toArray()).toHaveLength(stored.size)
    const counter = await client.db('t').collection('counter').findOne()
    expect(Number(counter?.n)).toBeGreaterThanOrEqual(increments)
    await client.close()
    expect(await database.stop('SIGTERM')).toBe(0)
  } finally {
    // Clean up after a failed test too.
    running?.child.kill('SIGKILL')
    await rm(dir, { recursive: true, force: true })
  }
}, 120_000)
