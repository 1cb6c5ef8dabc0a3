import { createLogger } from '@setrum/service-runtime'
import { connectMongo } from '@setrum/subgraph-kit'
import { startTestDatabase } from '@setrum/testing'

/** Connects to an empty database of the tests. */
export async function connectTestDatabase() {
  const database = await startTestDatabase()
  const logger = createLogger('test', 'silent')
  const connection = connectMongo({ uri: database.uri, database: `${database.prefix}transactions`, logger })
  await connection.asPromise()
  return {
    connection,
    stop: async () => {
      await connection.close()
      await database.stop()
    },
  }
}

export type ConnectedTestDatabase = Awaited<ReturnType<typeof connectTestDatabase>>
