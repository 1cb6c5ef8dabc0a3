import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { DevStack, freePorts, PROCESS_NAMES, type ProcessName } from '@setrum/dev-stack'
import {
  codeOf,
  executeGraphQL,
  expectLedgersToReconcile,
  fetchAllSales,
  type RunningStack,
  startStack,
  waitUntil,
} from '@setrum/testing'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, test } from 'vitest'

// Two gateways and two of each subgraph on one database. Each gateway knows both instances of every subgraph; half of
// them are killed while tills sell at both gateways, and nobody notices more than a repeated key.
const OTHERS = ['users', 'master', 'transactions', 'gateway'] as const
const FIGURES = fileURLToPath(new URL('../../subgraphs/transactions/dist/rollups-main.js', import.meta.url))
/** Of earlier days, so that there is something to sum up. */
const EARLIER = { sales: 300, days: 5, priceIdr: 22_000 }

let first: RunningStack
let second: DevStack
let doors: string[]
let adminToken: string
let token: string

beforeAll(async () => {
  const ports = await freePorts(OTHERS.length * 2 + 1)
  const portOf = (half: number, name: (typeof OTHERS)[number]) =>
    ports[half * OTHERS.length + OTHERS.indexOf(name)] ?? 0
  const addresses = (name: 'users' | 'master' | 'transactions') =>
    [0, 1].map((half) => `http://127.0.0.1:${portOf(half, name)}/graphql`).join(',')
  const shared = {
    USERS_URL: addresses('users'),
    MASTER_URL: addresses('master'),
    TRANSACTIONS_URL: addresses('transactions'),
    // As in production, where there are several.
    RESPONSE_CACHE_TTL_MS: '0',
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
  doors = [`${first.stack.url('gateway')}/graphql`, `${second.url('gateway')}/graphql`]
  adminToken = await first.asAdmin()
  token = (await first.anEmployee(adminToken)).accessToken
  await sellEarlier()
})
afterAll(async () => {
  await second?.stop()
  await first?.stop()
})

const mongoUri = () =>
  process.env.MONGODB_URI ?? `mongodb://127.0.0.1:${first.stack.port('mongodb')}/?directConnection=true`

/** Sales of days that are over, as the old system left them. */
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

const ask = (door: number, query: string, variables: Record<string, unknown>, accessToken: string) =>
  executeGraphQL(doors[door] ?? '', { query, variables, accessToken })

const BUY = 'mutation Buy($input: BuyTokenInput!) { buyToken(input: $input) { id invoice status } }'

/** As the web app does: the same key, at whichever gateway, until it is told. */
const sell = (idempotencyKey: string) =>
  waitUntil(
    async () => {
      const input = { meterNumber: '12345678901', productCode: 'hpln20000', idempotencyKey, confirmDuplicate: true }
      const door = Math.random() < 0.5 ? 0 : 1
      const answer = await ask(door, BUY, { input }, token).catch(() => null)
      return answer?.data?.buyToken?.invoice as string | undefined
    },
    { within: 60_000, what: 'an answer' },
  )

/** Null while a gateway cannot tell: it has just met a subgraph that was killed. */
const books = async () => {
  const sales = await fetchAllSales((query, variables) => ask(0, query, variables, adminToken)).catch(() => null)
  return sales?.filter(({ invoice }) => !invoice.startsWith('LAMA-')) ?? null
}

test('a key that reaches both gateways at once is one sale', async () => {
  const key = randomUUID()
  const input = { meterNumber: '12345678901', productCode: 'hpln20000', idempotencyKey: key, confirmDuplicate: true }
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => ask(index % 2, BUY, { input }, token)))
  expect(new Set(answers.map(({ data }) => data.buyToken.invoice)).size).toBe(1)
  const { transactions } = await first.biller.ledger()
  expect(transactions).toHaveLength(1)
})

test('a refresh token used at both gateways at the same time has one successor, and whoever came too late ended it', async () => {
  const login = 'mutation { login(email: "admin@setrum.test", password: "Setrum-Admin-1") { refreshToken } }'
  const { data } = await ask(0, login, {}, '')
  const refresh = 'mutation($t: String!) { refreshSession(refreshToken: $t) { refreshToken } }'
  const use = (door: number, t: string) => ask(door, refresh, { t }, '')
  const answers = await Promise.all([0, 1, 0, 1].map((door) => use(door, data.login.refreshToken)))
  const successors = new Set(answers.flatMap(({ data: told }) => told?.refreshSession?.refreshToken ?? []))
  expect(successors.size).toBe(1)
  const [successor = ''] = successors
  // On a slow machine one of them may have been asked after the token was used: a reuse as any other.
  const wasReused = answers.some((answer) => codeOf(answer) === 'INVALID_REFRESH_TOKEN')
  expect(codeOf(await use(1, successor))).toBe(wasReused ? 'INVALID_REFRESH_TOKEN' : undefined)
})

