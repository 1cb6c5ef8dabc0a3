import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { SUBGRAPH_NAMES, type SubgraphName } from '@setrum/api-contract'
import { DevStack, freePorts, PROCESS_NAMES, type ProcessName } from '@setrum/dev-stack'
import {
  codeOf,
  executeGraphQL,
  expectLedgersToReconcile,
  fetchAllSales,
  hasRedis,
  type RedisServer,
  type RunningStack,
  startRedis,
  startStack,
  waitUntil,
} from '@setrum/testing'
import { makeRandom } from '@setrum/testing/randomness'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, test } from 'vitest'

// Two gateways and two instances of each subgraph on one database. Each gateway knows both instances; half of them are
// killed while tills sell through both gateways. The tills only repeat their keys. Where Redis is installed, the gateways share
// one, which is killed as well.
const OTHERS = [...SUBGRAPH_NAMES, 'gateway'] as const
/** What the biller debits for the token that the tests sell. */
const COST_IDR = 20_500
const ROLLUPS_CHECK = fileURLToPath(new URL('../../subgraphs/transactions/dist/rollups-main.js', import.meta.url))
/** Sales of earlier days, for the rollups. */
const EARLIER = { sales: 300, days: 5, priceIdr: 22_000 }

const random = makeRandom()
let first: RunningStack
let second: DevStack
let redis: RedisServer | null
let endpoints: string[]
let adminToken: string
let token: string

beforeAll(async () => {
  redis = hasRedis ? await startRedis() : null
  const ports = await freePorts(OTHERS.length * 2)
  const portOf = (half: number, name: (typeof OTHERS)[number]) =>
    ports[half * OTHERS.length + OTHERS.indexOf(name)] ?? 0
  const urlsOf = (name: SubgraphName) =>
    [0, 1].map((half) => `http://127.0.0.1:${portOf(half, name)}/graphql`).join(',')
  const shared = {
    USERS_URL: urlsOf('users'),
    MASTER_URL: urlsOf('master'),
    TRANSACTIONS_URL: urlsOf('transactions'),
    REDIS_URL: redis?.url ?? '',
  }
  const portsOf = (half: number) => ({
    USERS_PORT: String(portOf(half, 'users')),
    MASTER_PORT: String(portOf(half, 'master')),
    TRANSACTIONS_PORT: String(portOf(half, 'transactions')),
    GATEWAY_PORT: String(portOf(half, 'gateway')),
  })
  first = await startStack({ env: { ...shared, ...portsOf(0) } })
  second = new DevStack({
    env: { ...first.environment, ...portsOf(1) },
    logDir: `${first.dataDir}/logs-2`,
    without: PROCESS_NAMES.filter((name) => !OTHERS.includes(name as never)),
  })
  for (const name of OTHERS) await second.startOne(name)
  endpoints = [`${first.stack.url('gateway')}/graphql`, `${second.url('gateway')}/graphql`]
  adminToken = await first.asAdmin()
  token = (await first.anEmployee(adminToken)).accessToken
  await sellEarlier()
})
afterAll(async () => {
  await second?.stop()
  await first?.stop()
  await redis?.kill()
})

const mongoUri = () =>
  process.env.MONGODB_URI ?? `mongodb://127.0.0.1:${first.stack.port('mongodb')}/?directConnection=true`

/** Sales of past days, as rows of the old system. */
async function sellEarlier() {
  const client = await MongoClient.connect(mongoUri())
  const rows = Array.from({ length: EARLIER.sales }, (_, index) => ({
    invoice: `LAMA-${index}`,
    customer_id: '12345678901',
    product_code: 'hpln20000',
    status: 1,
    price: EARLIER.priceIdr,
    user_id: 'dulu',
    createdAt: new Date(Date.now() - (1 + (index % EARLIER.days)) * 24 * 3_600_000),
  }))
  await client.db(`${first.databasePrefix}transactions`).collection('transaction').insertMany(rows)
  await client.close()
}

const execute = (gateway: number, query: string, variables: Record<string, unknown>, accessToken: string) =>
  executeGraphQL(endpoints[gateway] ?? '', { query, variables, accessToken })

const BUY = 'mutation Buy($input: BuyTokenInput!) { buyToken(input: $input) { id invoice status } }'

/** Like the web app: repeats the key, at either gateway, until it has a response. */
const sell = (idempotencyKey: string) =>
  waitUntil(
    async () => {
      const input = { meterNumber: '12345678901', productCode: 'hpln20000', idempotencyKey, confirmDuplicate: true }
      const gateway = random() < 0.5 ? 0 : 1
      const response = await execute(gateway, BUY, { input }, token).catch(() => null)
      return response?.data?.buyToken?.invoice as string | undefined
    },
    { within: 60_000, what: 'a response' },
  )

/** Null while the gateway's circuit breaker is open after a kill. */
const fetchOwnSales = async () => {
  const sales = await fetchAllSales((query, variables) => execute(0, query, variables, adminToken)).catch(() => null)
  return sales?.filter(({ invoice }) => !invoice.startsWith('LAMA-')) ?? null
}

