// Writes load/README.md and its charts from the newest results of each kind.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { oldScenariosSection } from './old-scenarios-section.mjs'
import { peersSection, publicBenchmarkSection } from './peers-section.mjs'
import { readNewestResult } from './results.mjs'
import { artillerySection, historySection, memorySection, processesSection, sellingSection } from './sections.mjs'
import { targetsSection } from './targets-section.mjs'

const charts = new URL('../charts/', import.meta.url)
mkdirSync(charts, { recursive: true })
const results = {
  peers: readNewestResult('peers/results'),
  publicBenchmark: readNewestResult('public-benchmark/results'),
  scenarios: readNewestResult('old-scenarios/results'),
  memory: readNewestResult('memory/results'),
  artillery: readNewestResult('artillery/results'),
  history: readNewestResult('history'),
  searches: readNewestResult('history/searches'),
  selling: readNewestResult('selling'),
  processes: readNewestResult('processes'),
}
const sections = [
  readFileSync(new URL('./introduction.md', import.meta.url), 'utf8').trim(),
  targetsSection(results),
  ...(results.peers ? [await peersSection(results.peers, charts)] : []),
  ...(results.publicBenchmark ? [publicBenchmarkSection(results.publicBenchmark)] : []),
  ...(results.scenarios ? [await oldScenariosSection(results.scenarios, charts)] : []),
  ...(results.memory ? [await memorySection(results.memory, charts)] : []),
  ...(results.artillery ? [artillerySection(results.artillery)] : []),
  ...(results.history ? [historySection(results.history)] : []),
  ...(results.selling ? [sellingSection(results.selling)] : []),
  ...(results.processes ? [processesSection(results.processes)] : []),
]
writeFileSync(new URL('../README.md', import.meta.url), `${sections.join('\n\n')}\n`)
console.log('written: load/README.md')
