import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DevStack, freePorts, isPortFree, PROCESSES, ROOT } from '@setrum/dev-stack'
import { codeOf, executeGraphQL, waitUntil } from '@setrum/testing'
import { afterEach, describe, expect, test } from 'vitest'

const cleanUps: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function makeEnvironment() {
  const dataDir = mkdtempSync(join(tmpdir(), 'setrum-start-'))
  cleanUps.push(() => rmSync(dataDir, { recursive: true, force: true }))
  const ports = await freePorts(PROCESSES.length)
  const byVariable = Object.fromEntries(
    PROCESSES.map(({ portVariable }, index) => [portVariable, String(ports[index])]),
  )
  const { MONGODB_URI: _embedded, ...rest } = process.env
  const env: NodeJS.ProcessEnv = { ...rest, ...byVariable, DATA_DIR: dataDir }
  return { env, ports, dataDir }
}

function launch(env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, ['scripts/start.mjs', '--api'], { cwd: ROOT, env })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  // `close` comes after the last output, `exit` may not.
  const closed = once(child, 'close')
  const end = async (signal?: NodeJS.Signals): Promise<number | null> => {
    if (signal) child.kill(signal)
    const [code] = await closed
    return code
  }
  cleanUps.push(() => end('SIGINT').then(() => undefined))
  return { child, output: () => output, end }
}

/** Retries while the gateway's circuit breaker for users is open. */
async function signIn(graph: string): Promise<string> {
  const query = 'mutation { login(email: "admin@setrum.test", password: "Setrum-Admin-1") { accessToken } }'
  const response = await waitUntil(
    async () => {
      const result = await executeGraphQL(graph, { query })
      return codeOf(result) === 'SUBGRAPH_UNAVAILABLE' ? null : result
    },
    { what: 'a sign-in' },
  )
  return response.data.login.accessToken
}

describe('npm start', () => {
  test('starts all processes, prints their addresses, reports a process that died, and stops all on Ctrl-C', async () => {
    const { env, ports } = await makeEnvironment()
    const { child, output, end } = launch(env)
    await waitUntil(() => output().includes('Setrum is running'), {
      within: 90_000,
      what: `the table, not:\n${output()}`,
    })
    expect(output()).toContain(`http://127.0.0.1:${env.GATEWAY_PORT}/graphql`)
    expect(output()).toContain('admin@setrum.test')

    const graph = `http://127.0.0.1:${env.GATEWAY_PORT}/graphql`
    const accessToken = await signIn(graph)
    const demo = await executeGraphQL(graph, { query: '{ transactions { totalCount } shifts { name } }', accessToken })
    expect(demo.data.transactions.totalCount).toBeGreaterThan(4_000)
    expect(demo.data.shifts).toHaveLength(3)

    spawn('pkill', ['-9', '-f', `^${process.execPath} bundle/main.js$`, '--parent', String(child.pid), '--oldest'])
    await waitUntil(() => /✖ \w+ ended \(SIGKILL\)\. The others go on\./.test(output()), {
      what: 'the report of the death',
    })

    expect(await end('SIGINT')).toBe(0)
    expect(output()).toContain('Everything is stopped.')
    for (const port of ports) expect(await isPortFree(port)).toBe(true)
  })

  test('the error for a port in use names its variable', async () => {
    const { env } = await makeEnvironment()
    const squatter = createServer()
    await new Promise<void>((resolve) => squatter.listen(Number(env.MASTER_PORT), '127.0.0.1', resolve))
    cleanUps.push(() => new Promise<void>((resolve) => squatter.close(() => resolve())))
    const { output, end } = launch(env)
    expect(await end()).toBe(1)
    expect(output()).toMatch(/Port \d+ is already taken\. Set MASTER_PORT to a free port/)
  })
})

test('the gateway starts without waiting for subgraphs and names the unavailable parts', async () => {
  const { env, dataDir } = await makeEnvironment()
  const stack = new DevStack({ env, logDir: join(dataDir, 'logs') })
  cleanUps.push(() => stack.stop())
  const startedAt = performance.now()
  await stack.startOne('gateway')
  const tookMs = performance.now() - startedAt
  console.log(`the gateway was ready after ${Math.round(tookMs)} ms, with all subgraphs down`)
  // Five seconds on an idle machine; waiting for a subgraph would never end.
  expect(tookMs).toBeLessThan(45_000)

  const response = await executeGraphQL(`${stack.url('gateway')}/graphql`, {
    query: 'mutation { login(email: "a@b.test", password: "Rahasia-2026") { accessToken } }',
  })
  expect(codeOf(response)).toBe('SUBGRAPH_UNAVAILABLE')
  expect(response.errors?.[0]?.extensions.service).toBe('users')
})

test('two systems with different ports and folders run side by side', async () => {
  const stacks = await Promise.all([makeEnvironment(), makeEnvironment()])
  const running = stacks.map(({ env, dataDir }) => {
    const stack = new DevStack({
      env: { ...env, DEMO_DATA: 'users' },
      logDir: join(dataDir, 'logs'),
      // A sign-in needs no more.
      without: ['iak', 'master', 'transactions', 'web'],
    })
    cleanUps.push(() => stack.stop())
    return stack
  })
  await Promise.all(running.map((stack) => stack.start()))
  const tokens = await Promise.all(running.map((stack) => signIn(`${stack.url('gateway')}/graphql`)))
  const [first] = running
  if (!first) throw new Error('there is no first stack')
  const foreign = await executeGraphQL(`${first.url('gateway')}/graphql`, {
    query: '{ me { name } }',
    accessToken: tokens[1] ?? '',
  })
  expect(codeOf(foreign)).toBe('UNAUTHENTICATED')
})
