import { SUBGRAPHS } from '@setrum/api-contract'
import { MongoClient } from 'mongodb'

/** Drops the databases of one test from a server that other tests use too. */
export async function dropDatabases(uri: string, prefix: string): Promise<void> {
  const client = await MongoClient.connect(uri)
  for (const { name } of SUBGRAPHS) await client.db(prefix + name).dropDatabase()
  await client.close()
}
