import { medianRatio, text } from './results.mjs'

/** Table of targets and measurements. */
export function targetsSection({ peers, scenarios, memory, history, selling }) {
  const of = (settings) =>
    peers &&
    medianRatio(peers.samples, { operation: 'dashboard', mode: 'maximum', metric: 'requestsPerSecond', ...settings })
  const p99 =
    peers &&
    medianRatio(peers.samples, { operation: 'dashboard', mode: 'maximum', metric: 'p99Ms', of: 'ours', to: 'stock' })
  const cpu =
    peers &&
    medianRatio(peers.samples, {
      operation: 'dashboard',
      mode: 'maximum',
      metric: 'cpuMsPerRequest',
      of: 'stock',
      to: 'ours',
    })
  const graphql = scenarios?.samples.filter(({ target }) => target === 'graphql')
  const health = scenarios && healthRatios(scenarios)
  const half = memory?.samples.slice(Math.floor(memory.samples.length / 2)).map(({ rssMb }) => rssMb)
  const rows = [
    [
      'joined Dashboard, against stock Apollo Gateway',
      '≥ 5 × requests/s',
      `${text(of({ of: 'ours', to: 'stock' }), 1)} × (CPU time: ${text(cpu, 1)} × less)`,
    ],
    ['the same, p99 at maximum rate', '≤ 1/3', text(p99)],
    ['the same against Hive Gateway', '≥ 3.5 ×', `${text(of({ of: 'ours', to: 'hive' }), 1)} ×`],
    ['the same against the hand-written handler', '≥ 0.7', text(of({ of: 'ours', to: 'hand-written' }))],
    [
      'scenarios 1-3 of the old load test, GraphQL query',
      '0 errors, 0 timeouts',
      graphql ? graphql.map((one) => `${one.scenario}: ${describeFailures(one)}`).join('; ') : 'not measured',
    ],
    ['`/health/live` against bare Fastify', '≥ 0.9', health ?? 'not measured'],
    [
      '`salesSummary` over 90 days at 10,000 / 100,000 / 1,000,000 sales',
      'last ≤ 1.3 × first; ≥ 50 × faster than the old pipeline',
      history ? summaryTimes(history) : 'not measured',
    ],
    [
      'first page and page 1,000 of `transactions` at 1,000,000',
      'within 2 ×',
      history ? pageTimes(history.results.at(-1)) : 'not measured',
    ],
    [
      '`buyToken` end to end against a plain insert',
      '≥ 0.25',
      selling ? `${text(selling.ratio)} (${text(selling.salesPerSecond, 0)} sales/s)` : 'not measured',
    ],
    [
      'memory of the gateway after 1,000,000 requests',
      '< 250 MB, constant over the last half',
      half
        ? `after ${memory.requests.toLocaleString('en')} requests: last half between ${Math.min(...half)} and ${Math.max(...half)} MB`
        : 'not measured',
    ],
  ]
  return `## Targets

| measure | target | measured |
|---|---|---|
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}`
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
      return `${one.scenario}: ${text(one.requestsPerSecond / bare.requestsPerSecond)} (${describeFailures(one)}; bare ${describeFailures(bare)})`
    })
    .join('; ')
}

function describeFailures({ errors, timeouts, non2xx }) {
  return `${errors} errors, ${timeouts} timeouts, ${non2xx} non-2xx`
}
