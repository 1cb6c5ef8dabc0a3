// node --import @setrum/service-runtime/tracing/entry: tracing of a process that clients call.
import { createLogger } from '../logger.js'
import { startTracing } from './tracing.js'

await startTracing({ isEntry: true, logger: createLogger('tracing') })
