import { createLogger } from '@setrum/service-runtime'
import { connectMongo } from '@setrum/subgraph-kit'
import { startTestDatabase, type TestDatabase } from '@setrum/testing'
import type { Connection } from 'mongoose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { billerAccountOf } from '../../src/models/biller-account.js'

let database: TestDatabase
/** As two processes have them. */
let connections: Connection[]

beforeAll(async () => {
  database = await startTestDatabase()
  const logger = createLogger('test', 'silent')
  connections = [1, 2].map(() =>
    connectMongo({ uri: database.uri, database: `${database.prefix}transactions`, logger }),
  )
  await Promise.all(connections.map((connection) => connection.asPromise()))
})
afterAll(async () => {
  await Promise.all(connections?.map((connection) => connection.close()) ?? [])
  await database?.stop()
})

test('at every instant two processes take one status query, and none before the interval has passed', async () => {
  const accounts = connections.map(billerAccountOf)
  const start = Date.parse('2026-03-31T10:00:00+07:00')
  const taken: number[] = []
  for (let at = start; at < start + 1_000; at += 20) {
    const results = await Promise.all(
      [...accounts, ...accounts].map((account) => account.takeStatusQuery(new Date(at), 100)),
    )
    taken.push(...results.flatMap((isTaken) => (isTaken ? at - start : [])))
  }
  expect(taken).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900])
})

test('a clock that was set back by a day does not stop the queries', async () => {
  const [account] = connections.map(billerAccountOf)
  expect(await account?.takeStatusQuery(new Date('2026-03-30T10:00:00+07:00'), 100)).toBe(true)
})
