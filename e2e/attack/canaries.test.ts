import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SUBGRAPH_NAMES } from '@setrum/api-contract'
import { type RunningStack, startStack, waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

// All secrets of a day at the counter pass through the services at log level `trace`.

const METER = '14000001000'
const BILL_NUMBER = '530000000000'
const SERVICES = ['gateway', ...SUBGRAPH_NAMES] as const

let running: RunningStack
const canaries: Record<string, string> = {}
/** Request id of the purchase. */
let requestId: string

beforeAll(async () => {
  running = await startStack({ env: { LOG_LEVEL: 'trace' } })
  const admin = await running.asAdmin()
  const employee = await running.makeEmployee(admin)
  const execute = async (query: string, variables: Record<string, unknown>, accessToken?: string) => {
    const response = await running.graph(query, variables, accessToken)
    if (response.errors) throw new Error(JSON.stringify(response.errors))
    return response.data
  }
  const login = 'mutation($e: String!, $p: String!) { login(email: $e, password: $p) { accessToken refreshToken } }'
  await running.graph(login, { e: employee.email, p: 'Salah-Kenari-2026' })
  const session = (await execute(login, { e: employee.email, p: employee.password })).login
  const { key } = (
    await execute('mutation { createApiKey(input: { name: "Kenari", kind: READ_ONLY }) { key } }', {}, admin)
  ).createApiKey
  await running.graph('{ me { id } }', {}, key)
  await running.graph('{ me { id } }', {}, `${session.accessToken}x`)
  await execute('mutation($t: String!) { refreshSession(refreshToken: $t) { accessToken } }', {
    t: session.refreshToken,
  })

  const input = { meterNumber: METER, productCode: 'hpln20000', idempotencyKey: randomUUID() }
  const response = await fetch(`${running.stack.url('gateway')}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${session.accessToken}` },
    body: JSON.stringify({
      query: 'mutation($input: BuyTokenInput!) { buyToken(input: $input) { id } }',
      variables: { input },
    }),
  })
  requestId = response.headers.get('x-request-id') ?? ''
  const { data } = JSON.parse(await response.text())
  const token = await waitUntil(
    async () =>
      (await execute(`{ transaction(id: "${data.buyToken.id}") { token } }`, {}, session.accessToken)).transaction
        .token,
  )
  await execute(
    'mutation($input: InquireBillInput!) { inquireBill(input: $input) { id } }',
    { input: { customerNumber: BILL_NUMBER, productType: 'POSTPAID', idempotencyKey: randomUUID() } },
    session.accessToken,
  )
  // Failures too: refused input, an unavailable biller, an unavailable subgraph.
  await running.graph(
    'mutation($input: BuyTokenInput!) { buyToken(input: $input) { id } }',
    { input: { ...input, meterNumber: `${METER}A`, idempotencyKey: randomUUID() } },
    session.accessToken,
  )
  await running.stack.kill('iak')
  await running.graph(
    'mutation($input: BuyTokenInput!) { buyToken(input: $input) { id } }',
    { input: { ...input, idempotencyKey: randomUUID(), confirmDuplicate: true } },
    session.accessToken,
  )
  await running.stack.kill('master')
  await running.graph('{ shifts { id } }', {}, session.accessToken)

  Object.assign(canaries, {
    'a password': employee.password,
    'a wrong password': 'Salah-Kenari-2026',
    'the signature of an access token': session.accessToken.split('.')[2],
    'a refresh token': session.refreshToken,
    'an API key': key,
    'an electricity token': token.replaceAll('-', ''),
    'an electricity token in groups': token,
    'a meter number': METER,
    'a bill number': BILL_NUMBER,
    'the key of the biller': 'demo-key-123',
    'the identity secret': readFileSync(join(running.dataDir, 'keys', 'identity-secret'), 'utf8'),
    'an e-mail address': employee.email,
  })
})
afterAll(() => running?.stop())

const logOf = (service: (typeof SERVICES)[number]) => readFileSync(running.stack.logFile(service), 'utf8')

test('logs and metrics contain none of twelve secrets', async () => {
  expect(Object.keys(canaries)).toHaveLength(12)
  for (const value of Object.values(canaries)) expect(value.length).toBeGreaterThan(8)
  const found: string[] = []
  for (const service of SERVICES) {
    const isUp = service !== 'master'
    const metrics = isUp ? await (await fetch(`${running.stack.url(service)}/metrics`)).text() : ''
    const text = logOf(service) + metrics
    expect(text.length).toBeGreaterThan(0)
    for (const [name, canary] of Object.entries(canaries)) if (text.includes(canary)) found.push(`${service}: ${name}`)
    if (/\beyJ[\w-]{20,}\.[\w-]{20,}\./.test(text)) found.push(`${service}: a signed token`)
    if (/"sign":"[0-9a-f]{32}"/.test(text)) found.push(`${service}: a signature for the biller`)
  }
  expect(found).toEqual([])
  expect(readdirSync(join(running.dataDir, 'logs')).length).toBeGreaterThanOrEqual(SERVICES.length)
})

test('each log line is a JSON event, and a request id appears in the log of every service it reached', () => {
  const event = z.looseObject({ level: z.union([z.number(), z.string()]), time: z.unknown() })
  for (const service of SERVICES) {
    // The text after the last line break may be incomplete.
    const lines = logOf(service).split('\n').slice(0, -1).filter(Boolean)
    // Node's own warnings are not JSON.
    const ours = lines.filter((line) => line.startsWith('{'))
    expect(ours.length).toBeGreaterThan(0)
    for (const line of ours) event.parse(JSON.parse(line))
  }
  expect(requestId).toMatch(/\S{8,}/)
  for (const service of ['gateway', 'transactions'] as const) expect(logOf(service)).toContain(requestId)
})
