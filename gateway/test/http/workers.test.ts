import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePorts } from '@setrum/dev-stack'
import { afterEach, expect, test } from 'vitest'
import { fakeSubgraphs, SECRET } from '../support/fake-subgraphs.js'

let gateway: ChildProcess | undefined
afterEach(() => {
  try {
    if (gateway?.pid) process.kill(-gateway.pid, 'SIGKILL')
  } catch {
    // All processes have exited.
  }
})

test('two workers share one port and one set of metrics, a crashed worker is replaced, and all stop together', {
  timeout: 180_000,
}, async () => {
  const { url, pid, readOutput, exit } = await startGateway({ GATEWAY_WORKERS: '2' })
  const before = listWorkers(pid)
  expect(before).toHaveLength(2)
  await fetchAll(url, 20)
  const metrics = await (await fetch(`${url}/metrics`)).text()
  expect(metrics).toMatch(
    /http_request_duration_seconds_count\{route="\/health\/ready",method="GET",status="200"\} 2[0-9]/,
  )

  process.kill(Number(before[0]), 'SIGKILL')
  const others = () => listWorkers(pid).filter((worker) => worker !== before[0])
  await expect.poll(() => others().length, { timeout: 60_000 }).toBe(2)
  await expect.poll(() => fetchAll(url, 10), { timeout: 60_000 }).toEqual(Array(10).fill(200))
  expect(listWorkers(pid)).toContain(before[1])
  // The replacement must be up, so that three processes shut down.
  await expect.poll(() => readOutput().split('gateway.listening').length - 1, { timeout: 60_000 }).toBe(3)

  const all = [String(pid), ...listWorkers(pid)]
  gateway?.kill('SIGTERM')
  expect(await exit).toEqual([0, null])
  expect(all.filter(isAlive)).toEqual([])
})

test('Ctrl-C, which signals every process, does not interrupt requests in flight', {
  timeout: 180_000,
}, async () => {
  const { master } = fakeSubgraphs()
  await master.start()
  const { url, pid, exit } = await startGateway({
    GATEWAY_WORKERS: '2',
    IDENTITY_SECRET: SECRET,
    MASTER_URL: master.url,
    SUBGRAPH_QUERY_TIMEOUT_MS: '60000',
  })
  master.fault = { delayMs: 2_000 }
  const asking = fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ shifts { name } }' }),
  }).then((response) => response.json())
  await expect.poll(() => master.requests.length, { timeout: 60_000 }).toBe(1)
  process.kill(-pid, 'SIGINT')
  expect(await asking).toMatchObject({ data: { shifts: [{ name: 'Pagi' }, {}] } })
  expect(await exit).toEqual([0, null])
  await master.kill()
})

test('a worker that crashes while others are starting is replaced too', { timeout: 180_000 }, async () => {
  const { url, pid, readOutput, isUp } = await launchGateway({ GATEWAY_WORKERS: '2' })
  await expect.poll(() => listWorkers(pid).length, { timeout: 60_000 }).toBe(2)
  const [first, second] = listWorkers(pid).map(Number) as [number, number]
  process.kill(second, 'SIGSTOP')
  await expect.poll(readOutput, { timeout: 60_000 }).toContain('gateway.listening')
  // A worker that responds has told the primary that it listens.
  await fetchAll(url, 2)
  process.kill(first, 'SIGKILL')
  await expect.poll(() => listWorkers(pid), { timeout: 60_000 }).not.toContain(String(first))
  process.kill(second, 'SIGCONT')
  await isUp()
  await expect.poll(() => listWorkers(pid).length, { timeout: 60_000 }).toBe(2)
})

test('an invalid number of workers is rejected with an error that names the variable', async () => {
  const started = spawn(process.execPath, [MAIN], {
    env: { ...process.env, GATEWAY_WORKERS: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [started.stdout, started.stderr])
    stream.on('data', (text) => {
      output += text
    })
  expect(await once(started, 'close')).toEqual([1, null])
  expect(output).toContain('GATEWAY_WORKERS must be a whole number from 1 to 64.')
})

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

async function startGateway(env: Record<string, string>) {
  const started = await launchGateway(env)
  await started.isUp()
  return started
}

async function launchGateway(env: Record<string, string>) {
  const [port] = await freePorts(1)
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      GATEWAY_PORT: String(port),
      DATA_DIR: mkdtempSync(join(tmpdir(), 'setrum-workers-')),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A process group of its own, to signal all of them.
    detached: true,
  })
  gateway = child
  let output = ''
  child.stdout.on('data', (text) => {
    output += text
  })
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    readOutput: () => output,
    isUp: () => expect.poll(() => output, { timeout: 60_000 }).toContain('gateway.workers_started'),
    exit: once(child, 'exit'),
  }
}

/** Sends requests on separate connections, so that they reach all workers. */
async function fetchAll(url: string, count: number): Promise<number[]> {
  const statuses: number[] = []
  for (let n = 0; n < count; n += 1) {
    const { status } = await fetch(`${url}/health/ready`, { headers: { connection: 'close' } }).catch(() => ({
      status: 0,
    }))
    statuses.push(status)
  }
  return statuses
}

function listWorkers(pid: number): string[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
}

function isAlive(pid: string): boolean {
  try {
    return process.kill(Number(pid), 0)
  } catch {
    return false
  }
}
