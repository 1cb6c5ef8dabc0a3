import type { Outcome, PendingReason, Said } from './outcome.js'
import type { Transported } from './transport.js'
import type { CodeClass, CodeRule } from './verdicts.js'

/** What was asked: a first purchase, the same purchase again, or how a purchase stands. */
export type Asked = 'PURCHASE' | 'REPEAT' | 'STATUS'

const NOTHING_SAID: Said = { code: null, message: null, trId: null }

/** Reads the reply, or says at once what it means that there is none. */
export function hear<T>(
  asked: Asked,
  transported: Transported,
  read: (json: unknown) => T | null,
): Outcome | { reply: T; httpStatus: number } {
  if (transported.kind === 'NOT_SENT') {
    return asked === 'STATUS'
      ? { kind: 'NOTHING_LEARNED', ...NOTHING_SAID, cause: transported.cause, alarm: false }
      : { kind: 'NOT_SENT', cause: transported.cause, alarm: false }
  }
  const cause = transported.kind === 'LOST' ? transported.cause : `HTTP ${transported.httpStatus}, unreadable`
  const reply = transported.kind === 'ANSWERED' ? read(transported.json) : null
  if (transported.kind === 'ANSWERED' && reply) return { reply, httpStatus: transported.httpStatus }
  if (asked !== 'PURCHASE') return { kind: 'NOTHING_LEARNED', ...NOTHING_SAID, cause, alarm: false }
  if (transported.kind === 'ANSWERED' && transported.httpStatus === 400) {
    return { kind: 'REJECTED', ...NOTHING_SAID, verify: false, alarm: true }
  }
  return { kind: 'PENDING', reason: 'LOST', ...NOTHING_SAID, cause, alarm: false }
}

/**
 * What an answer means that speaks of the call and not of our transaction. The biller's own rule: HTTP 200 is judged by
 * its code, 400 is a refusal, anything else is a fault on its side.
 */
export function ofTheCall(
  asked: Asked,
  { httpStatus, rule, said }: { httpStatus: number; rule: CodeRule | undefined; said: Said },
): Outcome {
  const alarm = rule?.alarm === true || rule?.verdict === 'CFG'
  if (asked !== 'PURCHASE') return nothingLearned(said, alarm)
  const isOpen = rule?.verdict === 'OK' || rule?.verdict === 'KEEP'
  if (httpStatus === 400) {
    // A refusal by HTTP that names a code of success or "pending" says two things at once.
    return isOpen ? pending('CONTRADICTION', said) : { kind: 'REJECTED', ...said, verify: false, alarm: true }
  }
  if (httpStatus !== 200) return { ...pending('LOST', said), alarm }
  if (rule === undefined) return pending('UNKNOWN_CODE', said)
  if (isOpen) return pending('AMBIGUOUS', said)
  return { kind: 'REJECTED', ...said, verify: rule.verify === true, alarm }
}

/**
 * Whether "not found" is believed: beside a status that says anything else, the biller does know it; and about another
 * number it says nothing of ours.
 */
export function isNotFound(
  reply: { ref_id?: string | undefined; status?: number | undefined },
  refId: string,
): boolean {
  return (reply.status === undefined || reply.status === 2) && (reply.ref_id === undefined || reply.ref_id === refId)
}

/** Status and code must say the same; a code that is in no table means nothing. */
export function agree<T extends CodeClass>(
  ofStatus: T | null,
  ofCode: T | null,
  isKnown: boolean,
): T | 'CONTRADICTION' | 'UNKNOWN_CODE' {
  if (!isKnown) return 'UNKNOWN_CODE'
  return ofStatus !== null && ofStatus === ofCode ? ofStatus : 'CONTRADICTION'
}

/** A contradiction raises an alarm: somebody must look. */
export function pending(reason: PendingReason, said: Said): Outcome & { kind: 'PENDING' } {
  return { kind: 'PENDING', reason, ...said, cause: null, alarm: reason === 'CONTRADICTION' }
}

export function nothingLearned(said: Said, alarm: boolean): Outcome {
  return { kind: 'NOTHING_LEARNED', ...said, cause: null, alarm }
}

/** The biller's own number of a transaction is taken only from an answer that echoes ours. */
export function saidBy(
  reply: { ref_id?: string | undefined; message?: string | undefined; tr_id?: string | undefined },
  code: string | undefined,
  refId: string,
): Said {
  const trId = reply.ref_id === refId ? (reply.tr_id ?? null) : null
  return { code: code ?? null, message: reply.message ?? null, trId }
}
