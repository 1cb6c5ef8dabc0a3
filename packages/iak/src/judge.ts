import type { BillDetails, Outcome, PendingReason, Said } from './outcome.js'
import type { PostpaidReply, PrepaidReply } from './replies.js'
import { readPostpaid, readPrepaid } from './replies.js'
import { parseSerialNumber } from './serial-number.js'
import type { Transported } from './transport.js'
import { type CodeClass, POSTPAID_CODES, PREPAID_CODES, postpaidClass, prepaidClass } from './verdicts.js'

/** What was asked: a first purchase, the same purchase again, or how a purchase stands. */
export type Asked = 'PURCHASE' | 'REPEAT' | 'STATUS'

const NOTHING_SAID: Said = { code: null, message: null, trId: null }

/**
 * The verdict on a prepaid purchase. An object that echoes our ref_id speaks of that transaction; one without it speaks
 * of the call only.
 * @see biller reference, "Status model" and "Response codes"
 */
export function judgePrepaid(asked: Asked, refId: string, transported: Transported): Outcome {
  const heard = hear(asked, transported, readPrepaid)
  if ('kind' in heard) return heard
  const { reply, httpStatus } = heard
  const said = saidBy(reply, reply.rc)
  const rule = reply.rc === undefined ? undefined : PREPAID_CODES[reply.rc]
  if (asked === 'STATUS' && reply.rc === '06') return { kind: 'NOT_FOUND', ...said, alarm: false }
  if (reply.ref_id === refId && reply.status !== undefined) {
    const ofStatus = ({ 0: 'PENDING', 1: 'SUCCESS', 2: 'FAILED' } as const)[reply.status] ?? null
    const verdict = agree(ofStatus, prepaidClass(reply.rc ?? ''), rule !== undefined)
    if (verdict === 'SUCCESS') return prepaidSuccess(reply, said)
    if (verdict === 'FAILED') {
      if (asked === 'PURCHASE' && rule?.verify) return { kind: 'REJECTED', ...said, verify: true, alarm: false }
      return { kind: 'FAILED', ...said, alarm: rule?.alarm === true || rule?.verdict === 'CFG' }
    }
    if (verdict === 'PENDING') return pending(reply.rc === '39' ? 'PROCESS' : 'AMBIGUOUS', said)
    return pending(verdict, said, verdict === 'CONTRADICTION')
  }
  return ofTheCall(asked, httpStatus, rule, said)
}

/** The verdict on a bill's payment or on a query how it stands. */
export function judgePostpaid(asked: Asked, refId: string, transported: Transported): Outcome {
  const heard = hear(asked, transported, readPostpaid)
  if ('kind' in heard) return heard
  const { reply, httpStatus } = heard
  const code = reply.response_code ?? reply.rc
  const said = saidBy(reply, code)
  const rule = code === undefined ? undefined : POSTPAID_CODES[code]?.pay
  const isOurs = reply.ref_id === refId
  if (asked === 'STATUS') {
    if (!isOurs) {
      if (code === '06') return { kind: 'NOT_FOUND', ...said, alarm: false }
      return { kind: 'NOTHING_LEARNED', ...said, cause: null, alarm: rule?.verdict === 'CFG' }
    }
    return bySettledStatus(reply, code, said, rule?.alarm === true)
  }
  if (!isOurs) return ofTheCall(asked, httpStatus, rule, said)
  // An answer to a payment carries no status by the reference; where it does, it must agree.
  if (reply.status !== undefined) return bySettledStatus(reply, code, said, rule?.alarm === true)
  if (rule?.verdict === 'OK') return postpaidSuccess(reply, said)
  if (rule?.verdict === 'FAIL') {
    return rule.verify
      ? { kind: 'REJECTED', ...said, verify: true, alarm: false }
      : { kind: 'FAILED', ...said, alarm: false }
  }
  return ofTheCall(asked, httpStatus, rule, said, code === '39' ? 'PROCESS' : 'AMBIGUOUS')
}

function bySettledStatus(reply: PostpaidReply, code: string | undefined, said: Said, alarm: boolean): Outcome {
  const ofStatus = ({ 0: 'NOT_PAID_YET', 1: 'SUCCESS', 2: 'FAILED', 3: 'PENDING' } as const)[reply.status ?? -1] ?? null
  const verdict = agree(ofStatus, postpaidClass(code ?? ''), code !== undefined && POSTPAID_CODES[code] !== undefined)
  if (verdict === 'SUCCESS') return postpaidSuccess(reply, said)
  if (verdict === 'FAILED') return { kind: 'FAILED', ...said, alarm }
  if (verdict === 'NOT_PAID_YET') return { kind: 'NOT_PAID_YET', ...said, alarm: false }
  if (verdict === 'PENDING') return pending(code === '39' ? 'PROCESS' : 'AMBIGUOUS', said)
  return pending(verdict, said, verdict === 'CONTRADICTION')
}

