// CPU profile of one peer with one operation: the functions with the most self time and total time.
//
// PEER ours, OPERATION dashboard, SECONDS 8
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { bodyOf, operations } from './operations.mjs'
import { startPeer, startSubgraphs, stop, stopAll } from './processes.mjs'

const { PEER = 'ours', OPERATION = 'dashboard', SECONDS = '8' } = process.env
const folder = mkdtempSync(join(tmpdir(), 'peers-profile-'))
const peer = await startPeer(PEER, await startSubgraphs(), {
  nodeOptions: [
    '--cpu-prof',
    `--cpu-prof-dir=${folder}`,
    // Node writes the profile only when the process exits normally.
    '--import',
    'data:text/javascript,process.once("SIGTERM", () => process.exit(0))',
  ],
})
await autocannon({
  url: peer.url,
  method: 'POST',
  connections: 32,
  duration: Number(SECONDS),
  headers: { 'content-type': 'application/json', ...peer.headers },
  body: bodyOf(operations[OPERATION]),
})
await stop(peer)
stopAll()

const [file] = readdirSync(folder)
const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, file), 'utf8'))
const selfTimes = new Map()
const byId = new Map(nodes.map((node) => [node.id, node]))
for (const [index, id] of samples.entries()) {
  const { functionName, url, lineNumber } = byId.get(id).callFrame
  const name = `${functionName || '(anonymous)'} ${url.replace(/^.*\/node_modules\/|^file:\/\/.*?\/(?=load|gateway|packages)/, '')}:${lineNumber}`
  selfTimes.set(name, (selfTimes.get(name) ?? 0) + timeDeltas[index])
}
const all = [...selfTimes.values()].reduce((sum, one) => sum + one, 0)
for (const [name, micros] of [...selfTimes].sort(([, a], [, b]) => b - a).slice(0, 40)) {
  console.log(`${((micros / all) * 100).toFixed(1).padStart(5)} %  ${name}`)
}
const totalTimes = new Map()
const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])))
for (const [index, id] of samples.entries()) {
  const seen = new Set()
  for (let at = id; at !== undefined; at = parents.get(at)) {
    const { functionName, url, lineNumber } = byId.get(at).callFrame
    seen.add(`${functionName} ${url.split('/').slice(-3).join('/')}:${lineNumber}`)
  }
  for (const name of seen) totalTimes.set(name, (totalTimes.get(name) ?? 0) + timeDeltas[index])
}
console.log('total time, including called functions:')
for (const [name, micros] of [...totalTimes].sort(([, a], [, b]) => b - a).slice(0, 60))
  console.log(`${((micros / all) * 100).toFixed(1).padStart(5)} %  ${name}`)
console.log(`profile: ${join(folder, file)}`)
process.exit(0)
