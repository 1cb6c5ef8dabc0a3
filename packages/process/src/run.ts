import closeWithGrace from 'close-with-grace'
import { EnvError } from './env.js'
import { PortTakenError } from './listen.js'
import type { Logger } from './logger.js'

/** Work in flight is waited for this long after SIGTERM: a biller call may take 30 s, but Kubernetes kills at 30 s. */
const DRAIN_MS = 14_000

/**
 * Runs a process from its start to its end: starts it, and on SIGTERM, SIGINT or an unexpected fault drains and stops.
 * @param start brings everything up and returns how to bring it down
 */
export async function run(logger: Logger, start: () => Promise<() => Promise<void>>): Promise<void> {
  try {
    const stop = await start()
    closeWithGrace({ delay: DRAIN_MS, logger: false }, async ({ err, signal }) => {
      if (err) logger.fatal({ err }, 'stopping after a fault')
      else logger.info({ signal }, 'stopping')
      await stop()
    })
  } catch (error) {
    // What the person who starts it can mend is a sentence; anything else keeps its stack.
    if (error instanceof EnvError || error instanceof PortTakenError) logger.fatal(error.message)
    else logger.fatal({ err: error }, 'could not start')
    process.exitCode = 1
    logger.flush()
    setTimeout(() => process.exit(1), 200).unref()
  }
}
