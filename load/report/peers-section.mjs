import { writeBars } from './charts.mjs'
import { machineLine, medianOf, ratio, text } from './results.mjs'

const TITLES = { dashboard: 'Dashboard', poll: 'Till poll', list: 'List of 100', mutation: 'Mutation' }
const FIGURES = [
  ['requestsPerSecond', 'maximum', 'requests/s'],
  ['cpuMsPerRequest', 'maximum', 'CPU ms/request'],
  ['p50Ms', 'fixed', 'p50 ms'],
  ['p99Ms', 'fixed', 'p99 ms'],
  ['p99Ms', 'maximum', 'p99 ms at maximum'],
  ['rssMb', 'maximum', 'MB'],
]

/** Table and chart of the gateways side by side. */
export async function peersSection(result, charts) {
  const { settings, samples } = result
  const { peers, operations, rate, rounds, seconds, connections } = settings
  await writeBars(new URL('peers.svg', charts), {
    title: 'Requests per second relative to the hand-written handler (1 = equal)',
    unit: 'of the hand-written handler',
    names: peers,
    rows: operations.flatMap((operation) =>
      peers.map((name) => ({
        group: TITLES[operation],
        name,
        value: ratio(samples, {
          operation,
          mode: 'maximum',
          of: name,
          to: 'hand-written',
          figure: 'requestsPerSecond',
        }),
      })),
    ),
  })
  const rows = operations.flatMap((operation) =>
    peers.map((peer) => {
      const cells = FIGURES.map(([figure, mode]) => {
        const value = medianOf(samples, { peer, operation, mode, figure })
        return value === null ? '–' : text(value, figure === 'cpuMsPerRequest' ? 2 : 0)
      })
      const beside = ratio(samples, { operation, mode: 'maximum', of: peer, to: 'stock', figure: 'requestsPerSecond' })
      return `| ${TITLES[operation]} | ${peer} | ${text(beside, 1)} | ${cells.join(' | ')} |`
    }),
  )
  const failed = samples.reduce((sum, one) => sum + one.failed, 0)
  return `## Gateways side by side

${machineLine(result)}. ${rounds} interleaved rounds of ${seconds} s with ${connections} connections, then at a fixed ${rate}/s;
medians. Failed or different responses in all: ${failed}. Other work ran on this machine at the same time, so only
values of the same round are comparable: read the ratios, not the rates. "× stock" is the median of the ratios of
each round.

| operation | gateway | × stock | ${FIGURES.map(([, , title]) => title).join(' | ')} |
|---|---|---|${FIGURES.map(() => '---|').join('')}
${rows.join('\n')}

![Requests per second](charts/peers.svg)

\`ours\` is the whole gateway as in production: access token, signed identities, breaker, limits, metrics; without caching
or coalescing. \`ours-cached\` is the same with \`RESPONSE_CACHE_TTL_MS=1000\`, for one user with a repeated query.
\`hand-written\` does no parsing, planning, checking, signing or authentication: it is the practical limit of Node.
Ready after start: ${Object.entries(result.readyMs)
    .map(([name, ms]) => `${name} ${(ms / 1000).toFixed(1)} s`)
    .join(', ')}.`
}
