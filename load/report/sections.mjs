// The shorter sections of load/README.md.
import { writeLines } from './charts.mjs'
import { machineLine, text } from './results.mjs'

export async function memorySection(result, charts) {
  await writeLines(new URL('memory.svg', charts), {
    title: 'Resident memory of the gateway',
    unit: 'MB',
    xTitle: 'requests',
    rows: ['requests', 'documents'].flatMap((name) =>
      result[name].samples.map(({ requests, rssMb }) => ({ x: requests, name, value: rssMb })),
    ),
  })
  const { requests, documents } = result
  return `## Memory

${machineLine(result)}. ${requests.sent.toLocaleString('en')} requests in ${requests.minutes} minutes (status poll, list, mutation and dashboard in turn,
in blocks), ${requests.failed} failed; and, in another process, ${documents.sent.toLocaleString('en')} different documents in ${documents.minutes} minutes, ${documents.failed} failed.

![Resident memory](charts/memory.svg)`
}

export function artillerySection(result) {
  const { p50, p95, p99 } = result.responseTime
  const requests = result.counters['http.requests']
  const failed = Object.entries(result.counters)
    .filter(([name]) => name.startsWith('errors.'))
    .reduce((sum, [, count]) => sum + count, 0)
  return `## A day at the counter

${machineLine(result)}. Artillery, scenario \`${result.scenario}\`, ${result.seconds} s on a complete system of its own:
${requests} requests, p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms, ${failed} errors (a response with \`errors\` counts as one), ${result.sales} sales;
limits ${result.isWithinLimits ? 'met' : '**not met**'}. The ledgers reconcile.`
}

export function historySection(result) {
  const rows = result.results.map(
    ({ sales, summaryMs, oldPipelineMs, firstPageMs, page1000Ms, export: download }) =>
      `| ${sales.toLocaleString('en')} | ${summaryMs} | ${oldPipelineMs} | ${firstPageMs} | ${page1000Ms} | ${download.seconds} s, ${download.mb} MB | ${memoryRange(download, 'transactions')} | ${memoryRange(download, 'gateway')} |`,
  )
  return `## Large history

${machineLine(result)}. Sales of 90 days in the embedded database, queried through the gateway; medians.
"Old" is the old system's pipeline on the same rows. Memory before the export and its maximum during it, in MB.

| sales stored | salesSummary, 90 days, ms | old, ms | first page, ms | page 1,000, ms | export | transactions | gateway |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}`
}

function memoryRange({ memoryBeforeMb, memoryPeakMb }, name) {
  return `${memoryBeforeMb[name]} → ${memoryPeakMb[name]}`
}

export function sellingSection(result) {
  const rows = result.rounds.map(
    ({ salesPerSecond, insertsPerSecond, p50Ms, p99Ms, cpuMsPerSale }) =>
      `| ${text(salesPerSecond, 0)} | ${text(insertsPerSecond, 0)} | ${p50Ms} | ${p99Ms} | ${Object.values(cpuMsPerSale).join(' + ')} |`,
  )
  const last = result.memory.at(-1)
  const half = result.memory[Math.floor(result.memory.length / 2)]
  const memory = last
    ? `

Resident memory: transactions ${half.transactionsMb} MB after ${half.sold.toLocaleString('en')} sales and ${last.transactionsMb} MB after ${last.sold.toLocaleString('en')}; gateway ${half.gatewayMb} and ${last.gatewayMb} MB.`
    : ''
  return `## Selling

${machineLine(result)}. \`buyToken\` through the gateway by ${result.clients} clients, with a biller that responds at once, compared with plain
inserts of a row of the same size by as many clients into the same embedded database. The ledgers reconcile.

| sales/s | inserts/s | p50 ms | p99 ms | CPU ms per sale: gateway + transactions + database + biller |
|---|---|---|---|---|
${rows.join('\n')}${memory}`
}

export function processesSection(result) {
  const rows = result.processes.map(
    ({ name, readyMs, memoryMb, packagesMb }) =>
      `| ${name} | ${(readyMs / 1000).toFixed(1)} | ${memoryMb} | ${packagesMb} |`,
  )
  return `## Each process

${machineLine(result)}. Medians of ${result.starts} starts while all others run, until the process reports ready. Packages: those that npm
installs for it without development dependencies; the web app's image contains only the traced part of them (49 MB).

| process | ready after, s | memory when ready, MB | packages, MB |
|---|---|---|---|
${rows.join('\n')}`
}
