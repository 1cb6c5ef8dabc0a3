import { createLogger } from '@setrum/process'
import { connectMongo, migrate } from '@setrum/subgraph-kit'
import { testDatabase } from '@setrum/testing'
import { expect, test } from 'vitest'
import { MIGRATIONS } from '../src/migrations.js'
import { apiKeysOf } from '../src/models/api-key.js'
import { sessionsOf } from '../src/models/session.js'
import { usersOf } from '../src/models/user.js'

test('the migrations make the indexes that the models declare, and no others', async () => {
  const database = await testDatabase()
  const logger = createLogger('test', 'silent')
  const connection = connectMongo({ uri: database.uri, database: `${database.prefix}users`, logger })
  await connection.asPromise()
  for (const modelsOf of [usersOf, sessionsOf, apiKeysOf]) modelsOf(connection)

  await migrate(connection, MIGRATIONS)
  const differences = await Promise.all(Object.values(connection.models).map((model) => model.diffIndexes()))
  expect(differences).toEqual(differences.map(() => ({ toCreate: [], toDrop: [] })))
  expect(differences.length).toBeGreaterThan(0)

  await connection.close()
  await database.stop()
})
