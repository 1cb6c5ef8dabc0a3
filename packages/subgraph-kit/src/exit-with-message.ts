import { EnvError } from '@setrum/service-runtime'
import { DomainError } from './domain-error.js'

/** As mongoose and the driver below it call that. */
const UNREACHABLE: readonly string[] = ['MongooseServerSelectionError', 'MongoServerSelectionError']

/**
 * For a program that does one thing and ends: what its operator can mend ends it with a sentence and code 1, options that
 * it does not know end it with its usage and code 2. Anything else is a fault of ours and keeps its stack.
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
