import { readFileSync } from 'node:fs'
import { medianRatio, text } from './results.mjs'

/** Marks a target without a current result. */
const MISSING = '**not measured**'
/** Figures of programs that write no result: their text, or null. */
const figures = JSON.parse(readFileSync(new URL('./figures.json', import.meta.url), 'utf8'))

/** Table of targets and measurements. */
export function targetsSection({ peers, publicBenchmark, scenarios, memory, history, searches, selling }) {
  /** Ratio of the requests/s, or of another metric, of two peers. */
  const ratio = (result, operation, of, to, { metric = 'requestsPerSecond', digits = 1 } = {}) => {
    const value = result && medianRatio(result.samples, { operation, mode: 'maximum', metric, of, to })
    return typeof value === 'number' ? `${text(value, digits)} ×` : MISSING
  }
  const cpu = (of, to) => ratio(publicBenchmark, 'public', of, to, { metric: 'cpuMsPerRequest', digits: 2 })
  const callsOf = (result, operation) => result?.calls?.[operation].ours ?? MISSING
  const graphql = scenarios?.samples.filter(({ target }) => target === 'graphql') ?? []
  const rows = [
    ['federation-gateway-audit, tests passed', '199 of 199', figures.audit ?? MISSING],
    ['public query, CPU time against stock Apollo Gateway', '10 × less', cpu('stock', 'ours')],
    ['the same against Hive Gateway with the planner of Hive Router', '2 × less', cpu('hive-router', 'ours')],
    ['the same against the hand-written handler', '0.75 ×', cpu('hand-written', 'ours')],
    ['public query, subgraph calls', '≤ 8', callsOf(publicBenchmark, 'public')],
    ['dashboard, subgraph calls', '≤ 6', callsOf(peers, 'dashboard')],
    ['dashboard against stock, requests/s', '≥ 6.5 ×', ratio(peers, 'dashboard', 'ours', 'stock')],
    [
      'the same against the hand-written handler',
      '≥ 0.7',
      ratio(peers, 'dashboard', 'ours', 'hand-written', { digits: 2 }),
    ],
    ['the same against Hive Gateway', '≥ 3.5 ×', ratio(peers, 'dashboard', 'ours', 'hive')],
    [
      'dashboard, p99 at maximum rate against stock',
      '≤ 1/3',
      ratio(peers, 'dashboard', 'ours', 'stock', { metric: 'p99Ms', digits: 2 }),
    ],
    ['status poll against stock, requests/s', '≥ 5 ×', ratio(peers, 'poll', 'ours', 'stock')],
    ['mutation against stock, requests/s', '≥ 4 ×', ratio(peers, 'mutation', 'ours', 'stock')],
    ['files of `gateway` that run for a purchase', 'about 15', figures.purchaseFiles ?? MISSING],
    [
      'scenarios 1-3 of the old load test, GraphQL query',
      '0 errors, 0 timeouts',
      graphql.length > 0 ? graphql.map((one) => `${one.scenario}: ${describeFailures(one)}`).join('; ') : MISSING,
    ],
    ['`/health/live` against bare Fastify', '≥ 0.9', scenarios ? healthRatios(scenarios) : MISSING],
    ['memory of the gateway after 1,000,000 requests', '< 250 MB, flat', describeMemory(memory?.requests)],
    ['memory of the gateway after 200,000 different documents', '< 250 MB, flat', describeMemory(memory?.documents)],
    [
      '`salesSummary` over 90 days at 10,000 / 100,000 / 1,000,000 sales',
      'last ≤ 1.3 × first; ≥ 50 × faster than the old pipeline',
      history ? summaryTimes(history) : MISSING,
    ],
    [
      'first page and page 1,000 of `transactions` at 1,000,000',
      'within 2 ×',
      history ? pageTimes(history.results.at(-1)) : MISSING,
    ],
    [
      'slowest of 24 searches of `transactions`, with their count, at 1,000,000 (median of 11)',
      '< 100 ms',
      searches ? slowestSearch(searches.results.at(-1)) : MISSING,
    ],
    [
      '`buyToken` end to end against a plain insert',
      '≥ 0.25',
      selling ? `${text(selling.ratio)} (${text(selling.salesPerSecond, 0)} sales/s)` : MISSING,
    ],
  ]
  return `## Targets

Ratios of CPU time are the other gateway's time divided by ours.

| measure | target | measured |
|---|---|---|
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}`
}

function describeMemory(run) {
  if (!run) return MISSING
  const half = run.samples.slice(Math.floor(run.samples.length / 2)).map(({ rssMb }) => rssMb)
  return `${run.sent.toLocaleString('en')}: last half between ${Math.min(...half)} and ${Math.max(...half)} MB`
}

function slowestSearch({ sales, searchMs }) {
  const [name, ms] = Object.entries(searchMs).sort(([, a], [, b]) => b - a)[0]
  return `${text(ms, 1)} ms at ${sales.toLocaleString('en')} (${name})`
}

function summaryTimes({ results }) {
  const [first, last] = [results[0], results.at(-1)]
  const sizes = results.map(({ sales, summaryMs }) => `${sales.toLocaleString('en')}: ${summaryMs} ms`).join(', ')
  return `${text(last.summaryMs / first.summaryMs)} × (${sizes}); ${text(last.oldPipelineMs / last.summaryMs, 0)} × faster than the old pipeline at the largest size`
}

function pageTimes({ sales, firstPageMs, page1000Ms }) {
  return `${firstPageMs} and ${page1000Ms} ms at ${sales.toLocaleString('en')}`
}

function healthRatios({ samples }) {
  const rates = (target) => samples.filter((one) => one.target === target)
  return rates('live')
    .map((one) => {
      const bare = rates('bare').find(({ scenario }) => scenario === one.scenario)
      return `${one.scenario}: ${text(one.requestsPerSecond / bare.requestsPerSecond)} (${describeFailures(one)}; bare: ${describeFailures(bare)})`
    })
    .join('; ')
}

function describeFailures({ requestsPerSecond, errors, timeouts, non2xx }) {
  return `${text(requestsPerSecond, 0)} requests/s, ${errors} errors, ${timeouts} timeouts, ${non2xx} non-2xx`
}