test('wrong passwords count together, at whichever gateway they are tried', async () => {
  const { email } = await first.makeEmployee(adminToken)
  const tryOnce = async (door: number) => {
    const login = 'mutation($e: String!) { login(email: $e, password: "Salah-Semua-1") { accessToken } }'
    return codeOf(await ask(door, login, { e: email }, ''))
  }
  const codes: (string | undefined)[] = []
  for (let n = 0; n < 12; n++) codes.push(await tryOnce(n % 2))
  expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(10)
  expect(codes.slice(-2)).toEqual(['RATE_LIMITED', 'RATE_LIMITED'])
})

test('an API key that one gateway revokes is refused by the other within five seconds', async () => {
  const create = 'mutation($i: CreateApiKeyInput!) { createApiKey(input: $i) { key apiKey { id } } }'
  const { data } = await ask(0, create, { i: { name: 'Pembukuan', kind: 'READ_ONLY' } }, adminToken)
  const { key, apiKey } = data.createApiKey
  const status = async () => {
    const response = await fetch(doors[1] ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query: '{ salesSummary { success { count } } }' }),
    })
    return response.status
  }
  await waitUntil(async () => (await status()) === 200, { within: 5_000 })
  await ask(0, 'mutation($id: ID!) { revokeApiKey(id: $id) { id } }', { id: apiKey.id }, adminToken)
  await waitUntil(async () => (await status()) === 401, { within: 5_000 })
})

test('a session that one gateway ends is over at the other within five seconds', async () => {
  const login =
    'mutation { login(email: "admin@setrum.test", password: "Setrum-Admin-1") { accessToken refreshToken } }'
  const { data } = await ask(0, login, {}, '')
  const own = data.login.accessToken
  expect((await ask(1, '{ me { id } }', {}, own)).data.me.id).toBeTruthy()
  await ask(0, 'mutation($t: String!) { logout(refreshToken: $t) }', { t: data.login.refreshToken }, own)
  await waitUntil(
    async () => (await ask(1, '{ me { id } }', {}, own)).errors?.[0]?.extensions.code === 'UNAUTHENTICATED',
    {
      within: 5_000,
    },
  )
})

test('one of each is killed while both gateways sell: nothing lost, nothing bought twice, figures right', {
  timeout: 180_000,
}, async () => {
  const before = (await first.biller.ledger()).transactions.length
  const invoices = new Map<number, string>()
  let next = 0
  let isOpen = true
  const till = async () => {
    while (isOpen) {
      const sale = next++
      invoices.set(sale, await sell(`two-of-each-${sale}`))
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
  for (const [stack, name] of victims) {
    const at = invoices.size
    await waitUntil(() => invoices.size > at + 8, { within: 60_000, what: `sales before ${name} is killed` })
    await stack.kill(name)
    // The one that took over the work of the first is killed only once that is back.
    if (name === 'transactions') await stack.startOne(name)
  }
  const at = invoices.size
  await waitUntil(() => invoices.size > at + 8, { within: 60_000, what: 'sales after the last was killed' })
  isOpen = false
  await tills
  await second.startOne('gateway')

  const settled = await waitUntil(
    async () => {
      const rows = await books()
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
  // What a gateway keeps of answers is over after a second.
  const summary = '{ salesSummary { success { count } processing { count } } }'
  const sold = settled.length + EARLIER.sales
  await waitUntil(
    async () => {
      const { data } = await ask(1, summary, {}, adminToken)
      return data?.salesSummary?.success.count === sold && data.salesSummary.processing.count === 0
    },
    { within: 10_000, what: 'figures of all sales' },
  )
})

test('the sums that both made of earlier days are those of the sales', async () => {
  const client = await MongoClient.connect(mongoUri())
  const kept = client.db(`${first.databasePrefix}transactions`).collection('salesRollups')
  await waitUntil(async () => (await kept.countDocuments()) >= EARLIER.days, { what: 'earlier days to be summed up' })
  await client.close()
  const env = { ...process.env, ...first.environment, MONGODB_URI: mongoUri() }
  const { stdout } = await promisify(execFile)(process.execPath, [FIGURES], { env })
  const [, checked] = /^(\d+) sums checked, 0 wrong/.exec(stdout) ?? []
  expect(Number(checked)).toBeGreaterThanOrEqual(EARLIER.days)
})
