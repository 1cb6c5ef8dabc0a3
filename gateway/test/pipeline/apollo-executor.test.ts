import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { DASHBOARD, startTestGateway } from '../support/start-test-gateway.js'

/** The same gateway with the executor of @apollo/gateway. */
let running: Awaited<ReturnType<typeof startTestGateway>>
beforeAll(async () => {
  running = await startTestGateway({ executor: 'apollo' })
})
afterAll(() => running?.stop())
afterEach(() => {
  for (const subgraph of Object.values(running.subgraphs)) {
    subgraph.fault = null
    subgraph.requests.length = 0
    subgraph.rewriteResponse = null
  }
})

const BUY =
  'mutation { buyToken(input: { meterNumber: "12345678901", productCode: "hpln50000", idempotencyKey: "key-12345" }) { invoice } }'

test('the dashboard is complete', async () => {
  const { status, data, errors, extensions } = await running.execute(DASHBOARD, { variables: { f: {}, t: {} } })
  expect({ status, errors, extensions }).toEqual({ status: 200 })
  expect(data.transactions.nodes).toHaveLength(4)
  expect(data.transactions.nodes[0].employee).toEqual({
    name: 'Budi',
    shift: { name: 'Sore', startAt: '16:00', endAt: '23:59' },
  })
})

test('subgraphs receive the verified user, the language and the request id', async () => {
  await running.execute('{ me { name } }', { headers: { 'accept-language': 'en', 'x-request-id': 'r-42' } })
  expect(running.subgraphs.users.requests[0]).toMatchObject({
    viewer: { role: 'ADMIN', userId: 'u9' },
    headers: { 'accept-language': 'en', 'x-request-id': 'r-42' },
  })
})

test('an unavailable subgraph is named with its response paths', async () => {
  running.subgraphs.users.fault = '500'
  const { status, data, errors, extensions } = await running.execute(DASHBOARD, { variables: { f: {}, t: {} } })
  expect(status).toBe(200)
  expect(data).toMatchObject({ users: null, salesSummary: { success: { count: 2 } } })
  expect(extensions.degraded).toHaveLength(1)
  expect(extensions.degraded[0].subgraph).toBe('users')
  expect(extensions.degraded[0].paths.toSorted()).toEqual(['transactions.nodes.*.employee', 'users'])
  for (const error of errors) expect(error.extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', service: 'users' })
})

test('a mutation is sent once, and its unknown outcome is reported', async () => {
  running.subgraphs.transactions.fault = 'reset'
  const { data, errors } = await running.execute(BUY)
  expect(data).toBeNull()
  expect(errors[0].extensions).toMatchObject({
    code: 'SUBGRAPH_UNAVAILABLE',
    service: 'transactions',
    outcomeUnknown: true,
  })
  expect(running.subgraphs.transactions.requests).toHaveLength(1)
})

test('errors of a subgraph keep code and message, and all others are masked', async () => {
  const login = await running.execute('mutation { login(email: "a@b.test", password: "x") { accessToken } }')
  expect(login.errors).toEqual([
    { message: 'Email atau password salah', path: ['login'], extensions: { code: 'INVALID_CREDENTIALS' } },
  ])
  const change = await running.execute('mutation { changePassword(currentPassword: "a", newPassword: "b") }')
  expect(change.errors[0].extensions.code).toBe('INTERNAL_SERVER_ERROR')
  expect(JSON.stringify(change.errors)).not.toContain('10.0.0.7')
})

test('a value that violates the schema is an error', async () => {
  running.subgraphs.users.rewriteResponse = () => ({ data: { me: { name: null } } })
  const { data, errors } = await running.execute('{ me { name } }')
  expect(data).toEqual({ me: null })
  expect(errors[0].extensions.code).toBe('INTERNAL_SERVER_ERROR')
})

test('invalid variables are BAD_USER_INPUT', async () => {
  const { status, errors } = await running.execute('query A($id: ID!) { user(id: $id) { name } }')
  expect(status).toBe(400)
  expect(errors[0].extensions.code).toBe('BAD_USER_INPUT')
})

test('without master, the lists of products and shifts are stale and marked as such', async () => {
  const lists = '{ products { code price } shifts { id name } }'
  const before = await running.execute(lists)
  running.subgraphs.master.fault = '500'
  const { data, extensions } = await running.execute(lists)
  expect(data).toEqual(before.data)
  expect(extensions.stale).toMatchObject([{ subgraph: 'master', paths: ['products', 'shifts'] }])
})
