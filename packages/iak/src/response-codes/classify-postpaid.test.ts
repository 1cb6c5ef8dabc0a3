import { describe, expect, test } from 'vitest'
import { hasMatchingTotal } from '../bill.js'
import type { CallResult } from '../client/transport.js'
import { classifyPostpaid } from './classify-postpaid.js'
import { POSTPAID_CODES } from './response-codes.js'

// Section 8.2 of the biller's reference, copied from the document and not from the code:
// code, class at IAK, meaning to an inquiry, to a payment. "-" is not expected there.
const TABLE = `
00  Success OK         OK
01  Failed  FAIL       KEEP
02  Failed  -          KEEP
03  Failed  REJ        REJ
04  Failed  REJ        FAIL
05  Pending retry      KEEP
06  Failed  -          KEEP
07  Failed  FAIL       FAIL
08  Failed  FAIL       FAIL
09  Failed  FAIL,retry FAIL
10  Failed  FAIL       FAIL
11  Failed  REJ        -
13  Failed  FAIL       FAIL
14  Failed  FAIL       FAIL
15  Failed  FAIL       FAIL
16  Failed  FAIL       FAIL
17  Failed  -          REJ+alarm
20  Failed  REJ        -
30  Failed  FAIL       FAIL
31  Failed  FAIL       FAIL
32  Failed  FAIL       FAIL
33  Failed  FAIL       FAIL,verify
34  Failed  FAIL       KEEP
35  Failed  FAIL       FAIL
36  Failed  FAIL       FAIL
37  Failed  -          FAIL
38  Failed  -          FAIL
39  Pending retry      KEEP
40  Failed  FAIL       KEEP
41  Failed  FAIL       FAIL
42  Unpaid  -          -
91  Failed  FAIL,retry KEEP
92  Failed  FAIL,retry KEEP
93  Failed  REJ        FAIL
94  Failed  FAIL       FAIL
100 Failed  CFG        CFG
101 Failed  CFG        CFG
102 Failed  CFG        CFG
103 Failed  FAIL,retry KEEP
105 Failed  FAIL,retry KEEP
106 Failed  REJ        REJ
107 Failed  CFG        CFG
108 Failed  FAIL       FAIL
109 Failed  REJ        REJ
110 Failed  REJ        REJ,verify
117 Failed  CFG        CFG
118 Failed  CFG        CFG
201 Pending retry      KEEP
`
// 02, "bill unpaid", is explained as "like 42: only inquired".
const ROWS = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [code = '', iakClass = '', inquiry = '', pay = ''] = line.split(/\s+/)
    const alarm = pay.includes('alarm') || pay === 'CFG'
    return { code, iakClass: code === '02' ? 'Unpaid' : iakClass, inquiry, pay, alarm }
  })

const REF = 'INV0000000000000050'
const responded = (data: object, httpStatus = 200): CallResult => ({
  kind: 'RESPONDED',
  httpStatus,
  json: { data, meta: [] },
})
const ours = (response_code: string, status?: number | string) =>
  responded({ ref_id: REF, tr_id: 9_001_234, response_code, message: 'X', ...(status === undefined ? {} : { status }) })
const ofTheCall = (response_code: string, httpStatus = 200) => responded({ response_code, message: 'X' }, httpStatus)
const pick = (outcome: object) => {
  const { kind, reason, verify, alarm } = outcome as Record<string, unknown>
  return { kind, ...(reason ? { reason } : {}), ...(verify ? { verify } : {}), alarm }
}
const STATUS_OF = { Unpaid: 0, Success: 1, Failed: 2, Pending: 3 } as const
const isOpen = (pay: string) => ['OK', 'KEEP', '-'].includes(pay)

test('the table has every code of the reference and no other, with the same meanings', () => {
  expect(Object.keys(POSTPAID_CODES).sort()).toEqual(ROWS.map(({ code }) => code).sort())
  for (const { code, inquiry, pay } of ROWS) {
    const rule = POSTPAID_CODES[code]
    const meaning = { '-': 'NA', retry: 'RETRY' }[inquiry] ?? inquiry.replace(',retry', '')
    expect(rule?.inquiry.meaning, `inquiry ${code}`).toBe(meaning)
    expect(rule?.inquiry.retry === true, `retry ${code}`).toBe(inquiry === 'FAIL,retry')
    expect(rule?.pay.meaning, `pay ${code}`).toBe(pay === '-' ? 'KEEP' : pay.split(/[,+]/)[0])
    expect(rule?.pay.verify === true, `verify ${code}`).toBe(pay.includes('verify'))
  }
})

