import { machineLine, text } from './results.mjs'

/** Tokens sold per second, and the memory of the processes. */
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

${machineLine(result)}. \`buyToken\` through the gateway by ${result.clients} clients with an immediate biller, compared with bare inserts
of a row of the same size by as many clients into the same embedded database; the ledgers reconciled afterwards.

| sales/s | inserts/s | p50 ms | p99 ms | processor ms a sale: gateway + transactions + database + biller |
|---|---|---|---|---|
${rows.join('\n')}${memory}`
}
