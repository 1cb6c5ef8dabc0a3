import { type Logger, pino } from 'pino'
import { readTraceIds } from './tracing/tracing.js'

export type { Logger } from 'pino'

// Names of secrets. Values logged under them are redacted.
const SECRET_FIELDS = [
  'password',
  'currentPassword',
  'newPassword',
  'accessToken',
  'refreshToken',
  'token',
  'sign',
  'apiKey',
  'api_key',
  'authorization',
  'cookie',
  'sn',
  'meterNumber',
  'customerNumber',
  'customer_id',
]

/**
 * The structured log of one process: JSON, one event a line, to standard output.
 * @param name the service, such as `gateway`; part of every line
 * @param level pino's level, or `silent`
 */
export function createLogger(name: string, level = 'info'): Logger {
  return pino({
    name,
    level,
    base: { name },
    mixin: readTraceIds,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: '[cut]',
    },
  })
}
