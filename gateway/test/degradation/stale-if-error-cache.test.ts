import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestGateway } from '../support/start-test-gateway.js'

let running: Awaited<ReturnType<typeof startTestGateway>>
beforeEach(async () => {
  running = await startTestGateway()
})
afterEach(() => running?.stop())

const LISTS = '{ products { code price } shifts { id name } }'

test('without master, the lists of products and shifts are stale and marked as such', async () => {
  const before = await running.execute(LISTS)
  await running.subgraphs.master.kill()
  const { status, data, errors, extensions } = await running.execute(LISTS)
  expect({ status, data }).toEqual({ status: 200, data: before.data })
  expect(extensions.stale).toEqual([
    { subgraph: 'master', paths: ['products', 'shifts'], asOf: expect.stringMatching(/Z$/) },
  ])
  expect(errors).toEqual([
    {
      message: expect.stringContaining('data terakhir yang diketahui'),
      extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'master', paths: ['products', 'shifts'], stale: true },
    },
  ])
  await running.subgraphs.master.start()
  await expect.poll(async () => (await running.execute(LISTS)).extensions, { timeout: 5_000 }).toBeUndefined()
})

test('fields joined from master are null then and never stale', async () => {
  const sales = '{ transactions { nodes { invoice product { name } } } users { nodes { name shift { name } } } }'
  const before = await running.execute(sales)
  expect(before.data.transactions.nodes[0].product).not.toBeNull()
  await running.subgraphs.master.kill()
  const { data, errors, extensions } = await running.execute(sales)
  expect(new Set(data.transactions.nodes.map(({ product }: { product: unknown }) => product))).toEqual(new Set([null]))
  expect(
    new Set(data.users.nodes.map(({ shift }: { shift: { name: unknown } | null }) => shift?.name ?? null)),
  ).toEqual(new Set([null]))
  expect(data.users.nodes.map(({ name }: { name: string }) => name)).toEqual(['Siti', 'Budi'])
  expect(extensions.stale).toBeUndefined()
  expect(extensions.degraded[0].subgraph).toBe('master')
  expect(errors[0].extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', service: 'master' })
})

test('an uncached list is null, anonymous callers get no stale list, and roles do not share entries', async () => {
  await running.execute(LISTS)
  await running.subgraphs.master.kill()
  expect((await running.execute('{ products { name } }')).data).toEqual({ products: null })
  expect((await running.execute(LISTS, { as: null })).data).toEqual({ products: null, shifts: null })
  expect((await running.execute(LISTS, { as: 'EMPLOYEE' })).data).toEqual({ products: null, shifts: null })
})

test('a mutation never gets a stale response', async () => {
  const change = 'mutation { updateShift(id: "s1", input: { name: "Pagi" }) { id } }'
  await running.execute(LISTS)
  await running.subgraphs.master.kill()
  expect((await running.execute(change)).errors[0].extensions).toMatchObject({
    code: 'SUBGRAPH_UNAVAILABLE',
    service: 'master',
  })
})

test('joined fields are not stored with a cached list', async () => {
  const joined = '{ shifts { id sales { success { amount } } } }'
  await running.execute(joined)
  await running.subgraphs.master.kill()
  await running.subgraphs.transactions.kill()
  expect((await running.execute(joined)).data.shifts).toEqual([
    { id: 's1', sales: null },
    { id: 's2', sales: null },
  ])
})

test('the lists survive a restart of the gateway while master is down', async () => {
  const staleIfErrorPath = join(mkdtempSync(join(tmpdir(), 'setrum-stale-')), 'gateway', 'stale-if-error.json')
  const first = await startTestGateway({ staleIfErrorPath })
  const before = await first.execute(LISTS)
  await first.stop()
  const second = await startTestGateway({ staleIfErrorPath })
  await second.subgraphs.master.kill()
  const { data, extensions } = await second.execute(LISTS)
  await second.stop()
  expect(data).toEqual(before.data)
  expect(extensions.stale).toMatchObject([{ subgraph: 'master', paths: ['products', 'shifts'] }])
})

test('an unreadable file of the cache is ignored', async () => {
  const staleIfErrorPath = join(mkdtempSync(join(tmpdir(), 'setrum-stale-')), 'stale-if-error.json')
  writeFileSync(staleIfErrorPath, '{')
  const restarted = await startTestGateway({ staleIfErrorPath })
  expect((await restarted.execute(LISTS)).data.shifts).toHaveLength(2)
  await restarted.stop()
})

test('processes of several containers keep the entries of each other', async () => {
  const staleIfErrorPath = join(mkdtempSync(join(tmpdir(), 'setrum-stale-')), 'stale-if-error.json')
  // Processes of other containers may have the same process id.
  mkdirSync(`${staleIfErrorPath}.${process.pid}`)
  const [first, second] = [await startTestGateway({ staleIfErrorPath }), await startTestGateway({ staleIfErrorPath })]
  await first.execute('{ products { code } }')
  await second.execute('{ shifts { id } }')
  await first.stop()
  await second.stop()
  const third = await startTestGateway({ staleIfErrorPath })
  await third.subgraphs.master.kill()
  for (const query of ['{ products { code } }', '{ shifts { id } }'])
    expect((await third.execute(query)).extensions.stale).toHaveLength(1)
  await third.stop()
})

test('an older entry does not replace a newer one of another process', async () => {
  const staleIfErrorPath = join(mkdtempSync(join(tmpdir(), 'setrum-stale-')), 'stale-if-error.json')
  const at = (time: string) => startTestGateway({ staleIfErrorPath, now: () => new Date(time) })
  const [newer, older] = [await at('2026-01-05T02:00:00Z'), await at('2026-01-05T01:00:00Z')]
  for (const { execute, createToken } of [newer, older]) {
    const authorization = `Bearer ${createToken('ADMIN', { issuedAt: new Date('2026-01-05T00:55:00Z'), expiresAt: new Date('2026-01-05T03:00:00Z') })}`
    await execute('{ shifts { id } }', { as: null, headers: { authorization } })
  }
  await newer.stop()
  await older.stop()
  expect(readFileSync(staleIfErrorPath, 'utf8')).toContain(`"asOfMs":${Date.parse('2026-01-05T02:00:00Z')}`)
})
