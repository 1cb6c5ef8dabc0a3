import 'server-only'
import { pino } from 'pino'

/** JSON lines on standard output, in the form of the services' logs. `event` is the stable code of a line. */
export const logger = pino({ base: { name: 'web' }, timestamp: pino.stdTimeFunctions.isoTime })
