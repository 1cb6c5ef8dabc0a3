import { machineLine } from './results.mjs'

/** What Artillery saw of the web app's own operations on a whole system. */
export function artilleryPart(result) {
  const { p50, p95, p99 } = result.responseTime
  const requests = result.counters['http.requests']
  const failed = Object.entries(result.counters)
    .filter(([name]) => name.startsWith('errors.'))
    .reduce((sum, [, count]) => sum + count, 0)
  return `## A day at the counter

${machineLine(result)}. Artillery, scenario \`${result.scenario}\`, ${result.seconds} s on a whole system of its own:
${requests} requests, p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms, ${failed} errors (an entry under \`errors\` of an answer counts as one), ${result.sales} sales;
limits ${result.isWithinLimits ? 'kept' : '**not kept**'}. The books matched the biller's ledger afterwards.`
}
