import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import type { Logger } from '@setrum/service-runtime'
import { AggregatorRegistry } from 'prom-client'

const ASK = 'metrics of all workers'
/** A worker that dies over and over is not started faster than this. */
const RESTART_AFTER_MS = 1_000

/**
 * Starts so many copies of this process behind one port, and another one for each that dies.
 * @returns how to stop them all: each finishes what is in flight
 * @throws Error when one ends before it listens; it has said itself why
 */
export async function startWorkers(count: number, logger: Logger): Promise<() => Promise<void>> {
  let isStopping = false
  const figures = new AggregatorRegistry()
  cluster.on('message', async (worker: Worker, message: unknown) => {
    if (message !== ASK) return
    const text = await figures.clusterMetrics().catch((error: unknown) => {
      logger.warn({ err: error }, 'a worker did not tell its figures')
      return null
    })
    // Who asked may be gone by now.
    worker.send({ [ASK]: text }, () => {})
  })
  const workers = Array.from({ length: count }, () => cluster.fork())
  try {
    await Promise.all(workers.map(listening))
  } catch (error) {
    await stop()
    throw error
  }
  const replace = ({ process: { pid, exitCode, signalCode } }: Worker) => {
    if (isStopping) return
    logger.error({ pid, code: exitCode, signal: signalCode }, 'a worker has died and is replaced')
    setTimeout(() => !isStopping && cluster.fork(), RESTART_AFTER_MS)
  }
  cluster.on('exit', replace)
  // One may have died after it listened, while the others did not yet.
  for (const worker of workers.filter((each) => each.isDead())) replace(worker)
  logger.info({ workers: count }, 'the gateway runs in several processes')
  return stop

  async function stop(): Promise<void> {
    isStopping = true
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
    for (const { process } of workers) process.kill('SIGTERM')
    await Promise.all(workers.map((worker) => worker.isDead() || once(worker, 'exit')))
  }
}

/** Resolves when it listens. @throws Error when it ends before */
async function listening(worker: Worker): Promise<void> {
  const ended = once(worker, 'exit').then(([code]) => {
    throw new Error(`a worker ended with code ${code} before it listened`)
  })
  await Promise.race([once(worker, 'listening'), ended])
  ended.catch(() => {})
}

/** The figures of a worker, which as text are those of all workers, put together by the process that started them. */
export class WorkerRegistry extends AggregatorRegistry<'text/plain; version=0.0.4; charset=utf-8'> {
  constructor() {
    super()
    AggregatorRegistry.setRegistries(this)
  }

  override metrics(): Promise<string> {
    return new Promise((resolve, reject) => {
      const take = (message: unknown) => {
        if (typeof message !== 'object' || message === null || !(ASK in message)) return
        process.off('message', take)
        const text = message[ASK]
        if (typeof text === 'string') resolve(text)
        else reject(new Error('the figures of all workers could not be had'))
      }
      process.on('message', take)
      process.send?.(ASK)
    })
  }
}
