import { createLogger } from '@setrum/service-runtime'
import { hasRedis, type RedisServer, startRedis } from '@setrum/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startTestGateway } from '../support/start-test-gateway.js'

const QUERY = '{ shifts { id name startAt endAt } }'
/** Six requests of `QUERY`. */
const PER_MINUTE = 60
/** A busy machine is no outage. */
const TIMEOUT_MS = 4_000
const LISTS = '{ products { code price } shifts { id name } }'

type TestGateway = Awaited<ReturnType<typeof startTestGateway>> & { redisEvents: string[] }

describe.skipIf(!hasRedis)('two gateways with one Redis', () => {
  let redis: RedisServer
  let gateways: [TestGateway, TestGateway]

  async function start(): Promise<TestGateway> {
    const redisEvents: string[] = []
    const logger = createLogger('test', 'silent')
    const record = (fields: unknown) => {
      const { event } = fields as { event?: string }
      if (event?.startsWith('redis.')) redisEvents.push(event)
    }
    vi.spyOn(logger, 'warn').mockImplementation(record)
    vi.spyOn(logger, 'info').mockImplementation(record)
    const limits = { redisUrl: redis.url, redisTimeoutMs: TIMEOUT_MS, rateLimitPerMinute: PER_MINUTE }
    const gateway = await startTestGateway({ ...limits, logger })
    return { ...gateway, redisEvents }
  }
  const areAt = (event: string) =>
    expect.poll(() => gateways.map(({ redisEvents }) => redisEvents.at(-1))).toEqual([event, event])
  const statusesOf = async (count: number, of: (index: number) => TestGateway | undefined) => {
    const statuses: (number | undefined)[] = []
    for (let index = 0; index < count; index += 1) statuses.push((await of(index)?.execute(QUERY))?.status)
    return statuses
  }
  const statusesOfBoth = (count: number) => statusesOf(count, (index) => gateways[index % 2])

  beforeAll(async () => {
    redis = await startRedis()
  })
  beforeEach(async () => {
    gateways = [await start(), await start()]
    await areAt('redis.connected')
  })
  afterEach(async () => {
    redis.resume()
    await Promise.all(gateways.map((gateway) => gateway.stop()))
    // Empty for the next test.
    await redis.kill()
    await redis.start()
  })
  afterAll(() => redis?.kill())

  test('a user has one rate limit at both', async () => {
    expect(await statusesOfBoth(8)).toEqual([200, 200, 200, 200, 200, 200, 429, 429])
    expect((await gateways[1].execute(QUERY, { as: 'EMPLOYEE' })).status).toBe(200)
  })

  test('a restart of a gateway keeps the count', async () => {
    await statusesOf(6, () => gateways[0])
    await gateways[0].stop()
    gateways[0] = await start()
    await areAt('redis.connected')
    expect((await gateways[0].execute(QUERY)).status).toBe(429)
  })

  test('a list that one gateway has read is served stale by the other', async () => {
    const [first, second] = gateways
    const before = await first.execute(LISTS)
    await second.subgraphs.master.kill()
    const { data, extensions } = await second.execute(LISTS)
    expect(data).toEqual(before.data)
    expect(extensions.stale).toMatchObject([{ subgraph: 'master', paths: ['products', 'shifts'] }])
  })

  test('killed, Redis refuses no request: each gateway limits by itself, stays ready and logs the outage once', async () => {
    await redis.kill()
    expect(await statusesOf(8, () => gateways[0])).toEqual([200, 200, 200, 200, 200, 200, 429, 429])
    expect((await fetch(`${gateways[0].url}/health/ready`)).status).toBe(200)
    await areAt('redis.unavailable')

    await redis.start()
    await areAt('redis.connected')
    for (const { redisEvents } of gateways)
      expect(redisEvents.filter((event, index) => event === redisEvents[index - 1])).toEqual([])
    expect(await statusesOfBoth(8)).toEqual([200, 200, 200, 200, 200, 200, 429, 429])
  })

  test('while Redis is down, each gateway serves the stale lists that it has read itself', async () => {
    const [first] = gateways
    const before = await first.execute(LISTS)
    await redis.kill()
    await first.subgraphs.master.kill()
    const { data, extensions } = await first.execute(LISTS)
    expect(data).toEqual(before.data)
    expect(extensions.stale).toHaveLength(1)
  })

  test('a Redis that does not reply refuses no request, and is used again when it replies', async () => {
    redis.pause()
    expect(await statusesOf(8, () => gateways[0])).toEqual([200, 200, 200, 200, 200, 200, 429, 429])
    await expect.poll(() => gateways[0].redisEvents.at(-1)).toBe('redis.unavailable')
    redis.resume()
    await areAt('redis.connected')
  })

  test('a gateway starts without Redis', async () => {
    await redis.kill()
    const started = await start()
    expect((await started.execute(QUERY)).status).toBe(200)
    expect((await fetch(`${started.url}/health/ready`)).status).toBe(200)
    await started.stop()
  })
})
