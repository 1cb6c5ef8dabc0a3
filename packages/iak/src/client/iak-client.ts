import { toBillDetails } from '../bill.js'
import { describesAnother, type Subject } from '../response-codes/classify-call.js'
import { classifyPostpaid } from '../response-codes/classify-postpaid.js'
import { classifyPrepaid } from '../response-codes/classify-prepaid.js'
import type { BillDetails, Outcome } from '../response-codes/outcome.js'
import { POSTPAID_CODES, PREPAID_CODES } from '../response-codes/response-codes.js'
import { parseSegmentPower } from '../serial-number.js'
import { type PrepaidReply, readPostpaid, readPostpaidRows, readPrepaid, readPrepaidRows } from './response-schemas.js'
import { type Account, createSignature } from './signature.js'
import { type CallResult, createTransport } from './transport.js'

export interface IakOptions extends Account {
  /** Without a path: `https://prepaid.iak.id`. */
  prepaidUrl: string
  postpaidUrl: string
  timeoutMs?: number
  connectTimeoutMs?: number
}

/** Something the biller sells. Amounts in whole rupiah. */
export interface PrepaidProduct {
  code: string
  name: string
  nominalIdr: number | null
  costIdr: number
  active: boolean
}

export interface PostpaidProduct {
  code: string
  name: string
  /** Fee per bill. */
  feeIdr: number
  /** Our share of the fee. */
  commissionIdr: number
  active: boolean
}

/** The owner of a prepaid meter. */
export interface MeterOwner {
  meterNumber: string | null
  subscriberId: string | null
  name: string | null
  tariff: string | null
  powerVa: number | null
}

/** The result of a call that moves no money. */
export type InquiryResult<T> =
  | { kind: 'FOUND'; value: T; code: string | null; message: string | null }
  /** Rejected by the biller: the number, the product or the account. */
  | { kind: 'REJECTED'; code: string | null; message: string | null; alarm: boolean }
  /** No response, a temporary failure, or a response that describes another inquiry. */
  | { kind: 'UNAVAILABLE'; code: string | null; cause: unknown; isAboutAnother?: true }

export type IakClient = ReturnType<typeof createIakClient>

/**
 * Client of the biller IAK: prepaid API v2 and postpaid API v1, as JSON. It never repeats a call and never throws for
 * failures of the biller or the network.
 */
