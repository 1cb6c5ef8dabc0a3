import { cpus, hostname, loadavg, totalmem } from 'node:os'

/** What a result was measured on. */
export function machine() {
  return {
    host: hostname(),
    cpu: cpus()[0]?.model,
    cpus: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    /** Of the last minute: more than the processors have is what others took. */
    load: Number((loadavg()[0] ?? 0).toFixed(1)),
  }
}
