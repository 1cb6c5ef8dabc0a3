import { cpus, hostname, loadavg, totalmem } from 'node:os'

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