test('a key sent to both gateways at once is one sale', async () => {
  const key = randomUUID()
  const input = { meterNumber: '12345678901', productCode: 'hpln20000', idempotencyKey: key, confirmDuplicate: true }
  const responses = await Promise.all(
    Array.from({ length: 20 }, (_, index) => execute(index % 2, BUY, { input }, token)),
  )
  expect(new Set(responses.map(({ data }) => data.buyToken.invoice)).size).toBe(1)
  const { transactions } = await first.biller.ledger()
  expect(transactions).toHaveLength(1)
})

test('a refresh token used at both gateways at once has one successor; a later reuse ends the session', async () => {
  const login = 'mutation { login(email: "admin@setrum.test", password: "Setrum-Admin-1") { refreshToken } }'
  const { data } = await execute(0, login, {}, '')
  const refresh = 'mutation($t: String!) { refreshSession(refreshToken: $t) { refreshToken } }'
  const use = (gateway: number, t: string) => execute(gateway, refresh, { t }, '')
  const responses = await Promise.all([0, 1, 0, 1].map((gateway) => use(gateway, data.login.refreshToken)))
  const successors = new Set(responses.flatMap(({ data: result }) => result?.refreshSession?.refreshToken ?? []))
  expect(successors.size).toBe(1)
  const [successor = ''] = successors
  // On a slow machine one request may arrive late and count as a reuse.
  const wasReused = responses.some((response) => codeOf(response) === 'INVALID_REFRESH_TOKEN')
  expect(codeOf(await use(1, successor))).toBe(wasReused ? 'INVALID_REFRESH_TOKEN' : undefined)
})

test('wrong passwords are counted across both gateways', async () => {
  const { email } = await first.makeEmployee(adminToken)
  const tryOnce = async (gateway: number) => {
    const login = 'mutation($e: String!) { login(email: $e, password: "Salah-Semua-1") { accessToken } }'
    return codeOf(await execute(gateway, login, { e: email }, ''))
  }
  const codes: (string | undefined)[] = []
  for (let n = 0; n < 12; n++) codes.push(await tryOnce(n % 2))
  expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(10)
  expect(codes.slice(-2)).toEqual(['RATE_LIMITED', 'RATE_LIMITED'])
})

test.skipIf(!hasRedis)('a user has one rate limit at two gateways, also after one of them was killed', async () => {
  const ports = await freePorts(2)
  const gateways = ports.map(
    (port) =>
      new DevStack({
        env: { ...first.environment, GATEWAY_PORT: String(port), RATE_LIMIT_PER_MINUTE: '60' },
        logDir: `${first.dataDir}/logs-${port}`,
        without: PROCESS_NAMES.filter((name) => name !== 'gateway'),
      }),
  )
  try {
    for (const gateway of gateways) await gateway.startOne('gateway')
    const codes = async (count: number) => {
      const found: (string | undefined)[] = []
      for (let index = 0; index < count; index += 1) {
        const endpoint = `${gateways[index % 2]?.url('gateway')}/graphql`
        // One field, and five points for a request.
        found.push(codeOf(await executeGraphQL(endpoint, { query: '{ __typename }', accessToken: adminToken })))
      }
      return found
    }
    expect(await codes(12)).toEqual([...Array(10).fill(undefined), 'RATE_LIMITED', 'RATE_LIMITED'])
    await gateways[0]?.kill('gateway')
    await gateways[0]?.startOne('gateway')
    expect(await codes(2)).toEqual(['RATE_LIMITED', 'RATE_LIMITED'])
  } finally {
    for (const gateway of gateways) await gateway.stop()
  }
})

test('the deposit is never reserved twice: both transactions processes together sell no more than it pays', async () => {
  const { deposit, transactions: before } = await first.biller.ledger()
  await first.biller.deposit(5 * COST_IDR)
  const client = await MongoClient.connect(mongoUri())
  const account = client.db(`${first.databasePrefix}transactions`).collection('billerAccount')
  // As after a refusal of the biller: the balance is read again.
  await account.updateMany({}, { $set: { isStale: true } })
  await client.close()
  await waitUntil(
    async () => {
      const { data } = await execute(0, '{ billerBalance { balance } }', {}, adminToken)
      return data?.billerBalance?.balance === 5 * COST_IDR
    },
    { what: 'the balance to be read' },
  )
  const buy = async (index: number) => {
    const input = {
      meterNumber: '12345678901',
      productCode: 'hpln20000',
      idempotencyKey: `deposit-${index}`,
      confirmDuplicate: true,
    }
    const response = await execute(index % 2, BUY, { input }, token)
    return response.data?.buyToken?.invoice ?? codeOf(response)
  }
  const keys = Array.from({ length: 20 }, (_, index) => index)
  const burst = await Promise.all(keys.map(buy))
  // A refused sale has waited two seconds for the purchases under way; on a slow machine they take longer.
  expect(new Set(burst).size).toBeLessThanOrEqual(5 + 1)
  // Without a purchase under way, the rest of the money is spent.
  const results: string[] = []
  for (const key of keys) results.push(await buy(key))
  expect(results.filter((result) => result === 'INSUFFICIENT_DEPOSIT')).toHaveLength(15)
  expect(new Set(results).size).toBe(5 + 1)
  // The biller has refused none: no purchase was sent without money.
  const { transactions } = await first.biller.ledger()
  expect(transactions.length - before.length).toBe(5)
  await first.biller.deposit(deposit)
})

