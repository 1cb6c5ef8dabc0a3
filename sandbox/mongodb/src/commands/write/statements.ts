import { decode } from '../../bson/codec.js'
import { type Doc, isDoc } from '../../bson/types.js'
import { MongoError } from '../../errors.js'
import { withDeadline } from '../../query/deadline.js'
import type { Request } from '../command.js'
import { arrayField, limitsOf } from '../fields.js'

/** Maximum statements and duration of one commit, because readers wait meanwhile. */
const STEP = 500
const STEP_MS = 25

/** The statements of a write command, from a document sequence or the body. */
export function statements(request: Request, field: string): Doc[] {
  const sent = request.sequences.get(field)
  if (sent) return sent.map(decode)
  return arrayField(request.body, field).map((statement) => {
    if (isDoc(statement)) return statement
    throw new MongoError('TypeMismatch', `BSON field '${request.name}.${field}' holds something other than objects`)
  })
}

/** @throws InvalidOptions for no statement or more than a driver sends at once */
export function checkCount(count: number): void {
  if (count < 1 || count > 100_000) {
    throw new MongoError('InvalidOptions', `Write batch sizes must be between 1 and 100000. Got ${count} operations.`)
  }
}

export function writeError(index: number, error: unknown): Doc {
  if (!(error instanceof MongoError)) throw error
  return { index, code: error.code, errmsg: error.message, ...error.extra }
}

/** The statements of a command. Results are documents, because retryable writes store them. */
export interface Statements {
  isOrdered: boolean
  /** Whether a statement may change many documents, and uses its own commits. */
  isMany: (statement: Doc) => boolean
  /** Runs inside a write job. */
  runOne: (statement: Doc) => Doc
  runMany: (statement: Doc) => Promise<Doc>
}

export interface Outcome {
  results: { index: number; result: Doc }[]
  writeErrors: Doc[]
}

/**
 * Executes statements in order. Continues after an error only if they are unordered. Statements that change one document
 * share commits.
 */
export async function runStatements(request: Request, all: Doc[], statements: Statements): Promise<Outcome> {
  const outcome: Outcome = { results: [], writeErrors: [] }
  const { deadline } = limitsOf(request)
  let at = 0
  while (at < all.length) {
    const first = all[at] ?? {}
    if (statements.isMany(first)) {
      await runMany(outcome, at, () => statements.runMany(first))
      at++
    } else {
      const end = endOfGroup(all, at, statements)
      const group = all.slice(at, end)
      const part = await request.engine.store.write(() =>
        withDeadline(deadline, () => runGroup(request, group, at, statements)),
      )
      outcome.results.push(...part.results)
      outcome.writeErrors.push(...part.writeErrors)
      at += part.done
    }
    if (statements.isOrdered && outcome.writeErrors.length > 0) break
  }
  return outcome
}

async function runMany({ results, writeErrors }: Outcome, index: number, run: () => Promise<Doc>): Promise<void> {
  try {
    results.push({ index, result: await run() })
  } catch (error) {
    writeErrors.push(writeError(index, error))
  }
}

function endOfGroup(all: Doc[], start: number, { isMany }: Statements): number {
  let end = start + 1
  while (end < all.length && end - start < STEP && !isMany(all[end] ?? {})) end++
  return end
}

/** @returns with `done`, the number of processed statements; the others need a commit of their own */
function runGroup(
  request: Request,
  group: Doc[],
  first: number,
  { runOne, isOrdered }: Statements,
): Outcome & { done: number } {
  return request.engine.retryableWrites.during(request.retry, (known) => {
    const outcome: Outcome & { done: number } = { results: [], writeErrors: [], done: 0 }
    const stepEnds = performance.now() + STEP_MS
    for (const [i, statement] of group.entries()) {
      if (i > 0 && performance.now() > stepEnds) break
      outcome.done++
      const index = first + i
      try {
        const result = known.get(String(index)) ?? runOne(statement)
        known.set(String(index), result)
        outcome.results.push({ index, result })
      } catch (error) {
        outcome.writeErrors.push(writeError(index, error))
        if (isOrdered) break
      }
    }
    return outcome
  })
}

/** The response to a write command, with its errors if any. */
export function writeReply(reply: Doc, writeErrors: Doc[]): Doc {
  return writeErrors.length > 0 ? { ...reply, writeErrors } : reply
}