export function createIakClient(options: IakOptions) {
  const { post, close } = createTransport(options)
  const prepaid = (path: string, subject: string, body: object) =>
    post(options.prepaidUrl.replace(/\/+$/, '') + path, {
      ...body,
      username: options.username,
      sign: createSignature(options, subject),
    })
  const postpaid = (commands: string, subject: string, body: object, path = '') =>
    post(`${options.postpaidUrl.replace(/\/+$/, '')}/api/v1/bill/check${path}`, {
      ...body,
      commands,
      username: options.username,
      sign: createSignature(options, subject),
    })

  return {
    /** Our deposit with the biller. */
    checkBalance: async (): Promise<InquiryResult<{ balanceIdr: number }>> =>
      toInquiryResult(await prepaid('/api/check-balance', 'bl', {}), (json) => {
        const reply = readPrepaid(json)
        return reply?.balance === undefined ? null : { balanceIdr: reply.balance }
      }),

    /** The tokens that the biller sells, at the price it takes from our deposit. */
    listPrepaid: async (): Promise<InquiryResult<PrepaidProduct[]>> =>
      toInquiryResult(
        await prepaid('/api/pricelist/pln/pln', 'pl', { status: 'all' }),
        (json) =>
          readPrepaidRows(json)?.flatMap((row) =>
            row.product_price === undefined || (row.product_type ?? 'pln') !== 'pln'
              ? []
              : [
                  {
                    code: row.product_code,
                    name: `Token PLN ${row.product_nominal ?? row.product_code}`,
                    nominalIdr: /^\d+$/.test(row.product_nominal ?? '') ? Number(row.product_nominal) : null,
                    costIdr: row.product_price,
                    active: row.status === 'active',
                  },
                ],
          ) ?? null,
      ),

    /** The bills that the biller takes. */
    listPostpaid: async (): Promise<InquiryResult<PostpaidProduct[]>> =>
      toInquiryResult(
        await postpaid('pricelist-pasca', 'pl', { status: 'all' }, '/pln'),
        (json) =>
          readPostpaidRows(json)?.map((row) => ({
            code: row.code,
            name: row.name ?? row.code,
            feeIdr: row.fee ?? 0,
            commissionIdr: row.komisi ?? 0,
            active: row.status === 1,
          })) ?? null,
      ),

    /** Finds the owner of a prepaid meter. Moves no money, may be repeated. */
    inquirePln: async (customerId: string): Promise<InquiryResult<MeterOwner>> =>
      toInquiryResult(
        await prepaid('/api/inquiry-pln', customerId, { customer_id: customerId }),
        (json) => {
          const reply = readPrepaid(json)
          if (reply?.rc !== '00' || reply.status !== 1) return null
          return {
            meterNumber: reply.meter_no || null,
            subscriberId: reply.subscriber_id || null,
            name: reply.name || null,
            ...parseSegmentPower(reply.segment_power ?? ''),
          }
        },
        (named) => describesAnotherOwner(named, customerId),
      ),

    /**
     * Buys a token. The ref_id is the idempotency key at the biller: the same one again starts nothing new.
     * @param isRepeat whether it may have been sent before; a rejection then does not concern the first attempt
     */
    topUp: async (sale: {
      refId: string
      customerId: string
      productCode: string
      customerNumbers?: readonly string[]
      isRepeat?: boolean
    }): Promise<Outcome> =>
      classifyPrepaid(
        sale.isRepeat ? 'REPEAT' : 'PURCHASE',
        sale.refId,
        await prepaid('/api/top-up', sale.refId, {
          ref_id: sale.refId,
          customer_id: sale.customerId,
          product_code: sale.productCode,
        }),
        { customerNumbers: [sale.customerId], ...sale },
      ),

    /** Queries the status of a token purchase. */
    checkPrepaidStatus: async (refId: string, sale: Partial<Subject> = {}): Promise<Outcome> =>
      classifyPrepaid('STATUS', refId, await prepaid('/api/check-status', refId, { ref_id: refId }), sale),

    /** Looks up a bill. Moves no money; each attempt needs a new ref_id. */
    inquireBill: async (inquiry: {
      refId: string
      code: string
      customerId: string
    }): Promise<InquiryResult<BillDetails & { trId: string }>> =>
      toInquiryResult(
        await postpaid('inq-pasca', inquiry.refId, {
          code: inquiry.code,
          hp: inquiry.customerId,
          ref_id: inquiry.refId,
        }),
        (json) => {
          const reply = readPostpaid(json)
          if ((reply?.response_code ?? reply?.rc) !== '00' || !reply?.tr_id || reply.price === undefined) return null
          return { trId: reply.tr_id, ...toBillDetails(reply) }
        },
        // The payment names only the tr_id, so the inquiry must be about our bill.
        (named) =>
          describesAnother(named, {
            refId: inquiry.refId,
            customerNumbers: [inquiry.customerId],
            productCode: inquiry.code,
          }),
      ),

    /**
     * Pays a bill that was inquired. Not idempotent at the biller: repeat it only after a status query returned
     * NOT_PAID_YET.
     */
    payBill: async (bill: Partial<Subject> & { refId: string; trId: string; isRepeat?: boolean }): Promise<Outcome> =>
      classifyPostpaid(
        bill.isRepeat ? 'REPEAT' : 'PURCHASE',
        bill.refId,
        await postpaid('pay-pasca', bill.trId, { tr_id: bill.trId }),
        bill,
      ),

    /** Queries the status of a bill's payment. */
    checkBillStatus: async (refId: string, bill: Partial<Subject> = {}): Promise<Outcome> =>
      classifyPostpaid('STATUS', refId, await postpaid('checkstatus', 'cs', { ref_id: refId }), bill),

    close,
  }
}

/** The owner of a meter may be named by any number of it; with both known, one of them must be the number of the inquiry. */
function describesAnotherOwner(
  { customer_id, hp, meter_no, subscriber_id }: PrepaidReply,
  customerId: string,
): boolean {
  const isOther = (number: string | undefined) =>
    describesAnother({ customer_id: number }, { customerNumbers: [customerId] })
  const numbers = [meter_no, subscriber_id].filter((number) => number !== undefined && number !== '')
  if (numbers.some((number) => !isOther(number))) return false
  return numbers.length === 2 || isOther(customer_id) || isOther(hp)
}

/**
 * An inquiry's response may have a code of either table.
 * @param isAboutAnother whether the response describes another inquiry, and so is none to this one
 */
function toInquiryResult<T>(
  callResult: CallResult,
  read: (json: unknown) => T | null,
  isAboutAnother: (named: PrepaidReply) => boolean = () => false,
): InquiryResult<T> {
  if (callResult.kind !== 'RESPONDED') return { kind: 'UNAVAILABLE', code: null, cause: callResult.cause }
  const postpaid = readPostpaid(callResult.json)
  const code = postpaid?.response_code ?? postpaid?.rc ?? null
  const named = readPrepaid(callResult.json)
  if (named && isAboutAnother(named)) {
    return { kind: 'UNAVAILABLE', code, cause: 'the response describes another inquiry', isAboutAnother: true }
  }
  const message = postpaid?.message ?? null
  const value = callResult.httpStatus === 200 ? read(callResult.json) : null
  if (value !== null) return { kind: 'FOUND', value, code, message }
  const rule = postpaid?.response_code ? POSTPAID_CODES[code ?? '']?.inquiry : PREPAID_CODES[code ?? '']
  const isNo = rule !== undefined && ['FAIL', 'REJ', 'NA', 'CFG'].includes(rule.meaning) && !rule.retry
  if (callResult.httpStatus === 400 || (callResult.httpStatus === 200 && isNo)) {
    const alarm = rule?.alarm === true || rule?.meaning === 'CFG' || callResult.httpStatus === 400
    return { kind: 'REJECTED', code, message, alarm }
  }
  return { kind: 'UNAVAILABLE', code, cause: `HTTP ${callResult.httpStatus}, code ${code}` }
}
