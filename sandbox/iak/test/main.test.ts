import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { waitUntil } from '@setrum/testing'
import { afterAll, afterEach, expect, test } from 'vitest'
import { signed } from './support/start-test-biller.js'

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'iak-sandbox-main-'))
const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(() => rmSync(folder, { recursive: true }))

function start(port: number, more: Record<string, string> = {}) {
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: folder, IAK_SANDBOX_PORT: String(port), ...more }
  const child = spawn(process.execPath, [MAIN], { env })
  children.push(child)
  const printed = { text: '' }
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed.text += chunk))
  return { child, printed }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

const post = async (port: number, path: string, body: object) => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return JSON.parse(await response.text()).data
}
const isUp = (port: number) =>
  fetch(`http://127.0.0.1:${port}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  )

test('a pending sale survives a kill of the sandbox', async () => {
  const port = await freePort()
  const first = start(port, { IAK_SANDBOX_MODE: 'faithful' })
  await waitUntil(() => isUp(port))
  expect(first.printed.text).toContain('sandbox')
  const sale = { username: '081200001111', ref_id: 'INV1', sign: signed('INV1') }
  const bought = await post(port, '/api/top-up', { ...sale, customer_id: '12345678901', product_code: 'hpln50000' })
  expect(bought.rc).toBe('39')
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  start(port, { IAK_SANDBOX_MODE: 'faithful' })
  await waitUntil(() => isUp(port))
  expect(await post(port, '/api/check-status', sale)).toMatchObject({
    rc: '39',
    tr_id: bought.tr_id,
    balance: 999_949_500,
  })
})

test('a port in use ends with one sentence that names the variable', async () => {
  const port = await freePort()
  const taken = createServer().listen(port, '127.0.0.1')
  await once(taken, 'listening')
  const { child, printed } = start(port)
  const [code] = await once(child, 'close')
  taken.close()
  expect(code).toBe(1)
  expect(printed.text).toContain(`Port ${port} is already taken. Set IAK_SANDBOX_PORT`)
})

test('SIGTERM stops it', async () => {
  const port = await freePort()
  const { child } = start(port)
  await waitUntil(() => isUp(port))
  child.kill('SIGTERM')
  const [code] = await once(child, 'close')
  expect(code).toBe(0)
})
