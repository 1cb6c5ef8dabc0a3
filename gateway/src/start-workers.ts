import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import type { Logger } from '@setrum/service-runtime'
import { AggregatorRegistry } from 'prom-client'

const METRICS_REQUEST = 'metrics of all workers'
/** Delay before a crashed worker is restarted. */
const RESTART_DELAY_MS = 1_000

/**
 * Starts `count` worker processes that share one port, and replaces crashed ones.
 * @returns stops all workers; each finishes its requests in flight
 * @throws Error when a worker exits before it listens; the worker has logged the reason
 */
export async function startWorkers(count: number, logger: Logger): Promise<() => Promise<void>> {
  let isStopping = false
  const metricsRegistry = new AggregatorRegistry()
  cluster.on('message', async (worker: Worker, message: unknown) => {
    if (message !== METRICS_REQUEST) return
    const text = await metricsRegistry.clusterMetrics().catch((error: unknown) => {
      logger.warn({ event: 'worker.metrics_missing', err: error }, 'the metrics of a worker are missing')
      return null
    })
    // The worker may have exited meanwhile.
    worker.send({ [METRICS_REQUEST]: text }, () => {})
  })
  const workers = Array.from({ length: count }, () => cluster.fork())
  try {
    await Promise.all(workers.map(waitUntilListening))
  } catch (error) {
    await stop()
    throw error
  }
  const replaceWorker = ({ process: { pid, exitCode, signalCode } }: Worker) => {
    if (isStopping) return
    logger.error(
      { event: 'worker.crashed', pid, code: exitCode, signal: signalCode },
      'a worker crashed and is replaced',
    )
    setTimeout(() => !isStopping && cluster.fork(), RESTART_DELAY_MS)
  }
  cluster.on('exit', replaceWorker)
  // A worker may have crashed after it listened, while others were still starting.
  for (const worker of workers.filter((each) => each.isDead())) replaceWorker(worker)
  logger.info({ event: 'gateway.workers_started', workers: count }, 'all workers are listening')
  return stop

  async function stop(): Promise<void> {
    isStopping = true
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
    for (const { process } of workers) process.kill('SIGTERM')
    await Promise.all(workers.map((worker) => worker.isDead() || once(worker, 'exit')))
  }
}

/** Resolves when the worker listens. @throws Error when it exits before */
async function waitUntilListening(worker: Worker): Promise<void> {
  const ended = once(worker, 'exit').then(([code]) => {
    throw new Error(`a worker exited with code ${code} before it listened`)
  })
  await Promise.race([once(worker, 'listening'), ended])
  ended.catch(() => {})
}

/** Registry of a worker; its metrics are those of all workers, aggregated by the primary process. */
export class WorkerRegistry extends AggregatorRegistry<'text/plain; version=0.0.4; charset=utf-8'> {
  constructor() {
    super()
    AggregatorRegistry.setRegistries(this)
  }

  override metrics(): Promise<string> {
    return new Promise((resolve, reject) => {
      const onMessage = (message: unknown) => {
        if (typeof message !== 'object' || message === null || !(METRICS_REQUEST in message)) return
        process.off('message', onMessage)
        const text = message[METRICS_REQUEST]
        if (typeof text === 'string') resolve(text)
        else reject(new Error('the metrics of the workers are unavailable'))
      }
      process.on('message', onMessage)
      process.send?.(METRICS_REQUEST)
    })
  }
}
