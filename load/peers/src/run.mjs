// Measures all peers in interleaved rounds (A B C … A B C …), so that other load on the machine affects all alike.
//
// PEERS, OPERATIONS  comma separated, to run only some
// WARM_UP 10         seconds of each operation before the measurement: rates rise while a process compiles
// ROUNDS 3, SECONDS 3, CONNECTIONS 32, RATE 50 (requests per second of the fixed-rate runs; 0 skips them)
// AMOUNT             number of requests instead of SECONDS, for CPU time per request on a busy machine
import { mkdirSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import autocannon from 'autocannon'
import { describeMachine } from '../../report/results.mjs'
import { bodyOf, operations } from './operations.mjs'
import { readUsage, startPeer, startSubgraphs, stop, stopAll } from './processes.mjs'

const PEERS = ['hand-written', 'ours', 'ours-cached', 'stock', 'hive', 'mercurius']
const STARTED_AT = new Date().toISOString()
const settings = {
  peers: process.env.PEERS?.split(',') ?? PEERS,
  operations: process.env.OPERATIONS?.split(',') ?? Object.keys(operations),
  warmUpSeconds: Number(process.env.WARM_UP ?? 10),
  rounds: Number(process.env.ROUNDS ?? 3),
  seconds: Number(process.env.SECONDS ?? 3),
  connections: Number(process.env.CONNECTIONS ?? 32),
  rate: Number(process.env.RATE ?? 50),
  amount: Number(process.env.AMOUNT ?? 0),
}

const urls = await startSubgraphs()
const peers = []
for (const name of settings.peers) peers.push(await startPeer(name, urls))
for (const name of settings.operations) await checkResponses(name)

const samples = []
for (const operation of settings.operations) {
  for (const peer of peers) await runAutocannon(peer, operation, { duration: settings.warmUpSeconds })
  for (let round = 1; round <= settings.rounds; round += 1) {
    for (const peer of peers) samples.push({ mode: 'maximum', round, ...(await measure(peer, operation, {})) })
    if (settings.rate === 0) continue
    for (const peer of peers) {
      samples.push({ mode: 'fixed', round, ...(await measure(peer, operation, { overallRate: settings.rate })) })
    }
  }
}

const result = {
  date: STARTED_AT,
  machine: describeMachine(),
  settings,
  readyMs: Object.fromEntries(peers.map(({ name, readyMs }) => [name, readyMs])),
  samples,
}
mkdirSync(new URL('../results/', import.meta.url), { recursive: true })
const path = new URL(`../results/${STARTED_AT.replace(/[:.]/g, '-')}.json`, import.meta.url)
writeFileSync(path, `${JSON.stringify(result, null, 1)}\n`)
console.log(`written: ${path.pathname}`)
for (const peer of peers) await stop(peer, 'SIGKILL')
stopAll()
process.exit(0)

/** @throws unless all peers return the same data */
async function checkResponses(operation) {
  const responses = []
  for (const peer of peers) {
    const text = await send(peer, operation)
    peer.expected = { ...peer.expected, [operation]: text }
    responses.push(JSON.parse(text))
  }
  for (const [index, response] of responses.entries()) {
    if (response.errors || !isDeepStrictEqual(response.data, responses[0].data)) {
      throw new Error(
        `${peers[index].name} responds differently to ${operation}: ${JSON.stringify(response).slice(0, 2000)}`,
      )
    }
  }
}

async function send({ url, headers }, operation) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: bodyOf(operations[operation]),
  })
  return response.text()
}

async function measure(peer, operation, options) {
  const before = readUsage(peer.pid)
  const length = settings.amount > 0 ? { amount: settings.amount } : { duration: settings.seconds }
  const result = await runAutocannon(peer, operation, { ...length, ...options })
  const after = readUsage(peer.pid)
  const requests = result['2xx']
  const sample = {
    peer: peer.name,
    operation,
    requestsPerSecond: requests / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    failed: result.errors + result.timeouts + result.non2xx + result.mismatches,
    cpuMsPerRequest: requests === 0 ? null : ((after.cpuSeconds - before.cpuSeconds) * 1000) / requests,
    rssMb: after.rssMb,
  }
  console.log(
    [operation, options.overallRate ? `at ${options.overallRate}/s` : 'maximum', peer.name].join(' ').padEnd(40),
    `${sample.requestsPerSecond.toFixed(0)}/s`.padStart(8),
    `p50 ${sample.p50Ms} ms, p99 ${sample.p99Ms} ms, ${sample.cpuMsPerRequest?.toFixed(2)} ms cpu, ${sample.rssMb} MB`,
    sample.failed > 0 ? `${sample.failed} FAILED` : '',
  )
  return sample
}

function runAutocannon(peer, operation, options) {
  return autocannon({
    url: peer.url,
    method: 'POST',
    connections: settings.connections,
    headers: { 'content-type': 'application/json', ...peer.headers },
    body: bodyOf(operations[operation]),
    expectBody: peer.expected[operation],
    ...options,
  })
}
