// Starts the processes of a run and measures their resources.
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { PROCESSES } from '../../../packages/dev-stack/dist/index.js'

const file = (path) => fileURLToPath(new URL(path, import.meta.url))
/** Node options of our gateway. */
const OURS = PROCESSES.find(({ name }) => name === 'gateway').program.slice(0, -1)
const running = new Set()
process.on('exit', stopAll)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))

export function stopAll() {
  for (const child of running) child.kill('SIGKILL')
}

/** Starts the subgraphs. @returns the address of each */
export async function startSubgraphs() {
  const child = fork(file('./subgraphs.mjs'), { env: { ...process.env, NODE_ENV: 'production' } })
  keep(child)
  const [{ ports }] = await once(child, 'message')
  return Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, `http://127.0.0.1:${port}/graphql`]))
}

/** Starts a peer and waits until it listens. @returns its address, process id and start time */
export async function startPeer(name, urls, { nodeOptions = [], env = {} } = {}) {
  const port = await freePort()
  const startedAt = performance.now()
  const options = name.startsWith('ours') ? [...OURS, ...nodeOptions] : nodeOptions
  const child = spawn(process.execPath, [...options, file(`./peers/${name}.mjs`)], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      APOLLO_TELEMETRY_DISABLED: '1',
      PEER_PORT: String(port),
      USERS_URL: urls.users,
      MASTER_URL: urls.master,
      TRANSACTIONS_URL: urls.transactions,
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  keep(child)
  // A peer with authentication prints the headers to send.
  let headers = {}
  child.on('message', (message) => {
    headers = message.headers ?? headers
  })
  const url = `http://127.0.0.1:${port}/graphql`
  await listening(child, url, name)
  // Output written before listening arrives within one turn of the event loop.
  await new Promise((resolve) => setTimeout(resolve, 50))
  return { name, url, pid: child.pid, child, readyMs: Math.round(performance.now() - startedAt), headers }
}

export async function stop({ child }, signal = 'SIGTERM') {
  if (child.exitCode !== null) return
  child.kill(signal)
  await once(child, 'exit')
}

function keep(child) {
  running.add(child)
  child.once('exit', () => running.delete(child))
}

async function listening(child, url, name) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${name} ended before it listened`)
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

/** CPU seconds of a process so far, and its resident memory in MB (Linux). */
export function usage(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  const [user, system] = [Number(fields[11]), Number(fields[12])]
  const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return { cpuSeconds: (user + system) / 100, rssMb: Math.round(Number(resident?.[1] ?? 0) / 1024) }
}
