// Starts the processes of a run and measures their resource usage.
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PROCESSES } from '../../../packages/dev-stack/dist/index.js'

const file = (path) => fileURLToPath(new URL(path, import.meta.url))
/** Node options of our gateway. */
const OUR_NODE_OPTIONS = PROCESSES.find(({ name }) => name === 'gateway').program.slice(0, -1)
/** Peers that are a program with other settings. */
const VARIANTS = {
  'ours-apollo': { program: 'ours', env: { GATEWAY_EXECUTOR: 'apollo' } },
  'ours-two': { program: 'ours', env: { PEER_WORKERS: '2' } },
  stock: { program: 'other-gateways' },
  hive: { program: 'other-gateways' },
  'hive-router': { program: 'other-gateways' },
  mercurius: { program: 'other-gateways' },
}
const running = new Set()
process.on('exit', stopAll)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))

export function stopAll() {
  for (const child of running) child.kill('SIGKILL')
}

/**
 * Starts the subgraphs of a module with `subgraphs` and `composeSupergraph`: in one process, or in one each.
 * @returns what a peer needs, and the number of GraphQL requests received so far
 */
export async function startSubgraphs({ module = new URL('./data.mjs', import.meta.url), isProcessEach = false } = {}) {
  const { subgraphs, composeSupergraph } = await import(module)
  const names = Object.keys(subgraphs)
  const children = (isProcessEach ? names.map((name) => [name]) : [names]).map((own) =>
    fork(file('./subgraphs.mjs'), [module.href, ...own], { env: { ...process.env, NODE_ENV: 'production' } }),
  )
  for (const child of children) track(child)
  const ports = await Promise.all(children.map(async (child) => (await once(child, 'message'))[0].ports))
  const urls = Object.fromEntries(
    Object.entries(Object.assign({}, ...ports)).map(([name, port]) => [name, `http://127.0.0.1:${port}/graphql`]),
  )
  const supergraphPath = join(mkdtempSync(join(tmpdir(), 'peers-')), 'supergraph.graphql')
  writeFileSync(supergraphPath, await composeSupergraph(urls))
  return {
    urls,
    supergraphPath,
    async countCalls() {
      const counts = children.map(async (child) => {
        const message = once(child, 'message')
        child.send('count')
        return (await message)[0].calls
      })
      return (await Promise.all(counts)).reduce((sum, calls) => sum + calls, 0)
    },
  }
}

/**
 * Starts a peer and waits until it listens.
 * @param program its file, when it is not in `peers/`
 * @returns its URL, process id, request headers and start time
 */
export async function startPeer(name, { urls, supergraphPath }, { nodeOptions = [], env = {}, program } = {}) {
  const port = await freePort()
  const startedAt = performance.now()
  const options = name.startsWith('ours') ? [...OUR_NODE_OPTIONS, ...nodeOptions] : nodeOptions
  const variant = VARIANTS[name] ?? { program: name }
  const child = spawn(process.execPath, [...options, program ?? file(`./peers/${variant.program}.mjs`), name], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      APOLLO_TELEMETRY_DISABLED: '1',
      PEER_PORT: String(port),
      SUBGRAPH_URLS: JSON.stringify(urls),
      SUPERGRAPH_PATH: supergraphPath,
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
