import type { Logger } from 'pino'
import { EnvError, httpUrl, readEnv } from '../env.js'
import type { Instrumentation } from './instrumentation.js'

/** Time to export the last spans of a process that stops; without a collector they are lost. */
const LAST_EXPORT_MS = 2_000

let instrumentation: Instrumentation | null = null

/**
 * Starts OpenTelemetry where OTEL_EXPORTER_OTLP_ENDPOINT is set; otherwise none of it is loaded. Ends the process for an
 * invalid endpoint.
 * @param isEntry true for a process that clients call: a trace begins there, and the traces of clients are not continued
 */
export async function startTracing({ isEntry, logger }: { isEntry: boolean; logger: Logger }): Promise<void> {
  try {
    const { OTEL_EXPORTER_OTLP_ENDPOINT } = readEnv({ OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl({ default: '' }) })
    if (OTEL_EXPORTER_OTLP_ENDPOINT === '') return
  } catch (error) {
    if (!(error instanceof EnvError)) throw error
    logger.fatal(error.message)
    process.exit(1)
  }
  const { startInstrumentation } = await import('./instrumentation.js')
  instrumentation = startInstrumentation({ isEntry, logger })
}

/** True where OpenTelemetry runs. */
export function isTracing(): boolean {
  return instrumentation !== null
}

/** Ids of the active span for a log line; none without tracing. */
export function readTraceIds(): { trace_id?: string; span_id?: string } {
  return instrumentation?.readTraceIds() ?? {}
}

/** Exports the remaining spans. */
export async function stopTracing(): Promise<void> {
  if (!instrumentation) return
  const timeout = new Promise((resolve) => setTimeout(resolve, LAST_EXPORT_MS).unref())
  await Promise.race([instrumentation.stop(), timeout])
}
