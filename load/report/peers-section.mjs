import { writeBars } from './charts.mjs'
import { machineLine, medianOf, medianRatio, text } from './results.mjs'

const TITLES = { dashboard: 'Dashboard', poll: 'Status poll', list: 'List of 100', mutation: 'Mutation' }
const METRICS = [
  ['requestsPerSecond', 'maximum', 'requests/s'],
  ['cpuMsPerRequest', 'maximum', 'CPU ms/request'],
  ['p50Ms', 'fixed', 'p50 ms'],
  ['p99Ms', 'fixed', 'p99 ms'],
  ['p99Ms', 'maximum', 'p99 ms at maximum'],
  ['rssMb', 'maximum', 'MB'],
]

/** Table and chart of the gateway comparison. */
export async function peersSection(result, charts) {
  const { settings, samples } = result
  const { peers, operations, rate, rounds, seconds, connections } = settings
  await writeBars(new URL('peers.svg', charts), {
    title: 'Requests per second relative to the hand-written handler',
    unit: 'of the hand-written handler',
    names: peers,
    rows: operations.flatMap((operation) =>
      peers.map((name) => ({
        group: TITLES[operation],
        name,
        value: medianRatio(samples, {
          operation,
          mode: 'maximum',
          of: name,
          to: 'hand-written',
          metric: 'requestsPerSecond',
        }),
      })),
    ),
  })
  const rows = operations.flatMap((operation) =>
    peers.map((peer) => {
      const cells = METRICS.map(([metric, mode]) => {
        const value = medianOf(samples, { peer, operation, mode, metric })
        return value === null ? '–' : text(value, metric === 'cpuMsPerRequest' ? 2 : 0)
      })
      const relative = medianRatio(samples, {
        operation,
        mode: 'maximum',
        of: peer,
        to: 'stock',
        metric: 'requestsPerSecond',
      })
      return `| ${TITLES[operation]} | ${peer} | ${text(relative, 1)} | ${cells.join(' | ')} |`
    }),
  )
  const failed = samples.reduce((sum, one) => sum + one.failed, 0)
  return `## Gateways side by side

${machineLine(result)}. ${rounds} interleaved rounds of ${seconds} s with ${connections} connections, then at a fixed ${rate}/s;
medians. Failed or different responses in total: ${failed}. Other work ran on this machine at the same time: compare the
ratios, not the rates. "× stock" is the median of the ratios within each round.

| operation | gateway | × stock | ${METRICS.map(([, , title]) => title).join(' | ')} |
|---|---|---|${METRICS.map(() => '---|').join('')}
${rows.join('\n')}

![Requests per second](charts/peers.svg)

\`ours\` is the gateway as in production: access token, signed identities, circuit breaker, limits, metrics.
\`hand-written\` does no parsing, planning, validation, signing or authentication: an upper limit for Node.
Ready after start: ${Object.entries(result.readyMs)
    .map(([name, ms]) => `${name} ${(ms / 1000).toFixed(1)} s`)
    .join(', ')}.`
}
