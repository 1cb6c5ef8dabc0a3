// Memory of the gateway: after many requests (status poll, list, mutation and dashboard in blocks), and, in another process,
// after many different documents.
//
// REQUESTS 1000000, DOCUMENTS 200000, STEP 20000 requests between two samples
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import { bodyOf, operations } from '../peers/src/operations.mjs'
import { readUsage, startPeer, startSubgraphs, stop, stopAll } from '../peers/src/processes.mjs'
import { describeMachine } from '../report/results.mjs'

const totalRequests = Number(process.env.REQUESTS ?? 1_000_000)
const totalDocuments = Number(process.env.DOCUMENTS ?? 200_000)
const step = Number(process.env.STEP ?? 20_000)
const date = new Date().toISOString()
const subgraphs = await startSubgraphs()
/** Shares of the requests: a dashboard takes ten times as long as a poll. */
const SHARES = { poll: 0.5, list: 0.2, mutation: 0.2, dashboard: 0.1 }
const bodies = Object.entries(SHARES).map(([name, share]) => ({ share, request: { body: bodyOf(operations[name]) } }))
let isStopped = false
// Ctrl-C stops the run and writes the samples so far.
process.removeAllListeners('SIGINT')
process.once('SIGINT', () => {
  isStopped = true
})

const requests = await sampleMemory(totalRequests, bodies)
let document = 0
const documents = await sampleMemory(totalDocuments, [
  {
    share: 1,
    request: {
      setupRequest: (request) => {
        document += 1
        return { ...request, body: JSON.stringify({ query: `{ shifts { id name document${document}: open } }` }) }
      },
    },
  },
])
mkdirSync(new URL('./results/', import.meta.url), { recursive: true })
const path = new URL(`./results/${date.replace(/[:.]/g, '-')}.json`, import.meta.url)
writeFileSync(path, `${JSON.stringify({ date, machine: describeMachine(), requests, documents }, null, 1)}\n`)
console.log(`written: ${fileURLToPath(path)}`)
stopAll()
process.exit(0)

/** Starts a gateway and sends requests of each kind in turn. */
async function sampleMemory(total, kinds) {
  const peer = await startPeer('ours', subgraphs)
  const samples = [{ requests: 0, rssMb: readUsage(peer.pid).rssMb }]
  const startedAt = performance.now()
  const elapsedMinutes = () => Number(((performance.now() - startedAt) / 60_000).toFixed(1))
  let sent = 0
  let failed = 0
  while (sent < total && !isStopped) {
    const before = sent
    for (const { share, request } of kinds) {
      const headers = { 'content-type': 'application/json', ...peer.headers }
      const result = await autocannon({
        url: peer.url,
        connections: 32,
        amount: Math.round(step * share),
        requests: [{ method: 'POST', headers, ...request }],
        verifyBody: (body) => !body.includes('"errors"'),
      })
      sent += result['2xx']
      failed += result.errors + result.timeouts + result.non2xx + result.mismatches
    }
    samples.push({ requests: sent, rssMb: readUsage(peer.pid).rssMb })
    const failures = failed > 0 ? `, ${failed} FAILED` : ''
    console.log(`${sent} requests after ${elapsedMinutes()} min, ${samples.at(-1).rssMb} MB${failures}`)
    if (sent === before) throw new Error('the gateway no longer responds')
  }
  await stop(peer, 'SIGKILL')
  return { sent, failed, minutes: elapsedMinutes(), samples }
}
