import { writeBars } from './charts.mjs'
import { comparisonNote, comparisonTable, OPERATION_TITLES } from './comparison-table.mjs'
import { machineLine, medianRatio } from './results.mjs'

/** Table and chart of the gateway comparison. */
export async function peersSection(result, charts) {
  const { peers, operations } = result.settings
  await writeBars(new URL('peers.svg', charts), {
    title: 'Requests per second relative to the hand-written handler',
    unit: 'of the hand-written handler',
    names: peers,
    rows: operations.flatMap((operation) =>
      peers.map((name) => ({
        group: OPERATION_TITLES[operation],
        name,
        value: medianRatio(result.samples, {
          operation,
          mode: 'maximum',
          of: name,
          to: 'hand-written',
          metric: 'requestsPerSecond',
        }),
      })),
    ),
  })
  return `## Gateways side by side

${machineLine(result)}. ${comparisonNote(result)}

${comparisonTable(result)}

![Requests per second](charts/peers.svg)

\`ours\` is the gateway as in production: access token, signed identities, circuit breaker, limits, metrics.
\`hand-written\` does no parsing, planning, validation, signing or authentication: an upper limit for Node.
Ready after start: ${Object.entries(result.readyMs)
    .map(([name, ms]) => `${name} ${(ms / 1000).toFixed(1)} s`)
    .join(', ')}.`
}

/** Table of the public gateways benchmark. */
export function publicBenchmarkSection(result) {
  return `## The public gateways benchmark

${machineLine(result)}. ${comparisonNote(result)}

The query of github.com/graphql-hive/graphql-gateways-benchmark over its four schemas with data of the same size; the response
has ${(result.responseBytes.public / 1000).toFixed(0)} kB. \`ours-apollo\` is our gateway with Apollo's executor. \`hive-router\` is Hive Gateway with the query planner
of Hive Router, which is written in Rust. \`hand-written\` makes the six necessary calls.

${comparisonTable(result)}`
}
