import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DevStack, freePorts, PROCESS_NAMES } from '@setrum/dev-stack'
import { dropDatabases } from './drop-databases.js'

export interface TestDatabase {
  uri: string
  /** Begins the names of this test file's databases. */
  prefix: string
  /** Kills the embedded database, as a power cut would; a server that is not ours is left alone. */
  kill: () => Promise<void>
  /** Starts the embedded database again where it was. */
  restart: () => Promise<void>
  /** Drops what the tests made. */
  stop: () => Promise<void>
}

/** A database for one test file: the server of MONGODB_URI, or an embedded one of its own in a temporary folder. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'setrum-db-'))
  const [port] = await freePorts(1)
  const given = process.env.MONGODB_URI
  const prefix = `t${randomBytes(4).toString('hex')}_`
  const stack = new DevStack({
    env: { ...process.env, MONGODB_PORT: String(port), DATA_DIR: dataDir },
    logDir: join(dataDir, 'logs'),
    without: PROCESS_NAMES.filter((name) => name !== 'mongodb'),
  })
  await stack.start()
  return {
    uri: given || `mongodb://127.0.0.1:${port}/?directConnection=true`,
    prefix,
    kill: () => (given ? Promise.resolve() : stack.kill('mongodb')),
    restart: () => (given ? Promise.resolve() : stack.startOne('mongodb')),
    stop: async () => {
      if (given) await dropDatabases(given, prefix)
      await stack.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
