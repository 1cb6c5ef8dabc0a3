import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestGateway } from '../support/start-test-gateway.js'

const GATEWAY = fileURLToPath(new URL('../..', import.meta.url))
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

let running: Awaited<ReturnType<typeof startTestGateway>>

beforeAll(async () => {
  if (!existsSync(`${GATEWAY}dist-playground/index.html`)) {
    execFileSync('npm', ['run', '--silent', 'build:playground'], { cwd: GATEWAY })
  }
  running = await startTestGateway()
})
afterAll(() => running?.stop())

describe('the playground', () => {
  test('opens in a browser at /graphql, from our own files only', async () => {
    const page = await fetch(`${running.url}/graphql`, { headers: BROWSER })
    const html = await page.text()
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'")
    const addresses = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '')
    expect(addresses.length).toBeGreaterThan(2)
    for (const address of addresses) {
      expect(address).toMatch(/^\/playground\//)
      expect((await fetch(running.url + address)).status).toBe(200)
    }
    expect(html).not.toMatch(/<script(?![^>]*src=)/)
  })

  test('says where purchases go', async () => {
    expect(await (await fetch(`${running.url}/playground/settings.json`)).json()).toEqual({ isSandboxBiller: true })
  })

  test('serves nothing but its own files', async () => {
    for (const path of ['../package.json', '%2e%2e/package.json', '..%2fpackage.json', 'assets', '__proto__']) {
      expect((await fetch(`${running.url}/playground/${path}`)).status).toBe(404)
    }
  })

  test('does not stand in the way of programs', async () => {
    const answer = await running.ask('{ shifts { id } }', { headers: { accept: 'text/html, application/json' } })
    expect(answer.data.shifts).toHaveLength(2)
  })
})

test('where it is off there is no playground and no introspection', async () => {
  const closed = await startTestGateway({ isProduction: true, hasPlayground: false, hasIntrospection: false })
  try {
    const page = await fetch(`${closed.url}/graphql`, { headers: BROWSER })
    expect(page.status).toBe(400)
    expect(page.headers.get('content-type')).toContain('application/json')
    expect((await fetch(`${closed.url}/playground/settings.json`)).status).toBe(404)
    const schema = await closed.ask('{ __schema { types { name } } }')
    expect(schema.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
  } finally {
    await closed.stop()
  }
})
