import { type PrepaidReply, readPrepaid } from '../client/response-schemas.js'
import type { CallResult } from '../client/transport.js'
import { parseSerialNumber } from '../serial-number.js'
import {
  aboutAnother,
  agree,
  classifyCall,
  describesAnother,
  inconclusive,
  isNotFound,
  pending,
  type RequestType,
  readReply,
  type Subject,
  toBillerResponse,
} from './classify-call.js'
import type { BillerResponse, Outcome } from './outcome.js'
import { PREPAID_CODES, prepaidClass } from './response-codes.js'

const STATUS_CLASSES: Readonly<Record<number, 'PENDING' | 'SUCCESS' | 'FAILED'>> = {
  0: 'PENDING',
  1: 'SUCCESS',
  2: 'FAILED',
}

/**
 * Classifies the response to a prepaid purchase or to its status query. A body with our ref_id and a status is about
 * that transaction; any other body is about the call only.
 * @see biller reference, "Status model" and "Response codes"
 */
export function classifyPrepaid(
  requestType: RequestType,
  refId: string,
  callResult: CallResult,
  sale: Partial<Subject> = {},
): Outcome {
  const result = readReply(requestType, callResult, readPrepaid)
  if ('kind' in result) return result
  const { reply, httpStatus } = result
  if (describesAnother(reply, { ...sale, refId })) return aboutAnother(requestType, reply, refId)
  const response = toBillerResponse(reply, reply.rc, refId)
  const rule = PREPAID_CODES[reply.rc ?? '']
  // Any other HTTP status is a rejected call or a fault of the biller, whatever the body contains.
  if (httpStatus !== 200) return classifyCall(requestType, { httpStatus, rule, response })
  if (requestType === 'STATUS' && reply.rc === '06' && isNotFound(reply, refId)) {
    return { kind: 'NOT_FOUND', ...response, alarm: false }
  }
  if (reply.ref_id !== refId || reply.status === undefined)
    return classifyCall(requestType, { httpStatus, rule, response })

  const agreed = agree(STATUS_CLASSES[reply.status] ?? null, prepaidClass(reply.rc ?? ''), rule !== undefined)
  if (agreed === 'SUCCESS') return toSuccess(reply, response)
  if (agreed === 'PENDING') return pending(reply.rc === '39' ? 'PROCESS' : 'AMBIGUOUS', response)
  if (agreed !== 'FAILED') return pending(agreed, response)

  const alarm = rule?.alarm === true || rule?.meaning === 'CFG'
  // A failed status in a status query is final. In the response to a purchase, a code of the class KEEP stays open.
  if (requestType !== 'STATUS' && rule?.meaning === 'KEEP') return pending('AMBIGUOUS', response)
  if (requestType === 'PURCHASE' && rule?.verify) return { kind: 'REJECTED', ...response, verify: true, alarm }
  if (requestType === 'REPEAT' && (rule?.meaning === 'REJ' || rule?.meaning === 'CFG'))
    return inconclusive(response, alarm)
  return { kind: 'FAILED', ...response, alarm }
}

function toSuccess(reply: PrepaidReply, response: BillerResponse): Outcome {
  return {
    kind: 'SUCCESS',
    ...response,
    serialNumber: reply.sn ? parseSerialNumber(reply.sn) : null,
    costIdr: reply.price ?? null,
    noref: null,
    bill: null,
    alarm: false,
  }
}
