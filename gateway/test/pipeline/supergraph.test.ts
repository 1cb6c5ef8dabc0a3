import fs, { copyFileSync, mkdtempSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createLogger } from '@setrum/service-runtime'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fakeSubgraphs } from '../support/fake-subgraphs.js'
import { startTestGateway } from '../support/start-test-gateway.js'

const COMPOSED = fileURLToPath(new URL('../../../supergraph.graphql', import.meta.url))
/** The file's status is read every 500 ms; a busy machine gets more. */
const POLL = { timeout: 20_000 }

let running: Awaited<ReturnType<typeof startTestGateway>>
let path: string
const logger = createLogger('test', 'silent')
const rejected = vi.spyOn(logger, 'error')
const warned = vi.spyOn(logger, 'warn')
beforeEach(async () => {
  path = join(mkdtempSync(join(tmpdir(), 'setrum-supergraph-')), 'supergraph.graphql')
  copyFileSync(COMPOSED, path)
  rejected.mockClear()
  warned.mockClear()
  running = await startTestGateway({ supergraphPath: path, logger })
})
afterEach(() => running?.stop())

const edit = (change: (sdl: string) => string) => writeFileSync(path, change(readFileSync(path, 'utf8')))
const getDescription = async () =>
  (await running.execute('{ __type(name: "Shift") { description } }')).data.__type.description

test('an edited supergraph file is served without a restart', async () => {
  expect((await running.execute('{ shifts { id } }')).data.shifts).toHaveLength(2)
  edit((sdl) => sdl.replace(/""".*"""\ntype Shift/, '"""Edited."""\ntype Shift'))
  await expect.poll(getDescription, POLL).toBe('Edited.')
  expect((await running.execute('{ shifts { id } }')).data.shifts).toHaveLength(2)
})

// No wall time, which a busy machine stretches: the interval of the watch, and the request right after a change is noticed.
test('an edited supergraph file is read after 500 ms and served at once, so within two seconds', async () => {
  const watch = vi.spyOn(fs, 'watchFile')
  syncBuiltinESMExports()
  const watching = await startTestGateway({ supergraphPath: path, logger })
  try {
    expect(watch).toHaveBeenCalledWith(path, expect.objectContaining({ interval: 500 }), expect.any(Function))
    const onChange = watch.mock.calls.flat().find((one) => typeof one === 'function')
    const before = statSync(path)
    edit((sdl) => sdl.replace(/""".*"""\ntype Shift/, '"""Edited."""\ntype Shift'))
    onChange?.(statSync(path), before)
    const { data } = await watching.execute('{ __type(name: "Shift") { description } }')
    expect(data.__type.description).toBe('Edited.')
  } finally {
    await watching.stop()
    watch.mockRestore()
    syncBuiltinESMExports()
  }
})

test('a supergraph file that is replaced by another file is served', async () => {
  writeFileSync(
    `${path}.new`,
    readFileSync(path, 'utf8').replace(/""".*"""\ntype Shift/, '"""Replaced."""\ntype Shift'),
  )
  renameSync(`${path}.new`, path)
  await expect.poll(getDescription, POLL).toBe('Replaced.')
})

test.each([
  ['is empty', () => ''],
  ['has a syntax error', (sdl: string) => `${sdl}\ntype {`],
  ['names a subgraph that the gateway does not know', (sdl: string) => sdl.replace('name: "master"', 'name: "other"')],
  ['has a type error', (sdl: string) => sdl.replace(': [Shift!]', ': [Shiftt!]')],
])('a supergraph file that %s is rejected with an event, and the previous one stays', async (_what, change) => {
  edit(change)
  await expect
    .poll(() => rejected.mock.calls.map(([fields]) => fields), POLL)
    .toContainEqual(expect.objectContaining({ event: 'supergraph.rejected', path }))
  expect((await running.execute('{ shifts { id } me { name } }')).data).toMatchObject({ me: { name: 'Siti' } })
})

const route = (from: string, to: string) => edit((sdl) => sdl.replaceAll(from, to))
const routeToSubgraphs = () => {
  const { users, master, transactions } = running.subgraphs
  for (const [port, { url }] of [
    ['4001', users],
    ['4002', master],
    ['4003', transactions],
  ] as const)
    route(`http://127.0.0.1:${port}/graphql`, url)
}

test('the routing addresses of the supergraph are used, also after they change', async () => {
  const { master } = running.subgraphs
  const routed = await startTestGateway({ urls: {}, supergraphPath: path, logger })
  const { master: moved } = fakeSubgraphs()
  await moved.start()
  routeToSubgraphs()
  await expect.poll(async () => (await routed.execute('{ shifts { id } }')).data?.shifts?.length, POLL).toBe(2)
  expect(master.requests.length).toBeGreaterThan(0)

  route(master.url, moved.url)
  await expect
    .poll(async () => {
      await routed.execute('{ shifts { id } }')
      return moved.requests.length
    }, POLL)
    .toBeGreaterThan(0)
  await routed.stop()
  await moved.kill()
})

test('a rejected supergraph file moves no subgraph', async () => {
  const { master } = running.subgraphs
  routeToSubgraphs()
  const routed = await startTestGateway({ urls: {}, supergraphPath: path, logger })
  const { master: moved } = fakeSubgraphs()
  await moved.start()
  rejected.mockClear()
  // The known subgraph comes before the unknown one.
  edit((sdl) => sdl.replaceAll(master.url, moved.url).replace('name: "users"', 'name: "other"'))
  // Both gateways read the file.
  await expect.poll(() => rejected.mock.calls.length, POLL).toBeGreaterThan(1)
  master.requests.length = 0
  expect((await routed.execute('{ shifts { id } }')).data.shifts).toHaveLength(2)
  expect([master.requests.length, moved.requests.length]).toEqual([1, 0])
  await routed.stop()
  await moved.kill()
})

test('a subgraph that does not respond after the supergraph changed is logged', async () => {
  await running.subgraphs.master.kill()
  edit((sdl) => sdl.replace(/""".*"""\ntype Shift/, '"""Edited."""\ntype Shift'))
  await expect
    .poll(() => warned.mock.calls.map(([fields]) => fields), POLL)
    .toContainEqual(expect.objectContaining({ event: 'supergraph.health_check_failed' }))
})

test('an invalid supergraph file at start is an error', async () => {
  const invalid = join(mkdtempSync(join(tmpdir(), 'setrum-supergraph-')), 'supergraph.graphql')
  writeFileSync(invalid, 'type Query {')
  await expect(startTestGateway({ supergraphPath: invalid })).rejects.toThrow(/Syntax Error/)
})
