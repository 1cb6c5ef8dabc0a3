// node --import @setrum/service-runtime/tracing/internal: tracing of a process that other services call.
import { createLogger } from '../logger.js'
import { startTracing } from './tracing.js'

await startTracing({ isEntry: false, logger: createLogger('tracing') })
