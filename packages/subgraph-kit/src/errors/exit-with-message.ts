import { EnvError } from '@setrum/service-runtime'
import { DomainError } from './domain-error.js'

/** Error names of mongoose and of the driver. */
const UNREACHABLE: readonly string[] = ['MongooseServerSelectionError', 'MongoServerSelectionError']

/**
 * Error handling of a command-line program. An error that the operator can correct ends it with a sentence and code 1,
 * unknown options with its usage and code 2. Any other error is a bug and keeps its stack.
 */
export function exitWithMessage(usage?: string): void {
  process.once('uncaughtException', (error: Error & { code?: unknown }) => {
    const isUsage = String(error.code).startsWith('ERR_PARSE_ARGS')
    if (isUsage) console.error([error.message, usage].filter(Boolean).join('\n'))
    else if (error instanceof EnvError || error instanceof DomainError) console.error(error.message)
    else if (UNREACHABLE.includes(error.name)) console.error(`The database cannot be reached: ${error.message}.`)
    else console.error(error)
    process.exit(isUsage ? 2 : 1)
  })
}
