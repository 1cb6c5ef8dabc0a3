import { IDENTITY_HEADER, TIMEOUT_HEADER } from '@setrum/identity'
import { createLogger } from '@setrum/service-runtime'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { startTestGateway } from '../support/start-test-gateway.js'

const SALES = '{ transactions { nodes { invoice employee { name } } } }'
const BUY =
  'mutation { buyToken(input: { meterNumber: "12345678901", productCode: "hpln50000", idempotencyKey: "key-12345" }) { invoice } }'

let running: Awaited<ReturnType<typeof startTestGateway>>
beforeEach(async () => {
  running = await startTestGateway()
})
afterEach(() => running?.stop())

describe('a call to a subgraph', () => {
  test('carries the verified user, the language and the request id', async () => {
    const { headers } = await running.execute('{ me { name } }', {
      headers: { 'accept-language': 'en-GB', 'x-request-id': 'r-42' },
    })
    expect(running.subgraphs.users.requests[0]).toMatchObject({
      viewer: { role: 'ADMIN', userId: 'u9', sessionId: 'session-1', address: '127.0.0.1' },
      headers: { 'accept-language': 'en', 'x-request-id': 'r-42' },
    })
    expect(headers.get('x-request-id')).toBe('r-42')
  })

  test("carries none of the client's other headers, least of all an identity", async () => {
    await running.execute('{ shifts { id } }', {
      as: null,
      headers: { [IDENTITY_HEADER]: 'forged', cookie: 'a=b', 'x-custom': '1', 'x-request-id': 'not an id\u00e9' },
    })
    const [received] = running.subgraphs.master.requests
    expect(received?.viewer).toEqual({ role: 'ANONYMOUS', address: '127.0.0.1' })
    expect(Object.keys(received?.headers ?? {}).toSorted()).toEqual(
      [
        'accept-language',
        'connection',
        'content-length',
        'content-type',
        'host',
        'x-request-id',
        IDENTITY_HEADER,
        TIMEOUT_HEADER,
      ].toSorted(),
    )
    expect(received?.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('requests each entity once, however many objects refer to it', async () => {
    const { data } = await running.execute(SALES)
    const [call] = running.subgraphs.users.requests
    expect(call?.variables.representations).toEqual([
      { __typename: 'User', id: 'u2' },
      { __typename: 'User', id: 'u1' },
    ])
    expect(data.transactions.nodes.map((sale: { employee: { name: string } }) => sale.employee.name)).toEqual([
      'Budi',
      'Siti',
      'Budi',
      'Siti',
    ])
  })

  test('is never repeated for a purchase', async () => {
    for (const fault of ['reset', 'hang', '500', 'malformed'] as const) {
      running.subgraphs.transactions.requests.length = 0
      running.subgraphs.transactions.fault = fault
      const { data, errors } = await running.execute(BUY)
      expect(data).toBeNull()
      expect(errors[0]).toMatchObject({
        path: ['buyToken'],
        message: expect.stringContaining('belum diketahui'),
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'transactions', outcomeUnknown: true },
      })
      expect(running.subgraphs.transactions.requests).toHaveLength(1)
    }
  })

  test('that was never sent has a known outcome: nothing was bought', async () => {
    await running.subgraphs.transactions.kill()
    const { errors } = await running.execute(BUY)
    expect(errors[0].extensions).toEqual({ code: 'SUBGRAPH_UNAVAILABLE', service: 'transactions', paths: ['buyToken'] })
  })

  test('is retried once for a query after a refused connection, and not otherwise', async () => {
    await running.subgraphs.users.kill()
    const asking = running.execute('{ me { name } }')
    await running.subgraphs.users.start()
    expect((await asking).data).toEqual({ me: { name: 'Siti' } })

    running.subgraphs.users.requests.length = 0
    running.subgraphs.users.fault = 'reset'
    await running.execute('{ me { name } }')
    expect(running.subgraphs.users.requests).toHaveLength(1)
  })
})

describe('a response', () => {
  test('of 400 MB is a failure of its subgraph, read only to the limit', async () => {
    running.subgraphs.users.fault = 'huge'
    const { data, errors } = await running.execute('{ me { name } shifts { id } }')
    expect(data).toMatchObject({ me: null, shifts: [{}, {}] })
    expect(errors[0].extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', service: 'users' })
  })

  test('may be compressed', async () => {
    running.subgraphs.users.fault = 'gzip'
    expect((await running.execute('{ me { name } }')).data).toEqual({ me: { name: 'Siti' } })
  })
})

describe('when the client has gone', () => {
  const logger = createLogger('test', 'silent')
  const logged = vi.spyOn(logger, 'info')
  // Log lines of a request go to its child logger.
  Reflect.set(logger, 'child', () => logger)
  beforeEach(async () => {
    await running.stop()
    logged.mockClear()
    running = await startTestGateway({ logger, deadlines: { queryMs: 60_000, mutationMs: 60_000, billerMs: 60_000 } })
  })
  const leaveDuring = async (query: string, until: () => boolean) => {
    const client = new AbortController()
    const asking = fetch(`${running.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${running.createToken('ADMIN')}` },
      body: JSON.stringify({ query }),
      signal: client.signal,
    }).catch(() => null)
    await expect.poll(until).toBe(true)
    client.abort()
    await asking
  }

  test('no further calls are begun, and a mutation that was sent is finished and logged without an error', async () => {
    const { transactions, users } = running.subgraphs
    let isFinished = false
    transactions.rewriteResponse = (result) => {
      isFinished = true
      return result
    }
    const query = BUY.replace('{ invoice }', '{ invoice employee { name } }')
    transactions.fault = { delayMs: 500 }
    await leaveDuring(query, () => transactions.requests.length === 1)
    await expect.poll(() => isFinished).toBe(true)
    // The gateway handles the response before it answers the next request.
    await running.execute('{ shifts { id } }')
    expect(users.requests).toEqual([])
    expect(transactions.abortedRequests).toBe(0)
    const lines = () =>
      logged.mock.calls.map(([fields]) => Object(fields)).filter(({ event }) => event === 'graphql.mutation')
    await expect.poll(lines).toHaveLength(1)
    expect(lines()).toMatchObject([{ fields: ['buyToken'], errors: undefined }])
  })

  test('a query in flight is aborted, which says nothing about its subgraph', async () => {
    const { users } = running.subgraphs
    users.fault = 'hang'
    for (let count = 1; count <= 6; count += 1) {
      await leaveDuring('{ me { name } }', () => users.requests.length === count)
      await expect.poll(() => users.abortedRequests).toBe(count)
    }
    users.fault = null
    expect((await running.execute('{ me { name } }')).data).toEqual({ me: { name: 'Siti' } })
  })
})

describe('deadlines', () => {
  const DEADLINES = { queryMs: 1_500, mutationMs: 4_000, billerMs: 7_000 }
  beforeEach(async () => {
    await running.stop()
    running = await startTestGateway({ deadlines: DEADLINES })
  })

  test.each([
    ['a query', '{ salesSummary { success { count } } }', DEADLINES.queryMs],
    ['a mutation of users', 'mutation { updateUser(id: "u1", input: { name: "Siti" }) { id } }', DEADLINES.mutationMs],
    ['a purchase', BUY, DEADLINES.billerMs],
  ])('%s has its own', async (_title, query, deadlineMs) => {
    for (const subgraph of Object.values(running.subgraphs)) subgraph.fault = 'hang'
    const startedAt = performance.now()
    const { errors } = await running.execute(query)
    const tookMs = performance.now() - startedAt
    expect(errors[0].extensions.code).toBe('SUBGRAPH_UNAVAILABLE')
    // Within this deadline, and not within the next longer one.
    expect(tookMs).toBeGreaterThan(deadlineMs - 20)
    expect(tookMs).toBeLessThan(deadlineMs + 2_000)
  })

  test('joined data after a slow purchase has its own time', async () => {
    running.subgraphs.transactions.fault = { delayMs: 3_000 }
    const { data, errors } = await running.execute(
      BUY.replace('{ invoice }', '{ invoice employee { name } product { name } }'),
    )
    expect(errors).toBeUndefined()
    expect(data.buyToken).toMatchObject({ employee: { name: 'Budi' }, product: { name: 'Token PLN 50.000' } })
  })
})

describe('an entity that differs from the request', () => {
  type EntitiesResponse = { data: { _entities: Record<string, unknown>[] } }
  const hasEntities = (response: unknown): response is EntitiesResponse =>
    typeof response === 'object' && response !== null && '_entities' in ((response as { data?: object }).data ?? {})

  test.each([
    ['under another key', (entities: Record<string, unknown>[]) => entities.map((entity) => ({ ...entity, id: 'u7' }))],
    ['in another order', (entities: Record<string, unknown>[]) => entities.toReversed()],
    [
      'as another type',
      (entities: Record<string, unknown>[]) => entities.map((entity) => ({ ...entity, __typename: 'Shift' })),
    ],
    ['one too few', (entities: Record<string, unknown>[]) => entities.slice(1)],
    ['one too many', (entities: Record<string, unknown>[]) => [...entities, ...entities.slice(1)]],
    ['as a scalar', () => ['Budi', 'Siti']],
  ])('%s is an error and not data', async (_title, change) => {
    running.subgraphs.users.rewriteResponse = (response) =>
      hasEntities(response) ? { data: { _entities: change(response.data._entities) } } : response
    const { data, errors } = await running.execute(SALES)
    expect(data.transactions.nodes.map((sale: { employee: unknown }) => sale.employee)).toEqual([
      null,
      null,
      null,
      null,
    ])
    expect(errors).toHaveLength(1)
    expect(errors[0].extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', service: 'users' })
  })

  test('that is null means that it no longer exists, without an error', async () => {
    running.subgraphs.users.rewriteResponse = (response) =>
      hasEntities(response) ? { data: { _entities: [null, response.data._entities[1]] } } : response
    const { data, errors, extensions } = await running.execute(SALES)
    expect(data.transactions.nodes.map((sale: { employee: unknown }) => sale.employee)).toEqual([
      null,
      { name: 'Siti' },
      null,
      { name: 'Siti' },
    ])
    expect({ errors, extensions }).toEqual({})
  })
})
