import cluster from 'node:cluster'
import { setTimeout as sleep } from 'node:timers/promises'
import closeWithGrace from 'close-with-grace'
import { EnvError, milliseconds, readEnv } from './env.js'
import { PortTakenError } from './http/listen.js'
import type { Logger } from './logger.js'
import { stopTracing } from './tracing/tracing.js'

/**
 * How long requests in flight may take after SIGTERM by default. A purchase at the biller may take 30 s, so DRAIN_MS is 35 s
 * where the supervisor waits that long (Compose, Kubernetes). A purchase that is cut off is stored, and reconciliation
 * finishes it.
 */
const DRAIN_MS = 14_000

/** How long a start that a signal interrupts may take to complete, for example to release the lock of migrations. */
const INTERRUPTED_START_MS = 2_000

/** Signals of a supervisor, Ctrl-C and a closed terminal. */
const ENDS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/**
 * Runs a process from its start to its end: starts it, and on SIGTERM, SIGINT or an unexpected fault drains and stops.
 * @param start brings everything up and returns how to bring it down
 */
export async function runWithGracefulShutdown(
  logger: Logger,
  start: () => Promise<() => Promise<void>>,
): Promise<void> {
  try {
    const { DRAIN_MS: delay } = readEnv({ DRAIN_MS: milliseconds({ default: DRAIN_MS }) })
    const starting = start()
    // Handled before the start is complete, so that an early signal ends the process gracefully too.
    let isEnding = false
    const skip = cluster.isWorker ? [...ENDS] : []
    const { close } = closeWithGrace({ delay, logger: false, skip }, async ({ err, signal }) => {
      isEnding = true
      if (err) logger.fatal({ err }, 'stopping after a fault')
      else logger.info({ signal }, 'stopping')
      const stop = await Promise.race([starting, sleep(INTERRUPTED_START_MS, undefined)])
      await stop?.()
      await stopTracing()
    })
    // A second signal cuts off requests in flight. Workers ignore it: Ctrl-C and systemd signal the whole process group, and
    // the primary process signals its workers once more.
    for (const signal of skip) process.on(signal, () => isEnding || close())
    await starting
  } catch (error) {
    // Errors that the operator can correct are one sentence; any other keeps its stack.
    if (error instanceof EnvError || error instanceof PortTakenError) logger.fatal(error.message)
    else logger.fatal({ err: error }, 'could not start')
    process.exitCode = 1
    logger.flush()
    setTimeout(() => process.exit(1), 200).unref()
  }
}
