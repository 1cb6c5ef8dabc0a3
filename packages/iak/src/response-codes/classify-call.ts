import type { CallResult } from '../client/transport.js'
import type { BillerResponse, Outcome, PendingReason } from './outcome.js'
import type { CodeClass, CodeRule } from './response-codes.js'

/** A first purchase, the same purchase again, or the query of a purchase's status. */
export type RequestType = 'PURCHASE' | 'REPEAT' | 'STATUS'

const NO_RESPONSE: BillerResponse = { code: null, message: null, trId: null }

/** What a call is about: a response that names anything else describes another sale. */
export interface Subject {
  refId: string
  /** All numbers under which the biller may name the customer. */
  customerNumbers: readonly string[]
  productCode: string
}

/** The biller uses both codes for non-taglis bills. */
const SAME_CODES: Readonly<Record<string, string>> = { plnnonh: 'plnnontag' }

interface Named {
  ref_id?: string | undefined
  customer_id?: string | undefined
  hp?: string | undefined
  product_code?: string | undefined
  code?: string | undefined
}

/**
 * Whether a response describes another sale, such as one under our ref_id for another customer or product. Members that
 * are missing or empty do not count.
 */
export function describesAnother(
  { ref_id, customer_id, hp, product_code, code }: Named,
  { refId, customerNumbers, productCode }: Partial<Subject>,
): boolean {
  // A number that came as a JSON number has lost its leading zeros.
  const number = (digits: string) => digits.replace(/^0+/, '')
  const product = (name: string) => SAME_CODES[name.toLowerCase()] ?? name.toLowerCase()
  const isOther = (named: string | undefined, known: readonly string[] | undefined, form: (text: string) => string) =>
    named !== undefined && named !== '' && known !== undefined && !known.map(form).includes(form(named))
  return (
    isOther(ref_id, refId === undefined ? undefined : [refId], String) ||
    isOther(customer_id, customerNumbers, number) ||
    isOther(hp, customerNumbers, number) ||
    isOther(product_code, productCode === undefined ? undefined : [productCode], product) ||
    isOther(code, productCode === undefined ? undefined : [productCode], product)
  )
}

/**
 * A response about another sale: it says nothing about ours. Its code would steer our sale, and its text may belong to
 * another customer. To a status query under another ref_id it is inconclusive.
 */
export function aboutAnother(requestType: RequestType, reply: Named, refId: string): Outcome {
  const isUnderOtherRefId = reply.ref_id !== undefined && reply.ref_id !== '' && reply.ref_id !== refId
  return isUnderOtherRefId && requestType !== 'PURCHASE'
    ? inconclusive(NO_RESPONSE, false)
    : pending('OTHER_SALE', NO_RESPONSE)
}

/** Reads the body of a response; returns the outcome at once when there is none. */
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
 * Classifies a response that is about the call and not about our transaction. By the biller's reference the code decides
 * under HTTP 200; 400 is a rejection, any other status a fault of the biller.
 */
export function classifyCall(
  requestType: RequestType,
  { httpStatus, rule, response }: { httpStatus: number; rule: CodeRule | undefined; response: BillerResponse },
): Outcome {
  const alarm = rule?.alarm === true || rule?.meaning === 'CFG'
  if (requestType !== 'PURCHASE') return inconclusive(response, alarm)
  const isOpen = rule?.meaning === 'OK' || rule?.meaning === 'KEEP'
  if (httpStatus === 400) {
    // HTTP 400 with a code of success or "pending" contradicts itself.
    return isOpen ? pending('CONTRADICTION', response) : { kind: 'REJECTED', ...response, verify: false, alarm: true }
  }
  if (httpStatus !== 200) return { ...pending('LOST', response), alarm }
  if (rule === undefined) return pending('UNKNOWN_CODE', response)
  if (isOpen) return pending('AMBIGUOUS', response)
  return { kind: 'REJECTED', ...response, verify: rule.verify === true, alarm }
}

/**
 * Whether "not found" counts. With a status other than failed the biller knows the transaction, and a response about
 * another number does not concern ours.
 */
export function isNotFound(
  reply: { ref_id?: string | undefined; status?: number | undefined },
  refId: string,
): boolean {
  return (reply.status === undefined || reply.status === 2) && (reply.ref_id === undefined || reply.ref_id === refId)
}

/** Status and code must agree; an unknown code has no meaning. */
export function agree<T extends CodeClass>(
  statusClass: T | null,
  codeClass: T | null,
  isKnown: boolean,
): T | 'CONTRADICTION' | 'UNKNOWN_CODE' {
  if (!isKnown) return 'UNKNOWN_CODE'
  return statusClass !== null && statusClass === codeClass ? statusClass : 'CONTRADICTION'
}

/** A contradiction and a response about another sale raise an alarm. */
export function pending(reason: PendingReason, response: BillerResponse): Outcome & { kind: 'PENDING' } {
  return {
    kind: 'PENDING',
    reason,
    ...response,
    cause: null,
    alarm: reason === 'CONTRADICTION' || reason === 'OTHER_SALE',
  }
}

export function inconclusive(response: BillerResponse, alarm: boolean): Outcome {
  return { kind: 'INCONCLUSIVE', ...response, cause: null, alarm }
}

/** The biller's transaction number is taken only from a response with our ref_id. */
export function toBillerResponse(
  reply: { ref_id?: string | undefined; message?: string | undefined; tr_id?: string | undefined },
  code: string | undefined,
  refId: string,
): BillerResponse {
  const trId = reply.ref_id === refId ? (reply.tr_id ?? null) : null
  return { code: code ?? null, message: reply.message ?? null, trId }
}
