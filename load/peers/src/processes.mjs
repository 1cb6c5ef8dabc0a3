// Starts the processes of a run and measures their resource usage.
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { PROCESSES } from '../../../packages/dev-stack/dist/index.js'

const file = (path) => fileURLToPath(new URL(path, import.meta.url))
/** Node options of our gateway. */
const OUR_NODE_OPTIONS = PROCESSES.find(({ name }) => name === 'gateway').program.slice(0, -1)
/** Peers that are a program with other settings. */
const VARIANTS = {
  'ours-cached': { program: 'ours', env: { RESPONSE_CACHE_TTL_MS: '1000' } },
  'ours-two': { program: 'ours', env: { PEER_WORKERS: '2' } },
  stock: { program: 'other-gateways' },
  hive: { program: 'other-gateways' },
  mercurius: { program: 'other-gateways' },
}
const running = new Set()
process.on('exit', stopAll)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))

export function stopAll() {
  for (const child of running) child.kill('SIGKILL')
}

/** Starts the subgraphs. @returns the address of each */
export async function startSubgraphs() {
  const child = fork(file('./subgraphs.mjs'), { env: { ...process.env, NODE_ENV: 'production' } })
  track(child)
  const [{ ports }] = await once(child, 'message')
  return Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, `http://127.0.0.1:${port}/graphql`]))
}

/** Starts a peer and waits until it listens. @returns its URL, process id, request headers and start time */
export async function startPeer(name, urls, { nodeOptions = [], env = {} } = {}) {
  const port = await freePort()
  const startedAt = performance.now()
  const options = name.startsWith('ours') ? [...OUR_NODE_OPTIONS, ...nodeOptions] : nodeOptions
  const variant = VARIANTS[name] ?? { program: name }
  const child = spawn(process.execPath, [...options, file(`./peers/${variant.program}.mjs`), name], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      APOLLO_TELEMETRY_DISABLED: '1',
      PEER_PORT: String(port),
      USERS_URL: urls.users,
      MASTER_URL: urls.master,
      TRANSACTIONS_URL: urls.transactions,
      ...variant.env,
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  track(child)
  // A peer that requires authentication sends the request headers.
  let headers = {}
  child.on('message', (message) => {
    headers = message.headers ?? headers
  })
  const url = `http://127.0.0.1:${port}/graphql`
  await waitUntilListening(child, url, name)
  // Give its message time to arrive.
  await new Promise((resolve) => setTimeout(resolve, 50))
  return { name, url, pid: child.pid, child, readyMs: Math.round(performance.now() - startedAt), headers }
}

export async function stop({ child }, signal = 'SIGTERM') {
  if (child.exitCode !== null) return
  child.kill(signal)
  await once(child, 'exit')
}

function track(child) {
  running.add(child)
  child.once('exit', () => running.delete(child))
}

async function waitUntilListening(child, url, name) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${name} exited before it listened`)
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    }).catch(() => null)
    if (response) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

/** CPU seconds used so far and resident memory in MB of a process (Linux). */
export function readUsage(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  const [user, system] = [Number(fields[11]), Number(fields[12])]
  const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return { cpuSeconds: (user + system) / 100, rssMb: Math.round(Number(resident?.[1] ?? 0) / 1024) }
}
