import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { createLogger } from '@setrum/service-runtime'
import { startTestDatabase, type TestDatabase } from '@setrum/testing'
import type { Connection } from 'mongoose'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connectMongo, migrate } from '../src/index.js'

const ANOTHER_PROCESS = fileURLToPath(new URL('support/migrate-once.mjs', import.meta.url))

let database: TestDatabase
let connection: Connection
let folder: string
let name: string

beforeAll(async () => {
  database = await startTestDatabase()
  name = `${database.prefix}users`
  connection = connectMongo({ uri: database.uri, database: name, logger: createLogger('test', 'silent') })
  await connection.asPromise()
})
afterAll(async () => {
  await connection?.close()
  await database?.stop()
})
beforeEach(async () => {
  await connection.dropDatabase()
  folder = mkdtempSync(join(tmpdir(), 'setrum-migrations-'))
  return () => rmSync(folder, { recursive: true })
})

const run = () => migrate(connection, pathToFileURL(`${folder}/`))
const recorded = async () =>
  (await connection.collection('migration').find().sort({ fileName: 1 }).toArray()).map(({ fileName }) => fileName)
const traces = async () => (await connection.collection('trace').find().toArray()).map(({ by }) => by)

/** A migration that leaves a trace each time it is run. */
function write(migration: string, body = '') {
  writeFileSync(
    join(folder, migration),
    `export async function up(db) { await db.collection('trace').insertOne({ by: '${migration}' }); ${body} }`,
  )
}

test('a new database gets all of them in the order of their names, each once and never again', async () => {
  write('2-second.mjs')
  write('1-first.mjs')
  expect(await run()).toEqual(['1-first.mjs', '2-second.mjs'])
  expect(await run()).toEqual([])
  write('3-third.mjs')
  expect(await run()).toEqual(['3-third.mjs'])
  expect(await traces()).toEqual(['1-first.mjs', '2-second.mjs', '3-third.mjs'])
  expect(await recorded()).toEqual(['1-first.mjs', '2-second.mjs', '3-third.mjs'])
})

test('a failed migration is named; those before it stay done, and the next run resumes there', async () => {
  write('1-first.mjs')
  write('2-second.mjs', "throw new Error('nothing to divide')")
  write('3-third.mjs')
  await expect(run()).rejects.toThrow('2-second.mjs: nothing to divide')
  expect(await recorded()).toEqual(['1-first.mjs'])
  // Node keeps a module that it has loaded: a repaired migration needs a new process.
  write('2-second.mjs')
  expect(await runElsewhere()).toEqual(['2-second.mjs', '3-third.mjs'])
  expect(await recorded()).toEqual(['1-first.mjs', '2-second.mjs', '3-third.mjs'])
})

test('of four concurrent processes one migrates, and the others wait until it is done', async () => {
  write('1-slow.mjs', 'await new Promise((resolve) => setTimeout(resolve, 3000))')
  const done = await Promise.all([runElsewhere(), runElsewhere(), runElsewhere(), runElsewhere()])
  expect(done.flat()).toEqual(['1-slow.mjs'])
  expect(await traces()).toEqual(['1-slow.mjs'])
})

test('the lock of a process that died is taken over when it lapses, and not before', async () => {
  write('1-first.mjs')
  const locks = connection.collection<{ _id: string; owner: string; until: Date }>('migrationLock')
  const until = new Date(Date.now() + 1_500)
  await locks.insertOne({ _id: 'migrating', owner: 'killed process', until })
  await run()
  expect(Date.now()).toBeGreaterThanOrEqual(until.getTime())
  expect(await locks.countDocuments()).toBe(0)
})

async function runElsewhere(): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [ANOTHER_PROCESS, database.uri, name, `${folder}/`])
  return JSON.parse(stdout)
}
