import { toBillDetails } from '../bill.js'
import { type PostpaidReply, readPostpaid } from '../client/response-schemas.js'
import type { CallResult } from '../client/transport.js'
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
import { type CodeClass, POSTPAID_CODES, postpaidClass } from './response-codes.js'

const STATUS_CLASSES: Readonly<Record<number, CodeClass>> = {
  0: 'NOT_PAID_YET',
  1: 'SUCCESS',
  2: 'FAILED',
  3: 'PENDING',
}

/**
 * Classifies the response to a bill's payment or to its status query.
 * @see biller reference, "Status model" and "Response codes"
 */
export function classifyPostpaid(
  requestType: RequestType,
  refId: string,
  callResult: CallResult,
  sale: Partial<Subject> = {},
): Outcome {
  const result = readReply(requestType, callResult, readPostpaid)
  if ('kind' in result) return result
  const { reply, httpStatus } = result
  const code = reply.response_code ?? reply.rc
  if (describesAnother(reply, { ...sale, refId })) return aboutAnother(requestType, reply, refId)
  const response = toBillerResponse(reply, code, refId)
  const rule = POSTPAID_CODES[code ?? '']?.pay
  // Any other HTTP status is a rejected call or a fault of the biller, whatever the body contains.
  if (httpStatus !== 200) return classifyCall(requestType, { httpStatus, rule, response })
  if (requestType === 'STATUS' && code === '06' && isNotFound(reply, refId))
    return { kind: 'NOT_FOUND', ...response, alarm: false }
  if (reply.ref_id !== refId) return classifyCall(requestType, { httpStatus, rule, response })

  const statusClass = reply.status === undefined ? null : (STATUS_CLASSES[reply.status] ?? null)
  const agreed = agree(statusClass, postpaidClass(code ?? ''), rule !== undefined)
  if (requestType === 'STATUS') return classifyStatusQuery(reply, agreed, response)
  // By the reference the response to a payment has no status; a status that is there must agree with the code.
  if (reply.status !== undefined && agreed === 'CONTRADICTION') return pending('CONTRADICTION', response)
  if (rule?.meaning === 'OK') return toSuccess(reply, response)
  if (rule?.meaning === 'FAIL' && rule.verify) return { kind: 'REJECTED', ...response, verify: true, alarm: false }
  if (rule?.meaning === 'FAIL') return { kind: 'FAILED', ...response, alarm: false }
  if (rule?.meaning === 'KEEP') return pending(code === '39' ? 'PROCESS' : 'AMBIGUOUS', response)
  return classifyCall(requestType, { httpStatus, rule, response })
}

function classifyStatusQuery(
  reply: PostpaidReply,
  agreed: CodeClass | 'CONTRADICTION' | 'UNKNOWN_CODE',
  response: BillerResponse,
): Outcome {
  const rule = POSTPAID_CODES[response.code ?? '']?.pay
  const alarm = rule?.alarm === true || rule?.meaning === 'CFG'
  // Without a status, "00" may be the success of an inquiry, and a failure may be that of the query: the code alone counts
  // only when it leaves the sale open.
  const codeClass = postpaidClass(response.code ?? '')
  if (reply.status === undefined && codeClass === 'FAILED') return inconclusive(response, alarm)
  const found =
    reply.status === undefined && (codeClass === 'PENDING' || codeClass === 'NOT_PAID_YET') ? codeClass : agreed
  if (found === 'SUCCESS') return toSuccess(reply, response)
  if (found === 'FAILED') return { kind: 'FAILED', ...response, alarm }
  if (found === 'NOT_PAID_YET') return { kind: 'NOT_PAID_YET', ...response, alarm: false }
  // Status 3 means "being processed", whatever the code.
  if (found === 'PENDING')
    return pending(reply.status === 3 || response.code === '39' ? 'PROCESS' : 'AMBIGUOUS', response)
  return pending(found, response)
}

function toSuccess(reply: PostpaidReply, response: BillerResponse): Outcome {
  const bill = toBillDetails(reply)
  return {
    kind: 'SUCCESS',
    ...response,
    serialNumber: null,
    costIdr: bill.costIdr,
    noref: reply.noref || reply.no_ref || null,
    bill,
    alarm: false,
  }
}
