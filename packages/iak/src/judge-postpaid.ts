import { billOf } from './bill.js'
import { type Asked, agree, hear, isNotFound, nothingLearned, ofTheCall, pending, saidBy } from './judge-call.js'
import type { Outcome, Said } from './outcome.js'
import { type PostpaidReply, readPostpaid } from './replies.js'
import type { Transported } from './transport.js'
import { type CodeClass, POSTPAID_CODES, postpaidClass } from './verdicts.js'

const BY_STATUS: Readonly<Record<number, CodeClass>> = { 0: 'NOT_PAID_YET', 1: 'SUCCESS', 2: 'FAILED', 3: 'PENDING' }

/**
 * The verdict on a bill's payment or on a query how it stands.
 * @see biller reference, "Status model" and "Response codes"
 */
export function judgePostpaid(asked: Asked, refId: string, transported: Transported): Outcome {
  const heard = hear(asked, transported, readPostpaid)
  if ('kind' in heard) return heard
  const { reply, httpStatus } = heard
  const code = reply.response_code ?? reply.rc
  const said = saidBy(reply, code, refId)
  const rule = POSTPAID_CODES[code ?? '']?.pay
  // Under any other HTTP status it is a refusal of the call, or a fault of the biller's, whatever stands in it.
  if (httpStatus !== 200) return ofTheCall(asked, { httpStatus, rule, said })
  if (asked === 'STATUS' && code === '06' && isNotFound(reply, refId))
    return { kind: 'NOT_FOUND', ...said, alarm: false }
  if (reply.ref_id !== refId) return ofTheCall(asked, { httpStatus, rule, said })

  const ofStatus = reply.status === undefined ? null : (BY_STATUS[reply.status] ?? null)
  const verdict = agree(ofStatus, postpaidClass(code ?? ''), rule !== undefined)
  if (asked === 'STATUS') return ofStatusQuery(reply, verdict, said)
  // The answer to a payment has no status by the reference; where it has one, it must agree with the code.
  if (reply.status !== undefined && verdict === 'CONTRADICTION') return pending('CONTRADICTION', said)
  if (rule?.verdict === 'OK') return successOf(reply, said)
  if (rule?.verdict === 'FAIL' && rule.verify) return { kind: 'REJECTED', ...said, verify: true, alarm: false }
  if (rule?.verdict === 'FAIL') return { kind: 'FAILED', ...said, alarm: false }
  if (rule?.verdict === 'KEEP') return pending(code === '39' ? 'PROCESS' : 'AMBIGUOUS', said)
  return ofTheCall(asked, { httpStatus, rule, said })
}

function ofStatusQuery(
  reply: PostpaidReply,
  verdict: CodeClass | 'CONTRADICTION' | 'UNKNOWN_CODE',
  said: Said,
): Outcome {
  const rule = POSTPAID_CODES[said.code ?? '']?.pay
  const alarm = rule?.alarm === true || rule?.verdict === 'CFG'
  // Without a status "00" can be an inquiry's success, and a failure that of the query: only what leaves the sale open
  // is taken from the code alone.
  const ofCode = postpaidClass(said.code ?? '')
  if (reply.status === undefined && ofCode === 'FAILED') return nothingLearned(said, alarm)
  const found = reply.status === undefined && (ofCode === 'PENDING' || ofCode === 'NOT_PAID_YET') ? ofCode : verdict
  if (found === 'SUCCESS') return successOf(reply, said)
  if (found === 'FAILED') return { kind: 'FAILED', ...said, alarm }
  if (found === 'NOT_PAID_YET') return { kind: 'NOT_PAID_YET', ...said, alarm: false }
  // Status 3 says "being processed", whatever the code is that goes with it.
  if (found === 'PENDING') return pending(reply.status === 3 || said.code === '39' ? 'PROCESS' : 'AMBIGUOUS', said)
  return pending(found, said)
}

function successOf(reply: PostpaidReply, said: Said): Outcome {
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
