// Writes load/README.md and its charts from the newest results of each kind.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { artilleryPart } from './artillery-part.mjs'
import { historyPart } from './history-part.mjs'
import { memoryPart } from './memory-part.mjs'
import { oldScenariosPart } from './old-scenarios-part.mjs'
import { peersPart } from './peers-part.mjs'
import { processesPart } from './processes-part.mjs'
import { newest } from './results.mjs'
import { sellingPart } from './selling-part.mjs'
import { targetsPart } from './targets-part.mjs'

const charts = new URL('../charts/', import.meta.url)
mkdirSync(charts, { recursive: true })
const results = {
  peers: newest('peers/results'),
  scenarios: newest('old-scenarios/results'),
  memory: newest('memory/results'),
  artillery: newest('artillery/results'),
  history: newest('history'),
  selling: newest('selling'),
  processes: newest('processes'),
}
const parts = [
  readFileSync(new URL('./introduction.md', import.meta.url), 'utf8').trim(),
  targetsPart(results),
  ...(results.peers ? [await peersPart(results.peers, charts)] : []),
  ...(results.scenarios ? [await oldScenariosPart(results.scenarios, charts)] : []),
  ...(results.memory ? [await memoryPart(results.memory, charts)] : []),
  ...(results.artillery ? [artilleryPart(results.artillery)] : []),
  ...(results.history ? [historyPart(results.history)] : []),
  ...(results.selling ? [sellingPart(results.selling)] : []),
  ...(results.processes ? [processesPart(results.processes)] : []),
]
writeFileSync(new URL('../README.md', import.meta.url), `${parts.join('\n\n')}\n`)
console.log('written: load/README.md')
