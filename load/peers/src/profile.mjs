// Profiles one peer with one operation: the functions with the most CPU time of their own.
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
    '--import',
    new URL('./end-on-signal.mjs', import.meta.url).href,
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
const own = new Map()
const byId = new Map(nodes.map((node) => [node.id, node]))
for (const [index, id] of samples.entries()) {
  const { functionName, url, lineNumber } = byId.get(id).callFrame
  const name = `${functionName || '(anonymous)'} ${url.replace(/^.*\/node_modules\/|^file:\/\/.*?\/(?=load|gateway|packages)/, '')}:${lineNumber}`
  own.set(name, (own.get(name) ?? 0) + timeDeltas[index])
}
const all = [...own.values()].reduce((sum, one) => sum + one, 0)
for (const [name, micros] of [...own].sort(([, a], [, b]) => b - a).slice(0, 40)) {
  console.log(`${((micros / all) * 100).toFixed(1).padStart(5)} %  ${name}`)
}
const inclusive = new Map()
const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])))
for (const [index, id] of samples.entries()) {
  const seen = new Set()
  for (let at = id; at !== undefined; at = parents.get(at)) {
    const { functionName, url, lineNumber } = byId.get(at).callFrame
    seen.add(`${functionName} ${url.split('/').slice(-3).join('/')}:${lineNumber}`)
  }
  for (const name of seen) inclusive.set(name, (inclusive.get(name) ?? 0) + timeDeltas[index])
}
console.log('including callees:')
for (const [name, micros] of [...inclusive].sort(([, a], [, b]) => b - a).slice(0, 60))
  console.log(`${((micros / all) * 100).toFixed(1).padStart(5)} %  ${name}`)
console.log(`the profile itself: ${join(folder, file)}`)
process.exit(0)
