import { machineLine } from './results.mjs'

/** What it takes to run each process. */
export function processesPart(result) {
  const rows = result.processes.map(
    ({ name, readyMs, memoryMb, packagesMb }) =>
      `| ${name} | ${(readyMs / 1000).toFixed(1)} | ${memoryMb} | ${packagesMb} |`,
  )
  return `## Each process

${machineLine(result)}. Medians of ${result.starts} starts while all others run; "ready" is when it answers that it can do its work. The packages are
those that npm installs for it without development's; the web app's image holds what is traced of them (49 MB).

| process | ready after, s | memory then, MB | packages, MB |
|---|---|---|---|
${rows.join('\n')}`
}
