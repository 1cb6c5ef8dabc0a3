import { writeBars } from './charts.mjs'
import { machineLine, text } from './results.mjs'

const TITLES = { bare: 'bare Fastify route', live: '/health/live', graphql: 'GraphQL query' }

/** Table and chart of the three scenarios of the old system's load test. */
export async function oldScenariosSection(result, charts) {
  await writeBars(new URL('old-scenarios.svg', charts), {
    title: 'Requests per second in the three scenarios of the old load test',
    unit: 'requests/s',
    names: Object.values(TITLES),
    rows: result.samples.map(({ scenario, target, requestsPerSecond }) => ({
      group: scenario,
      name: TITLES[target],
      value: requestsPerSecond,
    })),
  })
  const rows = result.samples.map(
    (one) =>
      `| ${one.scenario} | ${TITLES[one.target]} | ${text(one.requestsPerSecond, 0)} | ${text(one.beside)} | ${one.p50Ms} | ${one.p99Ms} | ${one.errors} | ${one.timeouts} | ${one.non2xx} |`,
  )
  return `## The three scenarios of the old load test

${machineLine(result)}. ${result.settings.seconds} s each, client, subgraphs and server on the same two cores. The old test called a bare
route of 188 bytes at 57,000-66,000 requests/s with 0, 5,434 and 12,555 errors.

| connections × pipelined | target | requests/s | of bare | p50 ms | p99 ms | errors | time-outs | not 2xx |
|---|---|---|---|---|---|---|---|---|
${rows.join('\n')}

![Requests per second](charts/old-scenarios.svg)`
}
