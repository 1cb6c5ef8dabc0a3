import { createServer } from 'node:http'
import { IDENTITY_HEADER, signIdentity, type Viewer } from '@setrum/identity'
import { startIakSandbox } from '@setrum/sandbox-iak'
import { createLogger } from '@setrum/service-runtime'
import {
  awayFromMidnight,
  createSandboxClient,
  executeOnSubgraph,
  expectLedgersToReconcile,
  type RecordedSale,
  startTestDatabase,
  TEST_IDENTITY_SECRET,
  waitUntil,
} from '@setrum/testing'
import { type Collection, type Document, MongoClient, ObjectId } from 'mongodb'
import { RECOVERY_RULES, scaledRules } from '../../src/domain/settlement/recovery.js'
import { reconcileAt } from '../../src/env.js'
import { startTransactions, type TransactionsOptions } from '../../src/server.js'
import { aWorld, type TestWorld } from './world.js'

/** Two hundred times as fast as in life: the first question comes 15 ms after the purchase. */
export const SCALE = 0.005
/** How long our client waits for the biller, in place of 30 s. */
export const TIMEOUT_MS = 400

/** Of a test file, once: a test that starts a system of its own has no time to wait. */
let midnight: Promise<void> | undefined

export type TestTransactions = Awaited<ReturnType<typeof startTestTransactions>>

/**
 * The transactions subgraph over real HTTP, with a database and a biller of its own. The test is the owner of shifts,
 * people and products, and a small door stands where the gateway would for the biller's callbacks.
 */
export async function startTestTransactions({
  timeoutMs = TIMEOUT_MS,
  ...options
}: Partial<TransactionsOptions> & { timeoutMs?: number } = {}) {
  midnight ??= awayFromMidnight()
  await midnight
  const logger = createLogger('test', process.env.TEST_LOG_LEVEL ?? 'silent')
  const database = await startTestDatabase()
  const client = await MongoClient.connect(database.uri)
  const collection = (name: string): Collection<Document> =>
    client.db(`${database.prefix}transactions`).collection(name)
  const world: TestWorld = aWorld()
  const door = await startDoor()
  const sandbox = await startIakSandbox({
    logger,
    delay: 30,
    callbackUrl: `http://127.0.0.1:${door.port}/callbacks/iak`,
  })
  sandbox.world.settings.callbackRetries = 0
  const clock: { now: Date | null } = { now: null }

  const billerOptions = {
    prepaidUrl: sandbox.url,
    postpaidUrl: sandbox.url,
    username: '081200001111',
    apiKey: 'demo-key-123',
    timeoutMs,
  }
  // As in env.ts: a slow machine is not a suspended process.
  const rules = { ...scaledRules(RECOVERY_RULES, SCALE), callMs: timeoutMs + 5_000 }
  const begin = (more: Partial<TransactionsOptions> = {}) =>
    startTransactions({
      host: '127.0.0.1',
      port: 0,
      mongoUri: database.uri,
      database: `${database.prefix}transactions`,
      identitySecret: TEST_IDENTITY_SECRET,
      businessTimeZone: 'Asia/Jakarta',
      demoData: 'none',
      usersUrl: '',
      masterUrl: '',
      biller: billerOptions,
      billCodes: { POSTPAID: 'PLNPOSTPAID', NON_TAGLIS: 'PLNNONTAG' },
      cutOff: null,
      // A silent biller ends with the client's time-out.
      answerMs: 20_000,
      lowBalanceIdr: 1_000_000,
      callbackAddresses: [],
      rules,
      reconcile: reconcileAt(SCALE, 60_000),
      sources: world.sources,
      logger,
      now: () => clock.now ?? new Date(),
      ...options,
      ...more,
    })
  const start = async (more: Partial<TransactionsOptions> = {}) => {
    const started = await begin(more)
    await waitUntil(async () => (await fetch(`http://127.0.0.1:${started.port}/health/ready`)).ok, {
      what: 'the subgraph to be ready',
    })
    return started
  }
  const transactions = await start()
  door.to = transactions.port

  const ask = (
    viewer: Viewer,
    query: string,
    variables?: Record<string, unknown>,
    language?: string,
    port = transactions.port,
  ) =>
    executeOnSubgraph({
      port,
      to: 'transactions',
      viewer,
      query,
      ...(variables ? { variables } : {}),
      ...(language ? { language } : {}),
    })
  const books = async (): Promise<RecordedSale[]> => {
    const rows = await collection('transaction')
      .find({ isLegacy: { $ne: true } })
      .toArray()
    return rows.map(({ invoice, state, createdAt }) => ({ invoice, status: state, createdAt }))
  }

  return {
    port: transactions.port,
    billerOptions,
    rules,
    world,
    clock,
    sandbox,
    door,
    database,
    biller: createSandboxClient(sandbox.url),
    collection,
    ask,
    /** Another process of the same, on the same database. */
    startAnother: start,
    /** The same, answering before its database is prepared. */
    beginAnother: begin,
    /** One signed request of the gateway that is not GraphQL. */
    forward: (
      viewer: Viewer,
      method: 'GET' | 'POST',
      path: string,
      body?: string,
      contentType = 'application/json',
      port = transactions.port,
    ) =>
      fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': contentType }),
          ...identity(viewer, body ?? `${method} ${path}`),
        },
        ...(body === undefined ? {} : { body }),
      }),
    /** What the biller's ledger must agree with, after every test. */
    expectLedgersToReconcile: async () => expectLedgersToReconcile(createSandboxClient(sandbox.url), await books()),
    /** Waits until a sale is no longer PROCESSING. */
    settled: (id: string, within = 15_000) =>
      waitUntil(
        async () => {
          const row = await collection('transaction').findOne({ _id: new ObjectId(id) })
          return row && row.state !== 'PROCESSING' ? row : null
        },
        { within, what: 'the sale to settle' },
      ),
    allSettled: (within = 20_000) =>
      waitUntil(async () => (await collection('transaction').countDocuments({ state: 'PROCESSING' })) === 0, {
        within,
        what: 'all sales to settle',
      }),
    stop: async () => {
      await transactions.stop()
      await sandbox.stop()
      await door.stop()
      await client.close()
      await database.stop()
    },
  }
}

export function identity(viewer: Viewer, content: string): Record<string, string> {
  return {
    [IDENTITY_HEADER]: signIdentity({ viewer, audience: 'transactions', content, secret: TEST_IDENTITY_SECRET }),
  }
}

/** Where the gateway would stand: passes callbacks on, signed, and counts them. */
async function startDoor() {
  const door = {
    port: 0,
    to: 0,
    statuses: [] as number[],
    illness: null as null | 'answers 500' | 'hangs',
    stop: (): Promise<void> => Promise.resolve(),
  }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    if (door.illness === 'hangs') return
    if (door.illness) {
      response.writeHead(500).end()
      return
    }
    try {
      const answer = await fetch(`http://127.0.0.1:${door.to}${request.url}`, {
        method: 'POST',
        headers: {
          'content-type': request.headers['content-type'] ?? 'application/json',
          ...identity({ role: 'ANONYMOUS', address: '127.0.0.1' }, body),
        },
        body,
      })
      door.statuses.push(answer.status)
      response.writeHead(answer.status).end(await answer.text())
    } catch {
      response.writeHead(503).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  door.port = typeof address === 'object' && address ? address.port : 0
  door.stop = async () => {
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return door
}
