import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestGateway } from '../support/start-test-gateway.js'

let running: Awaited<ReturnType<typeof startTestGateway>>
beforeEach(async () => {
  running = await startTestGateway()
})
afterEach(() => running?.stop())

const LISTS = '{ products { code price } shifts { id name } }'

test('with master away the product and shift lists are the last known, and say so', async () => {
  const before = await running.ask(LISTS)
  await running.subgraphs.master.kill()
  const { status, data, errors, extensions } = await running.ask(LISTS)
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
  await expect.poll(async () => (await running.ask(LISTS)).extensions, { timeout: 5_000 }).toBeUndefined()
})

test('what other lists join from master is null then, however often it was seen', async () => {
  const sales = '{ transactions { nodes { invoice product { name } } } users { nodes { name shift { name } } } }'
  const before = await running.ask(sales)
  expect(before.data.transactions.nodes[0].product).not.toBeNull()
  await running.subgraphs.master.kill()
  const { data, errors, extensions } = await running.ask(sales)
  expect(new Set(data.transactions.nodes.map(({ product }: { product: unknown }) => product))).toEqual(new Set([null]))
  expect(
    new Set(data.users.nodes.map(({ shift }: { shift: { name: unknown } | null }) => shift?.name ?? null)),
  ).toEqual(new Set([null]))
  expect(data.users.nodes.map(({ name }: { name: string }) => name)).toEqual(['Siti', 'Budi'])
  expect(extensions.stale).toBeUndefined()
  expect(extensions.degraded[0].subgraph).toBe('master')
  expect(errors[0].extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', service: 'master' })
})

test('what was never known is missing, what nobody may see is not shown, and roles do not share', async () => {
  await running.ask(LISTS)
  await running.subgraphs.master.kill()
  expect((await running.ask('{ products { name } }')).data).toEqual({ products: null })
  expect((await running.ask(LISTS, { as: null })).data).toEqual({ products: null, shifts: null })
  expect((await running.ask(LISTS, { as: 'EMPLOYEE' })).data).toEqual({ products: null, shifts: null })
})

test('a change that could not be made is never answered from memory', async () => {
  const change = 'mutation { updateShift(id: "s1", input: { name: "Pagi" }) { id } }'
  await running.ask(LISTS)
  await running.subgraphs.master.kill()
  expect((await running.ask(change)).errors[0].extensions).toMatchObject({
    code: 'SUBGRAPH_UNAVAILABLE',
    service: 'master',
  })
})

test('what is joined to a list does not find its way into what is kept of it', async () => {
  const joined = '{ shifts { id sales { success { amount } } } }'
  await running.ask(joined)
  await running.subgraphs.master.kill()
  await running.subgraphs.transactions.kill()
  expect((await running.ask(joined)).data.shifts).toEqual([
    { id: 's1', sales: null },
    { id: 's2', sales: null },
  ])
})
