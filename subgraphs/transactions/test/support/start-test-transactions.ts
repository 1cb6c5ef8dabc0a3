import { createServer } from 'node:http'
import { IDENTITY_HEADER, signIdentity, type Viewer } from '@setrum/identity'
import { startIakSandbox } from '@setrum/sandbox-iak'
import { createLogger } from '@setrum/service-runtime'
import {
  createSandboxClient,
  executeOnSubgraph,
  expectLedgersToReconcile,
  type RecordedSale,
  startTestDatabase,
  TEST_IDENTITY_SECRET,
  waitUntil,
} from '@setrum/testing'
import { type Collection, type Document, MongoClient, ObjectId } from 'mongodb'
import { RECOVERY_RULES, scaledRules } from '../../src/domain/settlement/recovery-rules.js'
import { reconcileAt } from '../../src/env.js'
import { startTransactions, type TransactionsOptions } from '../../src/server.js'
import { createFixtures, type Fixtures } from './fixtures.js'

/** 200 times as fast as in production: the first status query comes 15 ms after the purchase. */
export const SCALE = 0.005
/** Time-out of a call to the biller; 30 s in production. */
export const TIMEOUT_MS = 400

export type TestTransactions = Awaited<ReturnType<typeof startTestTransactions>>

/**
 * The transactions subgraph over real HTTP, with a database and a biller sandbox of its own. The test controls shifts, users
 * and products, and a proxy forwards the biller's callbacks in place of the gateway.
 */
export async function startTestTransactions({
  timeoutMs = TIMEOUT_MS,
  ...options
}: Partial<TransactionsOptions> & { timeoutMs?: number } = {}) {
  const logger = createLogger('test', process.env.TEST_LOG_LEVEL ?? 'silent')
  const database = await startTestDatabase()
  const client = await MongoClient.connect(database.uri)
  const collection = (name: string): Collection<Document> =>
    client.db(`${database.prefix}transactions`).collection(name)
  const fixtures: Fixtures = createFixtures()
  const callbackProxy = await startCallbackProxy()
  const sandbox = await startIakSandbox({
    logger,
    delay: 30,
    callbackUrl: `http://127.0.0.1:${callbackProxy.port}/callbacks/iak`,
  })
  sandbox.state.settings.callbackRetries = 0
  const clock: { now: Date | null } = { now: null }

  const billerOptions = {
    prepaidUrl: sandbox.url,
    postpaidUrl: sandbox.url,
    username: '081200001111',
    apiKey: 'demo-key-123',
    timeoutMs,
  }
  // Not scaled, as in env.ts: the deadline of an attempt must not pass on a slow machine.
  const rules = { ...scaledRules(RECOVERY_RULES, SCALE), callMs: timeoutMs + 5_000 }
  const startUnprepared = (more: Partial<TransactionsOptions> = {}) =>
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
      // Longer than the time-out of the call: a purchase returns after the response of the biller.
      responseTimeoutMs: 20_000,
      lowBalanceIdr: 1_000_000,
      callbackAddresses: [],
      rules,
      reconcile: reconcileAt(SCALE, 60_000),
      sources: fixtures.sources,
      logger,
      now: () => clock.now ?? new Date(),
      ...options,
      ...more,
    })
  const start = async (more: Partial<TransactionsOptions> = {}) => {
    const started = await startUnprepared(more)
    await waitUntil(async () => (await fetch(`http://127.0.0.1:${started.port}/health/ready`)).ok, {
      what: 'the subgraph to be ready',
    })
    return started
  }
  const transactions = await start()
  callbackProxy.to = transactions.port

  const execute = (
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
  const recordedSales = async (): Promise<RecordedSale[]> => {
    const rows = await collection('transaction')
      .find({ isLegacy: { $ne: true } })
      .toArray()
    return rows.map(({ invoice, state, createdAt }) => ({ invoice, status: state, createdAt }))
  }

  return {
    port: transactions.port,
    billerOptions,
    rules,
    fixtures,
    clock,
    sandbox,
    callbackProxy,
    database,
    biller: createSandboxClient(sandbox.url),
    collection,
    execute,
    /** Starts another instance on the same database. */
    startAnother: start,
    /** The same, without waiting for the preparation of the database. */
    startAnotherUnprepared: startUnprepared,
    /** Sends a signed request other than GraphQL, as the gateway does. */
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
    /** Reconciles the recorded sales with the biller's ledger. Called after every test. */
    expectLedgersToReconcile: async () =>
      expectLedgersToReconcile(createSandboxClient(sandbox.url), await recordedSales()),
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
      await callbackProxy.stop()
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

/** Forwards signed callbacks in place of the gateway, and records the status codes of the responses. */
async function startCallbackProxy() {
  const callbackProxy = {
    port: 0,
    to: 0,
    statuses: [] as number[],
    fault: null as null | 'responds 500' | 'hangs',
    stop: (): Promise<void> => Promise.resolve(),
  }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    if (callbackProxy.fault === 'hangs') return
    if (callbackProxy.fault) {
      response.writeHead(500).end()
      return
    }
    try {
      const forwarded = await fetch(`http://127.0.0.1:${callbackProxy.to}${request.url}`, {
        method: 'POST',
        headers: {
          'content-type': request.headers['content-type'] ?? 'application/json',
          ...identity({ role: 'ANONYMOUS', address: '127.0.0.1' }, body),
        },
        body,
      })
      callbackProxy.statuses.push(forwarded.status)
      response.writeHead(forwarded.status).end(await forwarded.text())
    } catch {
      response.writeHead(503).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  callbackProxy.port = typeof address === 'object' && address ? address.port : 0
  callbackProxy.stop = async () => {
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return callbackProxy
}
