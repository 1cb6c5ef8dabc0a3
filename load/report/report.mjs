// Writes load/README.md and its charts from the newest results of each kind.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { artillerySection } from './artillery-section.mjs'
import { historySection } from './history-section.mjs'
import { memorySection } from './memory-section.mjs'
import { oldScenariosSection } from './old-scenarios-section.mjs'
import { peersSection } from './peers-section.mjs'
import { processesSection } from './processes-section.mjs'
import { newest } from './results.mjs'
import { sellingSection } from './selling-section.mjs'
import { targetsSection } from './targets-section.mjs'

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
const sections = [
  readFileSync(new URL('./introduction.md', import.meta.url), 'utf8').trim(),
  targetsSection(results),
  ...(results.peers ? [await peersSection(results.peers, charts)] : []),
  ...(results.scenarios ? [await oldScenariosSection(results.scenarios, charts)] : []),
  ...(results.memory ? [await memorySection(results.memory, charts)] : []),
  ...(results.artillery ? [artillerySection(results.artillery)] : []),
  ...(results.history ? [historySection(results.history)] : []),
  ...(results.selling ? [sellingSection(results.selling)] : []),
  ...(results.processes ? [processesSection(results.processes)] : []),
]
writeFileSync(new URL('../README.md', import.meta.url), `${sections.join('\n\n')}\n`)
console.log('written: load/README.md')
