import { randomUUID } from 'node:crypto'
import { freePorts, House, PROCESS_NAMES, type ProcessName } from '@setrum/house'
import { allSales, askGraph, expectBooksToMatch, type RunningHouse, startHouse, waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

// Two gateways and two of each subgraph on one database. Each gateway knows both instances of every subgraph; half of
// them are killed while tills sell at both gateways, and nobody notices more than a repeated key.
const OTHERS = ['users', 'master', 'transactions', 'gateway'] as const
const SALES = 120

let first: RunningHouse
let second: House
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
  }
  const portsOf = (half: number) => ({
    USERS_PORT: String(portOf(half, 'users')),
    MASTER_PORT: String(portOf(half, 'master')),
    TRANSACTIONS_PORT: String(portOf(half, 'transactions')),
    GATEWAY_PORT: String(portOf(half, 'gateway')),
  })
  first = await startHouse({ env: { ...shared, ...portsOf(0) } })
  second = new House({
    env: { ...first.environment, ...portsOf(1) },
    logDir: `${first.dataDir}/logs-2`,
    without: PROCESS_NAMES.filter((name) => !OTHERS.includes(name as never)),
  })
  for (const name of OTHERS) await second.startOne(name)
  doors = [`${first.house.url('gateway')}/graphql`, `${second.url('gateway')}/graphql`]
  adminToken = await first.asAdmin()
  token = (await first.anEmployee(adminToken)).accessToken
})
afterAll(async () => {
  await second?.stop()
  await first?.stop()
})

const ask = (door: number, query: string, variables: Record<string, unknown>, accessToken: string) =>
  askGraph(doors[door] ?? '', { query, variables, accessToken })

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

const books = () => allSales((query, variables) => ask(0, query, variables, adminToken))

test('a key that reaches both gateways at once is one sale', async () => {
  const key = randomUUID()
  const input = { meterNumber: '12345678901', productCode: 'hpln20000', idempotencyKey: key, confirmDuplicate: true }
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => ask(index % 2, BUY, { input }, token)))
  expect(new Set(answers.map(({ data }) => data.buyToken.invoice)).size).toBe(1)
  const { transactions } = await first.biller.ledger()
  expect(transactions).toHaveLength(1)
})

test('a refresh token used at both gateways at the same time has at most one successor', async () => {
  const login = 'mutation { login(email: "admin@setrum.test", password: "Setrum-Admin-1") { refreshToken } }'
  const { data } = await ask(0, login, {}, '')
  const refresh = 'mutation($t: String!) { refreshSession(refreshToken: $t) { refreshToken } }'
  const answers = await Promise.all([0, 1, 0, 1].map((door) => ask(door, refresh, { t: data.login.refreshToken }, '')))
  const successors = new Set(answers.flatMap(({ data: told }) => told?.refreshSession?.refreshToken ?? []))
  expect(successors.size).toBeLessThanOrEqual(1)
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
  const till = async () => {
    for (let sale = next++; sale < SALES; sale = next++) invoices.set(sale, await sell(`two-of-each-${sale}`))
  }
  const tills = Promise.all(Array.from({ length: 6 }, till))
  const victims: [House, ProcessName][] = [
    [second, 'transactions'],
    [first.house, 'users'],
    [second, 'master'],
    [second, 'gateway'],
    [first.house, 'transactions'],
  ]
  for (const [house, name] of victims) {
    const at = next
    await waitUntil(() => next > at + 8 || next >= SALES, { within: 60_000 })
    await house.kill(name)
    // The one that took over the work of the first is killed only once that is back.
    if (name === 'transactions') await house.startOne(name)
  }
  await tills
  await second.startOne('gateway')

  const settled = await waitUntil(
    async () => {
      const rows = await books()
      return rows.some(({ status }) => status === 'PROCESSING') ? null : rows
    },
    { within: 60_000, what: 'every sale to settle' },
  )
  await expectBooksToMatch(first.biller, settled)
  const known = new Set(settled.map(({ invoice }) => invoice))
  for (const invoice of invoices.values()) expect(known).toContain(invoice)
  expect(new Set(invoices.values()).size).toBe(SALES)
  const { transactions } = await first.biller.ledger()
  expect(transactions.length - before).toBe(SALES)
  const { data } = await ask(1, '{ salesSummary { success { count } processing { count } } }', {}, adminToken)
  expect(data.salesSummary).toEqual({ success: { count: settled.length }, processing: { count: 0 } })
})