describe.each(ROWS)('postpaid code $code ($iakClass, inquiry $inquiry, pay $pay)', ({ code, iakClass, pay, alarm }) => {
  test('to a payment, about our bill', () => {
    const outcome = pick(classifyPostpaid('PURCHASE', REF, ours(code)))
    if (pay === 'OK') expect(outcome.kind).toBe('SUCCESS')
    else if (isOpen(pay)) {
      expect(outcome).toEqual({ kind: 'PENDING', reason: code === '39' ? 'PROCESS' : 'AMBIGUOUS', alarm: false })
    } else if (pay.includes('verify')) expect(outcome).toEqual({ kind: 'REJECTED', verify: true, alarm })
    else expect(outcome).toEqual({ kind: pay === 'FAIL' ? 'FAILED' : 'REJECTED', alarm })
  })

  test('to a repeated payment a rejection of the call is inconclusive', () => {
    const outcome = pick(classifyPostpaid('REPEAT', REF, ours(code)))
    if (pay.startsWith('REJ') || pay === 'CFG') expect(outcome).toEqual({ kind: 'INCONCLUSIVE', alarm })
    else expect(outcome).toEqual(pick(classifyPostpaid('PURCHASE', REF, ours(code))))
  })

  test('to a payment, without our ref_id', () => {
    const outcome = pick(classifyPostpaid('PURCHASE', REF, ofTheCall(code)))
    if (isOpen(pay)) expect(outcome).toEqual({ kind: 'PENDING', reason: 'AMBIGUOUS', alarm: false })
    else expect(outcome).toEqual({ kind: 'REJECTED', ...(pay.includes('verify') ? { verify: true } : {}), alarm })
    expect(classifyPostpaid('REPEAT', REF, ofTheCall(code)).kind).toBe('INCONCLUSIVE')
  })

  test('to a status query: with an agreeing status it is the outcome', () => {
    const outcome = pick(classifyPostpaid('STATUS', REF, ours(code, STATUS_OF[iakClass as keyof typeof STATUS_OF])))
    const kind = { Unpaid: 'NOT_PAID_YET', Success: 'SUCCESS', Failed: 'FAILED', Pending: 'PENDING' }[iakClass]
    expect(outcome.kind).toBe(code === '06' ? 'NOT_FOUND' : kind)
  })

  test('to a status query: with a disagreeing status it is pending and an alarm is raised', () => {
    const agreeing = STATUS_OF[iakClass as keyof typeof STATUS_OF]
    for (const status of [0, 1, 2, 3, 4, 'x'].filter((candidate) => candidate !== agreeing)) {
      const outcome = pick(classifyPostpaid('STATUS', REF, ours(code, status)))
      expect(outcome).toEqual({ kind: 'PENDING', reason: 'CONTRADICTION', alarm: true })
      expect(classifyPostpaid('PURCHASE', REF, ours(code, status)).kind).toBe('PENDING')
    }
  })

  test('to a status query: a response without our ref_id is inconclusive', () => {
    const expected = code === '06' ? { kind: 'NOT_FOUND', alarm: false } : { kind: 'INCONCLUSIVE', alarm }
    expect(pick(classifyPostpaid('STATUS', REF, ofTheCall(code)))).toEqual(expected)
  })
})

