import { codeOf, type GraphQLResponse, type ReadOnlyProxy, startReadOnlyProxy, waitUntil } from '@setrum/testing'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { SITI } from '../support/fixtures.js'
import { aTokenSale, BUY, cacheMeterOwner } from '../support/operations.js'
import { startTestTransactions, type TestTransactions } from '../support/start-test-transactions.js'

const LIST = '{ transactions { totalCount } }'

let subgraph: TestTransactions
beforeAll(async () => {
  subgraph = await startTestTransactions()
})
afterEach(() => subgraph.expectLedgersToReconcile())
afterAll(() => subgraph?.stop())

const readyStatus = async (port = subgraph.port) => (await fetch(`http://127.0.0.1:${port}/health/ready`)).status
const untilReady = (port = subgraph.port) =>
  waitUntil(async () => (await readyStatus(port)) === 200, { within: 30_000, what: 'the subgraph to be ready' })
const expectSoldOnce = async ({ data }: GraphQLResponse) => {
  const sale = await subgraph.settled(data.buyToken.id)
  expect(sale).toMatchObject({ state: 'SUCCESS', refId: expect.any(String) })
  const { transactions } = await subgraph.biller.ledger()
  expect(transactions.filter(({ ref_id }) => ref_id === sale.refId)).toMatchObject([{ debited: 20_500 }])
}

// A shared server is not killed.
describe.skipIf(Boolean(process.env.MONGODB_URI))('a sale while the database is killed', () => {
  afterEach(() => subgraph.database.restart().catch(() => undefined))

  test('before it is stored: the caller repeats it with the same key, and it is bought once', async () => {
    await cacheMeterOwner(subgraph)
    const input = aTokenSale()
    await subgraph.database.kill()
    const failed = await subgraph.execute(SITI, BUY, { input })
    expect(failed.errors?.[0]?.extensions).toEqual({
      code: 'SUBGRAPH_UNAVAILABLE',
      service: 'transactions',
      outcomeUnknown: true,
    })
    expect(await readyStatus()).toBe(503)
    const read = await subgraph.execute(SITI, LIST)
    expect(read.errors?.[0]?.extensions).toEqual({ code: 'SUBGRAPH_UNAVAILABLE', service: 'transactions' })

    await subgraph.database.restart()
    await untilReady()
    const repeated = await subgraph.execute(SITI, BUY, { input })
    await expectSoldOnce(repeated)
  })

  test('while the biller works: it settles after the restart, bought once', async () => {
    await cacheMeterOwner(subgraph)
    await subgraph.biller.delay(200)
    const before = (await subgraph.biller.ledger()).transactions.length
    const input = aTokenSale()
    const sold = subgraph.execute(SITI, BUY, { input })
    await waitUntil(async () => (await subgraph.biller.ledger()).transactions.length > before)
    await subgraph.database.kill()
    const first = await sold
    // Stored before the biller was asked: either the sale as it stands, or an unknown outcome.
    if (first.errors) expect(first.errors[0]?.extensions).toMatchObject({ outcomeUnknown: true })

    await subgraph.database.restart()
    await untilReady()
    await subgraph.biller.delay(30)
    await subgraph.allSettled()
    const repeated = await subgraph.execute(SITI, BUY, { input })
    await expectSoldOnce(repeated)
  })
})

describe.skipIf(Boolean(process.env.MONGODB_URI))('while the database refuses writes', () => {
  let proxy: ReadOnlyProxy
  let port: number
  let stopAnother: () => Promise<void>
  beforeAll(async () => {
    proxy = await startReadOnlyProxy(subgraph.database.uri)
    const another = await subgraph.startAnother({ mongoUri: proxy.uri })
    port = another.port
    stopAnother = another.stop
  })
  afterAll(async () => {
    await stopAnother?.()
    await proxy?.stop()
  })

  test.each([
    { code: 10_107, codeName: 'NotWritablePrimary' },
    { code: 14_031, codeName: 'OutOfDiskSpace' },
    { code: 1, codeName: 'InternalError' },
  ])('with $codeName a sale is repeated with the same key, and the subgraph is not ready', async (refusal) => {
    await cacheMeterOwner(subgraph)
    const input = aTokenSale()
    proxy.refusal = refusal
    const failed = await subgraph.execute(SITI, BUY, { input }, undefined, port)
    expect(failed.errors?.[0]?.extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', outcomeUnknown: true })
    expect(await readyStatus(port)).toBe(503)
    // Reads go on.
    expect(codeOf(await subgraph.execute(SITI, LIST, {}, undefined, port))).toBeUndefined()

    proxy.refusal = null
    await untilReady(port)
    const repeated = await subgraph.execute(SITI, BUY, { input }, undefined, port)
    await expectSoldOnce(repeated)
  })
})

describe('a text with control characters', () => {
  test.each([
    ['search', '{ transactions(filter: { search: "a\\u0000b" }) { totalCount } }'],
    ['search', '{ customers(search: "a\\u0007") { number } }'],
    ['meterNumber', '{ inquirePrepaidCustomer(meterNumber: "1234\\u00005678901") { name } }'],
    ['id', '{ transaction(id: "\\u0000") { id } }'],
  ])('is a BAD_USER_INPUT that names %s', async (field, query) => {
    const { errors } = await subgraph.execute(SITI, query)
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field })
  })
})
