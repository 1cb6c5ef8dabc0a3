import { writeLines } from './charts.mjs'
import { machineLine } from './results.mjs'

/** The memory of the gateway over a long run. */
export async function memorySection(result, charts) {
  await writeLines(new URL('memory.svg', charts), {
    title: 'Resident memory of the gateway',
    unit: 'MB',
    xTitle: 'requests',
    rows: result.samples.map(({ requests, rssMb }) => ({ x: requests, name: 'resident', value: rssMb })),
  })
  return `## Memory

${machineLine(result)}. ${result.requests.toLocaleString('en')} requests in all (dashboard, till poll, list and mutation in turn, in
blocks), ${result.failed} failed.

![Resident memory](charts/memory.svg)`
}
