import { createContext, Script } from 'node:vm'
import { MongoError } from '../errors.js'

/** Longest run of one regular expression without a maxTimeMS. MongoDB's engine has a limit of matching steps instead. */
const REGEX_MS = 10_000
/** A shorter text ends quickly even when the time grows with its square. */
const SHORT_TEXT = 1_000

let deadline = Number.POSITIVE_INFINITY

/** Runs synchronous work whose loops and regular expressions end at a deadline, as from Date.now(). */
export function withDeadline<T>(until: number, run: () => T): T {
  const outer = deadline
  deadline = until
  try {
    return run()
  } finally {
    deadline = outer
  }
}

/**
 * Called inside loops that no pause interrupts.
 * @throws MaxTimeMSExpired
 */
export function checkDeadline(): void {
  if (Date.now() > deadline) throw expired()
}

const expired = () => new MongoError('MaxTimeMSExpired', 'operation exceeded time limit')

const sandbox = createContext({ test: () => false })
const script = new Script('test()')

/**
 * A test of texts by a regular expression that ends at the deadline. Only a pattern that can take long runs under a timer,
 * which costs about 0.1 ms.
 */
export function timedTest(pattern: RegExp): (text: string) => boolean {
  const choices = pattern.source.replace(/\\\D/g, '').match(/[*+?{|\\]/g)?.length ?? 0
  if (choices === 0) return (text) => pattern.test(text)
  return (text) => (choices === 1 && text.length < SHORT_TEXT ? pattern.test(text) : testWithTimer(pattern, text))
}

function testWithTimer(pattern: RegExp, text: string): boolean {
  const remaining = Math.ceil(deadline - Date.now())
  if (remaining <= 0) throw expired()
  const timeout = Math.min(remaining, REGEX_MS)
  sandbox.test = () => pattern.test(text)
  try {
    return script.runInContext(sandbox, { timeout }) === true
  } catch (cause) {
    if (Object(cause).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw cause
    // Not by the clock: the timer may end the run within the last millisecond.
    if (timeout === remaining) throw expired()
    throw new MongoError({ code: 51156, name: 'Location51156' }, 'the regular expression took too long')
  }
}
