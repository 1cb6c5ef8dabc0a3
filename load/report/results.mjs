// Reads results, computes medians and describes the machine.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { cpus, hostname, loadavg, totalmem } from 'node:os'

/** The newest result in a folder of load/, or null. File names begin with dates. */
export function readNewestResult(folder) {
  const url = new URL(`../${folder}/`, import.meta.url)
  const last = existsSync(url)
    ? readdirSync(url)
        .filter((name) => name.endsWith('.json'))
        .sort()
        .at(-1)
    : undefined
  return last === undefined ? null : JSON.parse(readFileSync(new URL(last, url), 'utf8'))
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  if (sorted.length === 0) return null
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The median over rounds of the ratio between two peers within a round. */
export function medianRatio(samples, { operation, mode, of, to, metric }) {
  const find = (peer, round) =>
    samples.find((one) => one.peer === peer && one.round === round && one.operation === operation && one.mode === mode)
  const rounds = [...new Set(samples.map(({ round }) => round))]
  const ratios = rounds.flatMap((round) => {
    const [one, other] = [find(of, round), find(to, round)]
    return one && other && other[metric] > 0 ? [one[metric] / other[metric]] : []
  })
  return median(ratios)
}

/** The median of a metric over rounds. */
export function medianOf(samples, { peer, operation, mode, metric }) {
  const own = samples.filter((one) => one.peer === peer && one.operation === operation && one.mode === mode)
  return median(own.map((one) => one[metric]).filter((value) => value !== null))
}

export const text = (value, digits = 2) => (value === null ? 'not measured' : value.toFixed(digits))

/** Date and machine of a result; early results lack some fields. */
export function machineLine({ date, machine }) {
  const { cpu, cpus, memoryGb, node, load } = machine
  const on = cpu === undefined ? `Node ${node}` : `${cpus} × ${cpu}, ${memoryGb} GB, Node ${node}`
  return `${date.slice(0, 16).replace('T', ' ')} UTC; ${on}${load === undefined ? '' : `; load average ${load} at the end`}`
}

/** The machine of a result. */
export function describeMachine() {
  return {
    host: hostname(),
    cpu: cpus()[0]?.model,
    cpus: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    /** Load average of the last minute: above the number of CPUs, other work competed. */
    load: Number((loadavg()[0] ?? 0).toFixed(1)),
  }
}
