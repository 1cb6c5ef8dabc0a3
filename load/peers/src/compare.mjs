// Measures peers in interleaved rounds (A B C … A B C …), so that other load on the machine affects all alike.
//
// PEERS, OPERATIONS  comma separated, to run only some
// WARM_UP 10         seconds of each operation before the measurement: rates rise while a process compiles
// ROUNDS 3, SECONDS 3, CONNECTIONS 32, RATE (requests per second of the fixed-rate runs; 0 skips them)
// AMOUNT             number of requests instead of SECONDS, for CPU time per request on a busy machine
import { mkdirSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import autocannon from 'autocannon'
import { describeMachine } from '../../report/results.mjs'
import { bodyOf } from './operations.mjs'
import { readUsage, startPeer, startSubgraphs, stop, stopAll } from './processes.mjs'

/**
 * Starts subgraphs and peers, measures all operations, and writes the result into a folder.
 * @param subgraphs options of startSubgraphs
 * @param programs  files of peers that are not in `peers/`
 * @param rate      default of RATE
 */
export async function compare({ operations, peers: names, subgraphs: options, programs = {}, rate, results }) {
  const date = new Date().toISOString()
  const settings = {
    peers: process.env.PEERS?.split(',') ?? names,
    operations: process.env.OPERATIONS?.split(',') ?? Object.keys(operations),
    warmUpSeconds: Number(process.env.WARM_UP ?? 10),
    rounds: Number(process.env.ROUNDS ?? 3),
    seconds: Number(process.env.SECONDS ?? 3),
    connections: Number(process.env.CONNECTIONS ?? 32),
    rate: Number(process.env.RATE ?? rate),
    amount: Number(process.env.AMOUNT ?? 0),
  }
  const subgraphs = await startSubgraphs(options)
  const peers = []
  for (const name of settings.peers) peers.push(await startPeer(name, subgraphs, { program: programs[name] }))
  const targets = settings.operations.map((name) => ({ name, body: bodyOf(operations[name]) }))
  const calls = {}
  const responseBytes = {}
  for (const operation of targets) {
    responseBytes[operation.name] = await checkResponses(peers, operation)
    calls[operation.name] = {}
    for (const peer of peers) calls[operation.name][peer.name] = await countCalls(subgraphs, peer, operation)
  }
  const samples = []
  for (const operation of targets) {
    for (const peer of peers) await runAutocannon(peer, operation, settings, { duration: settings.warmUpSeconds })
    for (let round = 1; round <= settings.rounds; round += 1) {
      for (const peer of peers)
        samples.push({ mode: 'maximum', round, ...(await measure(peer, operation, settings, {})) })
      if (settings.rate === 0) continue
      for (const peer of peers) {
        const sample = await measure(peer, operation, settings, { overallRate: settings.rate })
        samples.push({ mode: 'fixed', round, ...sample })
      }
    }
  }
  const readyMs = Object.fromEntries(peers.map(({ name, readyMs }) => [name, readyMs]))
  const result = { date, machine: describeMachine(), settings, readyMs, calls, responseBytes, samples }
  mkdirSync(results, { recursive: true })
  const path = new URL(`${date.replace(/[:.]/g, '-')}.json`, results)
  writeFileSync(path, `${JSON.stringify(result, null, 1)}\n`)
  console.log(`written: ${path.pathname}`)
  for (const peer of peers) await stop(peer, 'SIGKILL')
  stopAll()
  return result
}

/**
 * Keeps the body of each peer: every later response must equal it.
 * @returns size of the first peer's response
 * @throws unless all peers return the same data
 */
async function checkResponses(peers, { name, body }) {
  const responses = []
  for (const peer of peers) {
    const text = await send(peer, body)
    peer.expected = { ...peer.expected, [name]: text }
    responses.push(JSON.parse(text))
  }
  for (const [index, response] of responses.entries()) {
    if (response.errors || !isDeepStrictEqual(response.data, responses[0].data)) {
      throw new Error(
        `${peers[index].name} responds differently to ${name}: ${JSON.stringify(response).slice(0, 2000)}`,
      )
    }
  }
  return Buffer.byteLength(peers[0].expected[name])
}

/** Subgraph requests of one request, with a prepared plan. */
async function countCalls(subgraphs, peer, { body }) {
  const before = await subgraphs.countCalls()
  await send(peer, body)
  return (await subgraphs.countCalls()) - before
}

async function send({ url, headers }, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
  return response.text()
}

async function measure(peer, operation, settings, options) {
  const before = readUsage(peer.pid)
  const length = settings.amount > 0 ? { amount: settings.amount } : { duration: settings.seconds }
  const result = await runAutocannon(peer, operation, settings, { ...length, ...options })
  const after = readUsage(peer.pid)
  const requests = result['2xx']
  const sample = {
    peer: peer.name,
    operation: operation.name,
    requestsPerSecond: requests / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    failed: result.errors + result.timeouts + result.non2xx + result.mismatches,
    cpuMsPerRequest: requests === 0 ? null : ((after.cpuSeconds - before.cpuSeconds) * 1000) / requests,
    rssMb: after.rssMb,
  }
  console.log(
    [operation.name, options.overallRate ? `at ${options.overallRate}/s` : 'maximum', peer.name].join(' ').padEnd(40),
    `${sample.requestsPerSecond.toFixed(0)}/s`.padStart(8),
    `p50 ${sample.p50Ms} ms, p99 ${sample.p99Ms} ms, ${sample.cpuMsPerRequest?.toFixed(2)} ms cpu, ${sample.rssMb} MB`,
    sample.failed > 0 ? `${sample.failed} FAILED` : '',
  )
  return sample
}

function runAutocannon(peer, { name, body }, { connections }, options) {
  return autocannon({
    url: peer.url,
    method: 'POST',
    connections,
    headers: { 'content-type': 'application/json', ...peer.headers },
    body,
    expectBody: peer.expected[name],
    ...options,
  })
}
