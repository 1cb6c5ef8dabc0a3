import { machineLine } from './results.mjs'

/** Cost of a long history. */
export function historySection(result) {
  const rows = result.results.map(
    ({ sales, summaryMs, oldPipelineMs, firstPageMs, page1000Ms, export: download }) =>
      `| ${sales.toLocaleString('en')} | ${summaryMs} | ${oldPipelineMs} | ${firstPageMs} | ${page1000Ms} | ${download.seconds} s, ${download.mb} MB | ${memory(download, 'transactions')} | ${memory(download, 'gateway')} |`,
  )
  return `## A long history

${machineLine(result)}. Sales of 90 days on the embedded database, queried through the gateway without its cache; medians. "Old" is
the existing system's pipeline on the same rows. Memory before and at its peak during the export, in MB.

| sales stored | salesSummary, 90 days, ms | old, ms | first page, ms | page 1,000, ms | export | transactions | gateway |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}`
}

function memory({ memoryBeforeMb, memoryPeakMb }, name) {
  return `${memoryBeforeMb[name]} → ${memoryPeakMb[name]}`
}
