import type { BillerResponse, Outcome, PendingReason } from './outcome.js'
import type { CodeClass, CodeRule } from './response-codes.js'
import type { CallResult } from './transport.js'

/** What a call asks for: a first purchase, the same purchase again, or how a purchase stands. */
export type RequestType = 'PURCHASE' | 'REPEAT' | 'STATUS'

const NO_RESPONSE: BillerResponse = { code: null, message: null, trId: null }

/** Reads the reply, or says at once what it means that there is none. */
export function readReply<T>(
  requestType: RequestType,
  callResult: CallResult,
  read: (json: unknown) => T | null,
): Outcome | { reply: T; httpStatus: number } {
  if (callResult.kind === 'NOT_SENT') {
    return requestType === 'STATUS'
      ? { kind: 'INCONCLUSIVE', ...NO_RESPONSE, cause: callResult.cause, alarm: false }
      : { kind: 'NOT_SENT', cause: callResult.cause, alarm: false }
  }
  const cause = callResult.kind === 'LOST' ? callResult.cause : `HTTP ${callResult.httpStatus}, unreadable`
  const reply = callResult.kind === 'RESPONDED' ? read(callResult.json) : null
  if (callResult.kind === 'RESPONDED' && reply) return { reply, httpStatus: callResult.httpStatus }
  if (requestType !== 'PURCHASE') return { kind: 'INCONCLUSIVE', ...NO_RESPONSE, cause, alarm: false }
  if (callResult.kind === 'RESPONDED' && callResult.httpStatus === 400) {
    return { kind: 'REJECTED', ...NO_RESPONSE, verify: false, alarm: true }
  }
  return { kind: 'PENDING', reason: 'LOST', ...NO_RESPONSE, cause, alarm: false }
}

/**
 * What an answer means that speaks of the call and not of our transaction. The biller's own rule: HTTP 200 is judged by
 * its code, 400 is a refusal, anything else is a fault on its side.
 */
export function classifyCall(
  requestType: RequestType,
  { httpStatus, rule, response }: { httpStatus: number; rule: CodeRule | undefined; response: BillerResponse },
): Outcome {
  const alarm = rule?.alarm === true || rule?.verdict === 'CFG'
  if (requestType !== 'PURCHASE') return inconclusive(response, alarm)
  const isOpen = rule?.verdict === 'OK' || rule?.verdict === 'KEEP'
  if (httpStatus === 400) {
    // A refusal by HTTP that names a code of success or "pending" says two things at once.
    return isOpen ? pending('CONTRADICTION', response) : { kind: 'REJECTED', ...response, verify: false, alarm: true }
  }
  if (httpStatus !== 200) return { ...pending('LOST', response), alarm }
  if (rule === undefined) return pending('UNKNOWN_CODE', response)
  if (isOpen) return pending('AMBIGUOUS', response)
  return { kind: 'REJECTED', ...response, verify: rule.verify === true, alarm }
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
  statusClass: T | null,
  codeClass: T | null,
  isKnown: boolean,
): T | 'CONTRADICTION' | 'UNKNOWN_CODE' {
  if (!isKnown) return 'UNKNOWN_CODE'
  return statusClass !== null && statusClass === codeClass ? statusClass : 'CONTRADICTION'
}

/** A contradiction raises an alarm: somebody must look. */
export function pending(reason: PendingReason, response: BillerResponse): Outcome & { kind: 'PENDING' } {
  return { kind: 'PENDING', reason, ...response, cause: null, alarm: reason === 'CONTRADICTION' }
}

export function inconclusive(response: BillerResponse, alarm: boolean): Outcome {
  return { kind: 'INCONCLUSIVE', ...response, cause: null, alarm }
}

/** The biller's own number of a transaction is taken only from an answer that echoes ours. */
export function toBillerResponse(
  reply: { ref_id?: string | undefined; message?: string | undefined; tr_id?: string | undefined },
  code: string | undefined,
  refId: string,
): BillerResponse {
  const trId = reply.ref_id === refId ? (reply.tr_id ?? null) : null
  return { code: code ?? null, message: reply.message ?? null, trId }
}
