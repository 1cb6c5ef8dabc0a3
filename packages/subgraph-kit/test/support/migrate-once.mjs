// Another process that migrates: migrate-once.mjs <address of the server> <database> <folder>
import { pathToFileURL } from 'node:url'
import { createLogger } from '@setrum/service-runtime'
import { connectMongo, migrate } from '@setrum/subgraph-kit'

const [uri, database, folder] = process.argv.slice(2)
const connection = connectMongo({ uri, database, logger: createLogger('test', 'silent') })
await connection.asPromise()
console.log(JSON.stringify(await migrate(connection, pathToFileURL(folder))))
await connection.close()
