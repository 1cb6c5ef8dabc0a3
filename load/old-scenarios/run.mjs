// The three scenarios of the old system's load test, on a bare Fastify route, on the gateway's /health/live, and on a
// GraphQL query of a signed-in user.
//
// DURATION 60 seconds each; SCENARIOS, TARGETS comma separated, to run only some
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import { freePort, startPeer, startSubgraphs, stopAll } from '../peers/src/processes.mjs'
import { describeMachine } from '../report/results.mjs'

const SCENARIOS = { '100 × 10': [100, 10], '500 × 100': [500, 100], '1,000 × 100': [1_000, 100] }
const TARGETS = ['bare', 'live', 'graphql']
const seconds = Number(process.env.DURATION ?? 60)
const scenarios = process.env.SCENARIOS?.split(';') ?? Object.keys(SCENARIOS)
const targets = process.env.TARGETS?.split(',') ?? TARGETS
const date = new Date().toISOString()

const subgraphs = await startSubgraphs()
const samples = []
for (const scenario of scenarios) {
  for (const target of targets) {
    const [connections, pipelining] = SCENARIOS[scenario]
    const { request, child } = await start(target)
    const result = await autocannon({ ...request, connections, pipelining, duration: seconds })
    child.kill('SIGKILL')
    const bare = samples.find((one) => one.scenario === scenario && one.target === 'bare')
    const requestsPerSecond = result['2xx'] / result.duration
    const sample = {
      scenario,
      target,
      requestsPerSecond,
      beside: bare ? requestsPerSecond / bare.requestsPerSecond : 1,
      p50Ms: result.latency.p50,
      p99Ms: result.latency.p99,
      errors: result.errors,
      timeouts: result.timeouts,
      non2xx: result.non2xx,
    }
    samples.push(sample)
    console.log(JSON.stringify(sample))
  }
}
mkdirSync(new URL('./results/', import.meta.url), { recursive: true })
const path = new URL(`./results/${date.replace(/[:.]/g, '-')}.json`, import.meta.url)
writeFileSync(
  path,
  `${JSON.stringify({ date, machine: describeMachine(), settings: { seconds }, samples }, null, 1)}\n`,
)
console.log(`written: ${fileURLToPath(path)}`)
stopAll()
process.exit(0)

/** Starts a new process for each measurement. */
async function start(target) {
  if (target === 'bare') {
    const port = await freePort()
    const child = fork(fileURLToPath(new URL('./bare.mjs', import.meta.url)), {
      env: { ...process.env, NODE_ENV: 'production', PORT: String(port) },
    })
    await once(child, 'message')
    return { child, request: { url: `http://127.0.0.1:${port}/` } }
  }
  const peer = await startPeer('ours', subgraphs)
  if (target === 'live') return { child: peer.child, request: { url: new URL('/health/live', peer.url).href } }
  return {
    child: peer.child,
    request: {
      url: peer.url,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...peer.headers },
      body: JSON.stringify({ query: '{ products { code name price } }' }),
    },
  }
}
