import { machineLine } from './results.mjs'

/** Results of Artillery with the web app's operations on a whole system. */
export function artillerySection(result) {
  const { p50, p95, p99 } = result.responseTime
  const requests = result.counters['http.requests']
  const failed = Object.entries(result.counters)
    .filter(([name]) => name.startsWith('errors.'))
    .reduce((sum, [, count]) => sum + count, 0)
  return `## A day at the counter

${machineLine(result)}. Artillery, scenario \`${result.scenario}\`, ${result.seconds} s on a separate system:
${requests} requests, p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms, ${failed} errors (a response with \`errors\` counts as one), ${result.sales} sales;
limits ${result.isWithinLimits ? 'kept' : '**not kept**'}. The ledgers reconciled afterwards.`
}
