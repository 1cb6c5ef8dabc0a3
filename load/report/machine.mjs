import { cpus, hostname, loadavg, totalmem } from 'node:os'

/** The machine of a measurement. */
export function machine() {
  return {
    host: hostname(),
    cpu: cpus()[0]?.model,
    cpus: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    /** Average of the last minute; above the number of CPUs, other processes competed. */
    load: Number((loadavg()[0] ?? 0).toFixed(1)),
  }
}
