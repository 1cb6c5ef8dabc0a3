import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const PROGRAM = fileURLToPath(new URL('../start.mjs', import.meta.url))

async function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [PROGRAM], { env: { PATH: process.env.PATH, ...env }, stdio: 'pipe' })
  const [message, [status]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  return { message, status }
}

test('a taken port is reported with the variable to change', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const { message, status } = await start({ WEB_PORT: String(port) })
  expect(message).toMatch(new RegExp(`^Port ${port} is already taken\\. Set WEB_PORT to a free port`))
  expect(status).toBe(1)
  other.close()
})

test.each([
  ['BUSINESS_TIME_ZONE', 'Mars/Olympus'],
  ['WEB_PORT', '0'],
  ['HOST', '203.0.113.7'],
])('the web app does not start with %s=%s, and names the variable', async (name, value) => {
  const { message, status } = await start({ [name]: value })
  expect(message).toMatch(new RegExp(`^${name}.*has a value that cannot be used`))
  expect(status).toBe(1)
})
