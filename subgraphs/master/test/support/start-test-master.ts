import type { Viewer } from '@setrum/identity'
import { startIakSandbox } from '@setrum/sandbox-iak'
import { createLogger } from '@setrum/service-runtime'
import { executeOnSubgraph, startTestDatabase, TEST_IDENTITY_SECRET, type TestDatabase } from '@setrum/testing'
import { type Collection, type Document, MongoClient } from 'mongodb'
import { type MasterOptions, startMaster } from '../../src/server.js'

export const ADMIN: Viewer = { role: 'ADMIN', userId: '664000000000000000000001', sessionId: 's1' }
export const EMPLOYEE: Viewer = {
  role: 'EMPLOYEE',
  userId: '664000000000000000000002',
  sessionId: 's2',
  shiftId: '665000000000000000000001',
}
export const SERVICE: Viewer = { role: 'SERVICE', service: 'transactions' }
export const ANONYMOUS: Viewer = { role: 'ANONYMOUS' }

export type TestMaster = Awaited<ReturnType<typeof startTestMaster>>

/** The master subgraph with a database and a biller of its own, at an hour that the test sets. */
export async function startTestMaster(options: Partial<MasterOptions> = {}) {
  const logger = createLogger('test', 'silent')
  const database: TestDatabase = await startTestDatabase()
  const biller = await startIakSandbox({ logger })
  const clock = { now: new Date('2026-03-31T10:00:00+07:00') }
  const start = () =>
    startMaster({
      host: '127.0.0.1',
      port: 0,
      mongoUri: database.uri,
      database: `${database.prefix}master`,
      identitySecret: TEST_IDENTITY_SECRET,
      businessTimeZone: 'Asia/Jakarta',
      demoData: 'none',
      biller: { prepaidUrl: biller.url, postpaidUrl: biller.url, username: '081200001111', apiKey: 'demo-key-123' },
      isSandboxBiller: true,
      postpaidCode: 'PLNPOSTPAID',
      nonTaglisCode: 'PLNNONTAG',
      defaultMarginIdr: 1_500,
      cutOff: null,
      logger,
      now: () => clock.now,
      ...options,
    })
  const master = await start()
  const client = await MongoClient.connect(database.uri)
  return {
    clock,
    biller,
    database,
    port: master.port,
    ask: (viewer: Viewer, query: string, variables?: Record<string, unknown>, language?: string) =>
      executeOnSubgraph({
        port: master.port,
        to: 'master',
        viewer,
        query,
        ...(variables ? { variables } : {}),
        ...(language ? { language } : {}),
      }),
    isReady: async () => (await fetch(`http://127.0.0.1:${master.port}/health/ready`)).ok,
    /** The collection itself, as the old system wrote it. */
    collection: (name: string): Collection<Document> => client.db(`${database.prefix}master`).collection(name),
    /** A second master on the same database, as after a restart. */
    startAnother: start,
    stop: async () => {
      await client.close()
      await master.stop()
      await biller.stop()
      await database.stop()
    },
  }
}
