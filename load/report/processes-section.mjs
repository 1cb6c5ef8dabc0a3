import { machineLine } from './results.mjs'

/** Start time and resources of each process. */
export function processesSection(result) {
  const rows = result.processes.map(
    ({ name, readyMs, memoryMb, packagesMb }) =>
      `| ${name} | ${(readyMs / 1000).toFixed(1)} | ${memoryMb} | ${packagesMb} |`,
  )
  return `## Each process

${machineLine(result)}. Medians of ${result.starts} starts while all others run; "ready" is its readiness response. The packages are
npm's production installation; the web app's image has only the traced files of them (49 MB).

| process | ready after, s | memory then, MB | packages, MB |
|---|---|---|---|
${rows.join('\n')}`
}
