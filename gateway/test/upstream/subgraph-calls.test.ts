import { IDENTITY_HEADER, TIMEOUT_HEADER } from '@setrum/identity'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTestGateway } from '../support/start-test-gateway.js'

const SALES = '{ transactions { nodes { invoice employee { name } } } }'
const BUY =
  'mutation { buyToken(input: { meterNumber: "12345678901", productCode: "hpln50000", idempotencyKey: "key-12345" }) { invoice } }'

let running: Awaited<ReturnType<typeof startTestGateway>>
beforeEach(async () => {
  running = await startTestGateway()
})
afterEach(() => running?.stop())

describe('what a subgraph is sent', () => {
  test('carries the person that the gateway verified, their language and one request id', async () => {
    const { headers } = await running.ask('{ me { name } }', {
      headers: { 'accept-language': 'en-GB', 'x-request-id': 'r-42' },
    })
    expect(running.subgraphs.users.received[0]).toMatchObject({
      viewer: { role: 'ADMIN', userId: 'u9', sessionId: 'session-1', address: '127.0.0.1' },
      headers: { 'accept-language': 'en', 'x-request-id': 'r-42' },
    })
    expect(headers.get('x-request-id')).toBe('r-42')
  })

  test('carries nothing else of what the client sent, least of all an identity', async () => {
    await running.ask('{ shifts { id } }', {
      as: null,
      headers: { [IDENTITY_HEADER]: 'forged', cookie: 'a=b', 'x-custom': '1', 'x-request-id': 'not an id\u00e9' },
    })
    const [received] = running.subgraphs.master.received
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

  test('asks for each entity once, however many rows refer to it', async () => {
    const { data } = await running.ask(SALES)
    const [asked] = running.subgraphs.users.received
    expect(asked?.variables.representations).toEqual([
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

  test('is never sent twice when it is a purchase', async () => {
    for (const fault of ['reset', 'hang', '500', 'malformed'] as const) {
      running.subgraphs.transactions.received.length = 0
      running.subgraphs.transactions.fault = fault
      const { data, errors } = await running.ask(BUY)
      expect(data).toBeNull()
      expect(errors[0]).toMatchObject({
        path: ['buyToken'],
        message: expect.stringContaining('belum diketahui'),
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'transactions', outcomeUnknown: true },
      })
      expect(running.subgraphs.transactions.received).toHaveLength(1)
    }
  })

  test('is told apart when it was never sent: then nothing was bought', async () => {
    await running.subgraphs.transactions.kill()
    const { errors } = await running.ask(BUY)
    expect(errors[0].extensions).toEqual({ code: 'SUBGRAPH_UNAVAILABLE', service: 'transactions', paths: ['buyToken'] })
  })

  test('is sent once more when it is a query and the connection was refused, and not otherwise', async () => {
    await running.subgraphs.users.kill()
    const asking = running.ask('{ me { name } }')
    await running.subgraphs.users.start()
    expect((await asking).data).toEqual({ me: { name: 'Siti' } })

    running.subgraphs.users.received.length = 0
    running.subgraphs.users.fault = 'reset'
    await running.ask('{ me { name } }')
    expect(running.subgraphs.users.received).toHaveLength(1)
  })
})

describe('how long is waited', () => {
  const DEADLINES = { queryMs: 1_500, mutationMs: 4_000, billerMs: 7_000 }
  beforeEach(async () => {
    await running.stop()
    running = await startTestGateway({ deadlines: DEADLINES })
  })

  test.each([
    ['a query', '{ salesSummary { success { count } } }', DEADLINES.queryMs],
    ['a mutation of users', 'mutation { updateUser(id: "u1", input: { name: "Siti" }) { id } }', DEADLINES.mutationMs],
    ['a purchase', BUY, DEADLINES.billerMs],
  ])('%s has its own deadline', async (_title, query, deadlineMs) => {
    for (const subgraph of Object.values(running.subgraphs)) subgraph.fault = 'hang'
    const startedAt = performance.now()
    const { errors } = await running.ask(query)
    const tookMs = performance.now() - startedAt
    expect(errors[0].extensions.code).toBe('SUBGRAPH_UNAVAILABLE')
    // Of this one, and not of the next longer one.
    expect(tookMs).toBeGreaterThan(deadlineMs - 20)
    expect(tookMs).toBeLessThan(deadlineMs + 2_000)
  })

  test('what is joined to a slow purchase still has its time', async () => {
    running.subgraphs.transactions.fault = { lateMs: 3_000 }
    const { data, errors } = await running.ask(
      BUY.replace('{ invoice }', '{ invoice employee { name } product { name } }'),
    )
    expect(errors).toBeUndefined()
    expect(data.buyToken).toMatchObject({ employee: { name: 'Budi' }, product: { name: 'Token PLN 50.000' } })
  })
})

describe('an entity that comes back other than asked for', () => {
  type Rows = { data: { _entities: Record<string, unknown>[] } }
  const isRows = (answer: unknown): answer is Rows =>
    typeof answer === 'object' && answer !== null && '_entities' in ((answer as { data?: object }).data ?? {})

  test.each([
    ['under another key', (rows: Record<string, unknown>[]) => rows.map((row) => ({ ...row, id: 'u7' }))],
    ['in another order', (rows: Record<string, unknown>[]) => rows.toReversed()],
    ['as another type', (rows: Record<string, unknown>[]) => rows.map((row) => ({ ...row, __typename: 'Shift' }))],
    ['one too few', (rows: Record<string, unknown>[]) => rows.slice(1)],
    ['one too many', (rows: Record<string, unknown>[]) => [...rows, ...rows.slice(1)]],
    ['as no object', () => ['Budi', 'Siti']],
  ])('%s is an error and not data', async (_title, change) => {
    running.subgraphs.users.rewrite = (answer) =>
      isRows(answer) ? { data: { _entities: change(answer.data._entities) } } : answer
    const { data, errors } = await running.ask(SALES)
    expect(data.transactions.nodes.map((sale: { employee: unknown }) => sale.employee)).toEqual([
      null,
      null,
      null,
      null,
    ])
    expect(errors).toHaveLength(1)
    expect(errors[0].extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', service: 'users' })
  })

  test('as nothing is a person who is no longer there', async () => {
    running.subgraphs.users.rewrite = (answer) =>
      isRows(answer) ? { data: { _entities: [null, answer.data._entities[1]] } } : answer
    const { data, errors, extensions } = await running.ask(SALES)
    expect(data.transactions.nodes.map((sale: { employee: unknown }) => sale.employee)).toEqual([
      null,
      { name: 'Siti' },
      null,
      { name: 'Siti' },
    ])
    expect({ errors, extensions }).toEqual({})
  })
})