test('an API key revoked at one gateway is refused by the other within five seconds', async () => {
  const create = 'mutation($i: CreateApiKeyInput!) { createApiKey(input: $i) { key apiKey { id } } }'
  const { data } = await execute(0, create, { i: { name: 'Pembukuan', kind: 'READ_ONLY' } }, adminToken)
  const { key, apiKey } = data.createApiKey
  const status = async () => {
    const response = await fetch(endpoints[1] ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query: '{ salesSummary { success { count } } }' }),
    })
    return response.status
  }
  await waitUntil(async () => (await status()) === 200, { within: 5_000 })
  await execute(0, 'mutation($id: ID!) { revokeApiKey(id: $id) { id } }', { id: apiKey.id }, adminToken)
  await waitUntil(async () => (await status()) === 401, { within: 5_000 })
})

test('a session ended at one gateway is refused by the other within five seconds', async () => {
  const login =
    'mutation { login(email: "admin@setrum.test", password: "Setrum-Admin-1") { accessToken refreshToken } }'
  const { data } = await execute(0, login, {}, '')
  const own = data.login.accessToken
  expect((await execute(1, '{ me { id } }', {}, own)).data.me.id).toBeTruthy()
  await execute(0, 'mutation($t: String!) { logout(refreshToken: $t) }', { t: data.login.refreshToken }, own)
  await waitUntil(
    async () => (await execute(1, '{ me { id } }', {}, own)).errors?.[0]?.extensions.code === 'UNAUTHENTICATED',
    {
      within: 5_000,
    },
  )
})

test('instances are killed while both gateways sell: no sale is lost or bought twice, and totals are right', {
  timeout: 180_000,
}, async () => {
  const before = (await first.biller.ledger()).transactions.length
  const invoices = new Map<number, string>()
  let next = 0
  let isOpen = true
  const till = async () => {
    while (isOpen) {
      const sale = next++
      invoices.set(sale, await sell(`scaling-sale-${sale}`))
    }
  }
  const tills = Promise.all(Array.from({ length: 6 }, till))
  const victims: [DevStack, ProcessName][] = [
    [second, 'transactions'],
    [first.stack, 'users'],
    [second, 'master'],
    [second, 'gateway'],
    [first.stack, 'transactions'],
  ]
  await redis?.kill()
  for (const [stack, name] of victims) {
    const at = invoices.size
    await waitUntil(() => invoices.size > at + 8, { within: 60_000, what: `sales before ${name} is killed` })
    await stack.kill(name)
    // The other transactions instance is killed later, so this one must be back by then.
    if (name === 'transactions') await stack.startOne(name)
  }
  const at = invoices.size
  await waitUntil(() => invoices.size > at + 8, { within: 60_000, what: 'sales after the last was killed' })
  isOpen = false
  await tills
  await second.startOne('gateway')

  const settled = await waitUntil(
    async () => {
      const rows = await fetchOwnSales()
      return rows?.some(({ status }) => status === 'PROCESSING') ? null : rows
    },
    { within: 60_000, what: 'every sale to settle' },
  )
  await expectLedgersToReconcile(first.biller, settled)
  const known = new Set(settled.map(({ invoice }) => invoice))
  for (const invoice of invoices.values()) expect(known).toContain(invoice)
  expect(new Set(invoices.values()).size).toBe(invoices.size)
  const { transactions } = await first.biller.ledger()
  expect(transactions.length - before).toBe(invoices.size)
  // Totals follow the last settlement within seconds.
  const summary = '{ salesSummary { success { count } processing { count } } }'
  const sold = settled.length + EARLIER.sales
  await waitUntil(
    async () => {
      const { data } = await execute(1, summary, {}, adminToken)
      return data?.salesSummary?.success.count === sold && data.salesSummary.processing.count === 0
    },
    { within: 10_000, what: 'totals of all sales' },
  )
})

test('rollups of earlier days, built by both instances, agree with the sales', async () => {
  const client = await MongoClient.connect(mongoUri())
  const rollups = client.db(`${first.databasePrefix}transactions`).collection('salesRollups')
  await waitUntil(async () => (await rollups.countDocuments()) >= EARLIER.days, { what: 'rollups of earlier days' })
  await client.close()
  const env = { ...process.env, ...first.environment, MONGODB_URI: mongoUri() }
  const { stdout } = await promisify(execFile)(process.execPath, [ROLLUPS_CHECK], { env })
  const [, checked] = /^(\d+) rollups checked, 0 wrong/.exec(stdout) ?? []
  expect(Number(checked)).toBeGreaterThanOrEqual(EARLIER.days)
})
