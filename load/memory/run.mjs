// Memory of the gateway over many requests: dashboard, status poll, list and mutation in blocks.
//
// REQUESTS 1000000, STEP 20000 requests between two samples
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import { bodyOf, operations } from '../peers/src/operations.mjs'
import { readUsage, startPeer, startSubgraphs, stopAll } from '../peers/src/processes.mjs'
import { describeMachine } from '../report/results.mjs'

const totalRequests = Number(process.env.REQUESTS ?? 1_000_000)
const step = Number(process.env.STEP ?? 20_000)
const date = new Date().toISOString()
// As in production.
process.env.RESPONSE_CACHE_TTL_MS = '1000'
const peer = await startPeer('ours', await startSubgraphs())
const bodies = Object.values(operations).map(bodyOf)

const samples = [{ requests: 0, rssMb: readUsage(peer.pid).rssMb }]
let requests = 0
let failed = 0
let isStopped = false
// Ctrl-C stops the run and writes the samples so far.
process.removeAllListeners('SIGINT')
process.once('SIGINT', () => {
  isStopped = true
})
while (requests < totalRequests && !isStopped) {
  for (const body of bodies) {
    const result = await autocannon({
      url: peer.url,
      method: 'POST',
      connections: 32,
      amount: step / bodies.length,
      headers: { 'content-type': 'application/json', ...peer.headers },
      body,
    })
    requests += result['2xx']
    failed += result.errors + result.timeouts + result.non2xx
  }
  samples.push({ requests, rssMb: readUsage(peer.pid).rssMb })
  console.log(`${requests} requests, ${samples.at(-1).rssMb} MB`)
}
mkdirSync(new URL('./results/', import.meta.url), { recursive: true })
const path = new URL(`./results/${date.replace(/[:.]/g, '-')}.json`, import.meta.url)
writeFileSync(path, `${JSON.stringify({ date, machine: describeMachine(), requests, failed, samples }, null, 1)}\n`)
console.log(`written: ${fileURLToPath(path)}`)
stopAll()
process.exit(0)
