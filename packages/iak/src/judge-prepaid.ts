import { type Asked, agree, hear, isNotFound, nothingLearned, ofTheCall, pending, saidBy } from './judge-call.js'
import type { Outcome, Said } from './outcome.js'
import { type PrepaidReply, readPrepaid } from './replies.js'
import { parseSerialNumber } from './serial-number.js'
import type { Transported } from './transport.js'
import { PREPAID_CODES, prepaidClass } from './verdicts.js'

const BY_STATUS: Readonly<Record<number, 'PENDING' | 'SUCCESS' | 'FAILED'>> = {
  0: 'PENDING',
  1: 'SUCCESS',
  2: 'FAILED',
}

/**
 * The verdict on a prepaid purchase. An object that echoes our ref_id and has a status speaks of that transaction; one
 * without speaks of the call only.
 * @see biller reference, "Status model" and "Response codes"
 */
export function judgePrepaid(asked: Asked, refId: string, transported: Transported): Outcome {
  const heard = hear(asked, transported, readPrepaid)
  if ('kind' in heard) return heard
  const { reply, httpStatus } = heard
  const said = saidBy(reply, reply.rc, refId)
  const rule = PREPAID_CODES[reply.rc ?? '']
  // Under any other HTTP status it is a refusal of the call, or a fault of the biller's, whatever stands in it.
  if (httpStatus !== 200) return ofTheCall(asked, { httpStatus, rule, said })
  if (asked === 'STATUS' && reply.rc === '06' && isNotFound(reply, refId)) {
    return { kind: 'NOT_FOUND', ...said, alarm: false }
  }
  if (reply.ref_id !== refId || reply.status === undefined) return ofTheCall(asked, { httpStatus, rule, said })

  const verdict = agree(BY_STATUS[reply.status] ?? null, prepaidClass(reply.rc ?? ''), rule !== undefined)
  if (verdict === 'SUCCESS') return successOf(reply, said)
  if (verdict === 'PENDING') return pending(reply.rc === '39' ? 'PROCESS' : 'AMBIGUOUS', said)
  if (verdict !== 'FAILED') return pending(verdict, said)

  const alarm = rule?.alarm === true || rule?.verdict === 'CFG'
  // To a status query it is true as it stands; to a purchase, what the table keeps open stays open.
  if (asked !== 'STATUS' && rule?.verdict === 'KEEP') return pending('AMBIGUOUS', said)
  if (asked === 'PURCHASE' && rule?.verify) return { kind: 'REJECTED', ...said, verify: true, alarm }
  if (asked === 'REPEAT' && (rule?.verdict === 'REJ' || rule?.verdict === 'CFG')) return nothingLearned(said, alarm)
  return { kind: 'FAILED', ...said, alarm }
}

function successOf(reply: PrepaidReply, said: Said): Outcome {
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
