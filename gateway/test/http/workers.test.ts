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
    // All of them have ended.
  }
})

test('a gateway of two processes has one door and one set of figures, replaces the one that dies, and ends whole', {
  timeout: 180_000,
}, async () => {
  const { url, pid, said, exit } = await startGateway({ GATEWAY_WORKERS: '2' })
  const before = workersOf(pid)
  expect(before).toHaveLength(2)
  await fetchAll(url, 20)
  const figures = await (await fetch(`${url}/metrics`)).text()
  expect(figures).toMatch(
    /http_request_duration_seconds_count\{route="\/health\/ready",method="GET",status="200"\} 2[0-9]/,
  )

  process.kill(Number(before[0]), 'SIGKILL')
  const others = () => workersOf(pid).filter((worker) => worker !== before[0])
  await expect.poll(() => others().length, { timeout: 60_000 }).toBe(2)
  await expect.poll(() => fetchAll(url, 10), { timeout: 60_000 }).toEqual(Array(10).fill(200))
  expect(workersOf(pid)).toContain(before[1])
  // The new one is up, so that the end is that of three processes at work.
  await expect.poll(() => said().split('the gateway is listening').length - 1, { timeout: 60_000 }).toBe(3)

  const all = [String(pid), ...workersOf(pid)]
  gateway?.kill('SIGTERM')
  expect(await exit).toEqual([0, null])
  expect(all.filter(isAlive)).toEqual([])
})

test('a signal to the whole group, as Ctrl-C sends it, cuts nothing off although each worker is told twice', {
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
  master.fault = { lateMs: 2_000 }
  const asking = fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ shifts { name } }' }),
  }).then((response) => response.json())
  await expect.poll(() => master.received.length, { timeout: 60_000 }).toBe(1)
  process.kill(-pid, 'SIGINT')
  expect(await asking).toMatchObject({ data: { shifts: [{ name: 'Pagi' }, {}] } })
  expect(await exit).toEqual([0, null])
  await master.kill()
})

test('a worker that dies while the others still start is replaced, too', { timeout: 180_000 }, async () => {
  const { url, pid, said, isUp } = await launchGateway({ GATEWAY_WORKERS: '2' })
  await expect.poll(() => workersOf(pid).length, { timeout: 60_000 }).toBe(2)
  const [first, second] = workersOf(pid).map(Number) as [number, number]
  process.kill(second, 'SIGSTOP')
  await expect.poll(said, { timeout: 60_000 }).toContain('the gateway is listening')
  // Whoever answers has told the one that started it that it listens.
  await fetchAll(url, 2)
  process.kill(first, 'SIGKILL')
  await expect.poll(() => workersOf(pid), { timeout: 60_000 }).not.toContain(String(first))
  process.kill(second, 'SIGCONT')
  await isUp()
  await expect.poll(() => workersOf(pid).length, { timeout: 60_000 }).toBe(2)
})

test('a wrong number of processes is refused with a sentence that names the variable', async () => {
  const started = spawn(process.execPath, [MAIN], {
    env: { ...process.env, GATEWAY_WORKERS: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [started.stdout, started.stderr])
    stream.on('data', (text) => {
      said += text
    })
  expect(await once(started, 'close')).toEqual([1, null])
  expect(said).toContain('GATEWAY_WORKERS must be a whole number from 1 to 64.')
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
    // A group of its own, to be signalled as one.
    detached: true,
  })
  gateway = child
  let said = ''
  child.stdout.on('data', (text) => {
    said += text
  })
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    said: () => said,
    isUp: () => expect.poll(() => said, { timeout: 60_000 }).toContain('in several processes'),
    exit: once(child, 'exit'),
  }
}

/** One after the other on connections of their own, so that they reach all workers. */
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

function workersOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
}

function isAlive(pid: string): boolean {
  try {
    return process.kill(Number(pid), 0)
  } catch {
    return false
  }
}