describe('a payment', () => {
  test.each(['05', '39', '201'])('with status 3 and %s is being processed, by the status query', (code) => {
    expect(classifyPostpaid('STATUS', REF, ours(code, 3))).toMatchObject({ kind: 'PENDING', reason: 'PROCESS' })
  })

  test('called failed with 105 is pending on the pay call and failed by the status query', () => {
    expect(classifyPostpaid('PURCHASE', REF, ours('105', 2))).toMatchObject({ kind: 'PENDING', reason: 'AMBIGUOUS' })
    expect(classifyPostpaid('STATUS', REF, ours('105', 2)).kind).toBe('FAILED')
  })

  test.each(['777', ''])('with the unknown code "%s" is pending', (code) => {
    expect(classifyPostpaid('PURCHASE', REF, ours(code))).toMatchObject({ kind: 'PENDING', reason: 'UNKNOWN_CODE' })
    expect(classifyPostpaid('STATUS', REF, ours(code, 1))).toMatchObject({ kind: 'PENDING', reason: 'UNKNOWN_CODE' })
  })

  test.each([401, 500, 502])('refused with HTTP %i is pending', (http) => {
    expect(classifyPostpaid('PURCHASE', REF, ofTheCall('14', http))).toMatchObject({ kind: 'PENDING', reason: 'LOST' })
    expect(classifyPostpaid('STATUS', REF, ofTheCall('06', http)).kind).toBe('INCONCLUSIVE')
  })

  test.each([500, 503])(
    'or a query with a full response under HTTP %i is neither failed nor paid nor unpaid',
    (http) => {
      for (const [code, status] of [
        ['37', 2],
        ['33', 2],
        ['00', 1],
        ['42', 0],
      ] as const) {
        const full = responded({ ref_id: REF, response_code: code, status }, http)
        expect(classifyPostpaid('PURCHASE', REF, full)).toMatchObject({ kind: 'PENDING', reason: 'LOST' })
        expect(classifyPostpaid('REPEAT', REF, full).kind).toBe('INCONCLUSIVE')
        expect(classifyPostpaid('STATUS', REF, full).kind).toBe('INCONCLUSIVE')
      }
    },
  )

  test("about another bill does not give ours that bill's number at the biller", () => {
    const other = responded({ ref_id: 'INV0000000000000099', tr_id: 8, response_code: '39' })
    expect(classifyPostpaid('PURCHASE', REF, other)).toMatchObject({ kind: 'PENDING', trId: null })
    const withoutRefId = responded({ tr_id: 8, response_code: '39' })
    expect(classifyPostpaid('PURCHASE', REF, withoutRefId)).toMatchObject({ kind: 'PENDING', trId: null })
  })

  test('refused with HTTP 400 is rejected', () => {
    expect(classifyPostpaid('PURCHASE', REF, ofTheCall('107', 400))).toMatchObject({ kind: 'REJECTED', alarm: true })
  })

  test('keeps reference, cost and bills of a full response', () => {
    const full = responded({
      tr_id: 9_001_234,
      ref_id: REF,
      response_code: '00',
      tr_name: 'SITI AMINAH',
      period: '202406,202407',
      nominal: '303000',
      admin: 5_000,
      price: 308_000,
      selling_price: '306800',
      no_ref: '0A1B',
      desc: {
        tarif: 'R1',
        daya: '900',
        lembar_tagihan: 2,
        lembar_tagihan_sisa: '1',
        tagihan: {
          detail: [
            { periode: '202406', nilai_tagihan: '150000', admin: '2500', denda: '3000', total: 155_500 },
            { periode: 202_407, nilai_tagihan: 150_000, admin: 2_500, denda: 0, total: '152500' },
          ],
        },
      },
    })
    const outcome = classifyPostpaid('PURCHASE', REF, full)
    expect(outcome).toMatchObject({
      kind: 'SUCCESS',
      trId: '9001234',
      noref: '0A1B',
      costIdr: 306_800,
      bill: { customerName: 'SITI AMINAH', tariff: 'R1', powerVa: 900, remainingBills: 1, priceIdr: 308_000 },
    })
    if (outcome.kind !== 'SUCCESS' || !outcome.bill) throw new Error('no bill')
    expect(outcome.bill.bills.map(({ period, penaltyIdr }) => [period, penaltyIdr])).toEqual([
      ['202406', 3_000],
      ['202407', 0],
    ])
    expect(hasMatchingTotal(outcome.bill)).toBe(true)
    expect(hasMatchingTotal({ ...outcome.bill, priceIdr: 308_001 })).toBe(false)
  })

  test.each([
    ['an empty text', ''],
    ['an empty list', []],
    ['nothing', undefined],
  ])('survives desc as %s', (_name, desc) => {
    const outcome = classifyPostpaid('PURCHASE', REF, responded({ ref_id: REF, response_code: '37', noref: '', desc }))
    expect(outcome.kind).toBe('FAILED')
  })
})
