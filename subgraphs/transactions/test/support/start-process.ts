import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePorts } from '@setrum/dev-stack'
import { startIakSandbox } from '@setrum/sandbox-iak'
import { createLogger } from '@setrum/service-runtime'
import { createSandboxClient, startTestDatabase, TEST_IDENTITY_SECRET, waitUntil } from '@setrum/testing'
import { MongoClient } from 'mongodb'
import { createFixtures } from './fixtures.js'

const FOLDER = fileURLToPath(new URL('../../', import.meta.url))

/** The built subgraph as a separate process, which a test can kill at any time. */
export async function startProcess() {
  const database = await startTestDatabase()
  const client = await MongoClient.connect(database.uri)
  const sandbox = await startIakSandbox({ logger: createLogger('test', 'silent'), delay: 50 })
  sandbox.state.settings.callbacks = false
  const peers = await startPeerSubgraphs()
  const [port = 0] = await freePorts(1)
  const dataDir = mkdtempSync(join(tmpdir(), 'setrum-transactions-'))
  let child: ChildProcess | undefined

  const start = async () => {
    child = spawn(process.execPath, ['bundle/main.js'], {
      cwd: FOLDER,
      stdio: 'ignore',
      env: {
        ...process.env,
        TRANSACTIONS_PORT: String(port),
        MONGODB_URI: database.uri,
        DATABASE_PREFIX: database.prefix,
        DATA_DIR: dataDir,
        IDENTITY_SECRET: TEST_IDENTITY_SECRET,
        USERS_URL: peers.url,
        MASTER_URL: peers.url,
        IAK_PREPAID_URL: sandbox.url,
        IAK_POSTPAID_URL: sandbox.url,
        IAK_USERNAME: '081200001111',
        IAK_API_KEY: 'demo-key-123',
        // Long enough to kill the process during a call.
        IAK_TIMEOUT_MS: '5000',
        PLN_CUTOFF: 'none',
        RECOVERY_TIME_SCALE: '0.05',
        DEMO_DATA: 'false',
        LOG_LEVEL: 'silent',
      },
    })
    await waitUntil(() => isReady(port), { what: 'the process to be ready' })
  }
  const kill = async () => {
    const ended = new Promise((resolve) => child?.once('exit', resolve))
    child?.kill('SIGKILL')
    await ended
  }
  await start()
  return {
    port,
    sandbox,
    biller: createSandboxClient(sandbox.url),
    transactions: client.db(`${database.prefix}transactions`).collection('transaction'),
    start,
    /** `kill -9`. */
    kill,
    stop: async () => {
      await kill()
      await sandbox.stop()
      await peers.stop()
      await client.close()
      await database.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok
  } catch {
    return false
  }
}

/** Serves the queries of the local replicas in place of users and master. */
async function startPeerSubgraphs() {
  const { sources } = createFixtures()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const query = Buffer.concat(chunks).toString()
    const [field, rows] = query.includes('replicatedUsers')
      ? ['replicatedUsers', await sources.users()]
      : query.includes('shifts')
        ? ['shifts', await sources.shifts()]
        : ['products', await sources.products()]
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ data: { [String(field)]: rows } }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/graphql`,
    stop: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
