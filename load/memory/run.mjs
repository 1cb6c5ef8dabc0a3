// Measures the gateway's memory over many requests: dashboard, till poll, list and mutation in blocks.
//
// REQUESTS 1000000, STEP 20000 requests between two samples
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import { bodyOf, operations } from '../peers/src/operations.mjs'
import { startPeer, startSubgraphs, stopAll, usage } from '../peers/src/processes.mjs'
import { machine } from '../report/machine.mjs'

const wanted = Number(process.env.REQUESTS ?? 1_000_000)
const step = Number(process.env.STEP ?? 20_000)
const date = new Date().toISOString()
// As in production.
process.env.RESPONSE_CACHE_TTL_MS = '1000'
const peer = await startPeer('ours', await startSubgraphs())
const bodies = Object.values(operations).map(bodyOf)

const samples = [{ requests: 0, rssMb: usage(peer.pid).rssMb }]
let requests = 0
let failed = 0
let isStopped = false
// An interrupted run still writes its samples.
process.removeAllListeners('SIGINT')
process.once('SIGINT', () => {
  isStopped = true
})
while (requests < wanted && !isStopped) {
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
  samples.push({ requests, rssMb: usage(peer.pid).rssMb })
  console.log(`${requests} requests, ${samples.at(-1).rssMb} MB`)
}
mkdirSync(new URL('./results/', import.meta.url), { recursive: true })
const path = new URL(`./results/${date.replace(/[:.]/g, '-')}.json`, import.meta.url)
writeFileSync(path, `${JSON.stringify({ date, machine: machine(), requests, failed, samples }, null, 1)}\n`)
console.log(`written: ${fileURLToPath(path)}`)
stopAll()
process.exit(0)