/** Status and code must say the same; a code that is in no table means nothing. */
function agree<T extends CodeClass>(
  ofStatus: T | null,
  ofCode: T | null,
  isKnown: boolean,
): T | 'CONTRADICTION' | 'AMBIGUOUS' {
  if (!isKnown) return 'AMBIGUOUS'
  return ofStatus !== null && ofStatus === ofCode ? ofStatus : 'CONTRADICTION'
}

/** Reads the reply, or says at once what it means that there is none. */
function hear<T>(
  asked: Asked,
  transported: Transported,
  read: (json: unknown) => T | null,
): Outcome | { reply: T; httpStatus: number } {
  if (transported.kind === 'NOT_SENT') {
    return asked === 'STATUS'
      ? { kind: 'NOTHING_LEARNED', ...NOTHING_SAID, cause: transported.cause, alarm: false }
      : { kind: 'NOT_SENT', cause: transported.cause, alarm: false }
  }
  const cause = transported.kind === 'LOST' ? transported.cause : `HTTP ${transported.httpStatus}`
  const reply = transported.kind === 'ANSWERED' ? read(transported.json) : null
  if (transported.kind === 'ANSWERED' && reply) return { reply, httpStatus: transported.httpStatus }
  if (asked !== 'PURCHASE') return { kind: 'NOTHING_LEARNED', ...NOTHING_SAID, cause, alarm: false }
  if (transported.kind === 'ANSWERED' && transported.httpStatus === 400) {
    return { kind: 'REJECTED', ...NOTHING_SAID, verify: false, alarm: true }
  }
  return { kind: 'PENDING', reason: 'LOST', ...NOTHING_SAID, cause, alarm: false }
}

/** What an answer means that does not speak of our transaction, only of the call. */
function ofTheCall(
  asked: Asked,
  httpStatus: number,
  rule: { verdict: string; alarm?: true; verify?: true } | undefined,
  said: Said,
  riddle: PendingReason = 'AMBIGUOUS',
): Outcome {
  const alarm = rule?.alarm === true || rule?.verdict === 'CFG'
  // The biller's own rule: 200 is judged by its code, 400 is a refusal, anything else is a fault on its side.
  const isRefusal =
    httpStatus === 400 || (httpStatus === 200 && ['FAIL', 'REJ', 'CFG', 'NA'].includes(rule?.verdict ?? ''))
  if (asked !== 'PURCHASE') return { kind: 'NOTHING_LEARNED', ...said, cause: null, alarm }
  if (isRefusal) return { kind: 'REJECTED', ...said, verify: rule?.verify === true, alarm: alarm || httpStatus === 400 }
  return { kind: 'PENDING', reason: httpStatus === 200 ? riddle : 'LOST', ...said, cause: null, alarm }
}

function pending(reason: PendingReason, said: Said, alarm = false): Outcome {
  return { kind: 'PENDING', reason, ...said, cause: null, alarm }
}

function prepaidSuccess(reply: PrepaidReply, said: Said): Outcome {
  return {
    kind: 'SUCCESS',
    ...said,
    serialNumber: reply.sn ? parseSerialNumber(reply.sn) : null,
    costIdr: reply.price ?? null,
    noref: null,
    bill: null,
    alarm: false,
  }
}

function postpaidSuccess(reply: PostpaidReply, said: Said): Outcome {
  const bill = billOf(reply)
  return {
    kind: 'SUCCESS',
    ...said,
    serialNumber: null,
    costIdr: bill.costIdr,
    noref: reply.noref || reply.no_ref || null,
    bill,
    alarm: false,
  }
}

/** What an inquiry's or payment's answer says of the bill. */
export function billOf(reply: PostpaidReply): BillDetails {
  const details = reply.desc?.tagihan?.detail ?? []
  const bills = details.map((detail) => ({
    period: detail.periode ?? '',
    amountIdr: detail.nilai_tagihan ?? 0,
    adminFeeIdr: detail.admin ?? 0,
    penaltyIdr: detail.denda ?? 0,
    totalIdr: detail.total ?? (detail.nilai_tagihan ?? 0) + (detail.admin ?? 0) + (detail.denda ?? 0),
  }))
  const single = {
    period: reply.period ?? '',
    amountIdr: reply.nominal ?? 0,
    adminFeeIdr: reply.admin ?? 0,
    penaltyIdr: 0,
    totalIdr: reply.price ?? (reply.nominal ?? 0) + (reply.admin ?? 0),
  }
  return {
    customerName: reply.tr_name || null,
    tariff: reply.desc?.tarif || null,
    powerVa: reply.desc?.daya ?? null,
    bills: bills.length > 0 ? bills : reply.price === undefined ? [] : [single],
    remainingBills: reply.desc?.lembar_tagihan_sisa ?? null,
    nominalIdr: reply.nominal ?? null,
    adminFeeIdr: reply.admin ?? null,
    priceIdr: reply.price ?? null,
    costIdr: reply.selling_price ?? null,
  }
}

function saidBy(reply: { message?: string | undefined; tr_id?: string | undefined }, code: string | undefined): Said {
  return { code: code ?? null, message: reply.message ?? null, trId: reply.tr_id ?? null }
}
