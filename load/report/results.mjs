// Reads and summarizes results.
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** The newest result in a folder of load/, or null. Names are dates. */
export function newest(folder) {
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

/** The median over rounds of the ratio between two peers in the same round. */
export function ratio(samples, { operation, mode, of, to, figure }) {
  const find = (peer, round) =>
    samples.find((one) => one.peer === peer && one.round === round && one.operation === operation && one.mode === mode)
  const rounds = [...new Set(samples.map(({ round }) => round))]
  const ratios = rounds.flatMap((round) => {
    const [one, other] = [find(of, round), find(to, round)]
    return one && other && other[figure] > 0 ? [one[figure] / other[figure]] : []
  })
  return median(ratios)
}

/** The median of a figure over rounds. */
export function medianOf(samples, { peer, operation, mode, figure }) {
  const own = samples.filter((one) => one.peer === peer && one.operation === operation && one.mode === mode)
  return median(own.map((one) => one[figure]).filter((value) => value !== null))
}

export const text = (value, digits = 2) => (value === null ? 'not measured' : value.toFixed(digits))

/** Date and machine of a result; early results lack some values. */
export function machineLine({ date, machine }) {
  const { cpu, cpus, memoryGb, node, load } = machine
  const on = cpu === undefined ? `Node ${node}` : `${cpus} × ${cpu}, ${memoryGb} GB, Node ${node}`
  return `${date.slice(0, 16).replace('T', ' ')} UTC; ${on}${load === undefined ? '' : `; load average ${load} at the end`}`
}
