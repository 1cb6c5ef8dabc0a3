import { medianOf, medianRatio, text } from './results.mjs'

export const OPERATION_TITLES = {
  dashboard: 'Dashboard',
  poll: 'Status poll',
  list: 'List of 100',
  mutation: 'Mutation',
  public: 'Public query',
}
const METRICS = [
  ['requestsPerSecond', 'maximum', 'requests/s'],
  ['cpuMsPerRequest', 'maximum', 'CPU ms/request'],
  ['p50Ms', 'fixed', 'p50 ms'],
  ['p99Ms', 'fixed', 'p99 ms'],
  ['p50Ms', 'maximum', 'p50 ms at maximum'],
  ['p99Ms', 'maximum', 'p99 ms at maximum'],
  ['rssMb', 'maximum', 'MB'],
]
const HEAD = ['operation', 'gateway', 'calls', '× stock', 'CPU × less', ...METRICS.map(([, , title]) => title)]

/** Markdown table of a comparison: medians, and medians of the ratios to stock within each round. */
export function comparisonTable({ settings: { peers, operations }, calls, samples }) {
  const rows = operations.flatMap((operation) =>
    peers.map((peer) => {
      const ratio = (of, to, metric) => medianRatio(samples, { operation, mode: 'maximum', of, to, metric })
      const cells = METRICS.map(([metric, mode]) => {
        const value = medianOf(samples, { peer, operation, mode, metric })
        return value === null ? '–' : text(value, metric === 'cpuMsPerRequest' ? 2 : 0)
      })
      return [
        OPERATION_TITLES[operation],
        peer,
        calls?.[operation][peer] ?? '–',
        text(ratio(peer, 'stock', 'requestsPerSecond'), 1),
        text(ratio('stock', peer, 'cpuMsPerRequest'), 1),
        ...cells,
      ]
    }),
  )
  return [HEAD, HEAD.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

/** Machine-independent description of a comparison. */
export function comparisonNote({ settings: { rounds, seconds, connections, rate }, samples }) {
  const failed = samples.reduce((sum, one) => sum + one.failed, 0)
  return `${rounds} interleaved rounds of ${seconds} s with ${connections} connections, then at a fixed ${rate}/s;
medians. Failed or different responses in total: ${failed}. Compare the ratios, not the rates: other work may have run on
this machine. "Calls" are subgraph requests of one request. "× stock" (requests/s) and "CPU × less" (CPU time per request) are
medians of the ratios to stock within each round.`
}
