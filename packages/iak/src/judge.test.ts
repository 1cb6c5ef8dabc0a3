import { describe, expect, test } from 'vitest'
import type { Asked } from './judge-call.js'
import { judgePostpaid } from './judge-postpaid.js'
import { judgePrepaid } from './judge-prepaid.js'

const REF = 'INV0000000000000042'
const answered = (data: object, httpStatus = 200) => ({ kind: 'ANSWERED' as const, httpStatus, json: { data } })
const prepaid = (asked: Asked, data: object, httpStatus = 200) =>
  judgePrepaid(asked, REF, answered(data, httpStatus)).kind
const postpaid = (asked: Asked, data: object, httpStatus = 200) =>
  judgePostpaid(asked, REF, answered(data, httpStatus)).kind

// Written from the biller's reference, section 8.1, not from our table: the code, its verdict.
const PREPAID: Record<'FAIL' | 'REJ' | 'CFG' | 'NA', string> = {
  FAIL: '07 13 14 16',
  REJ: '10 17 20 106 110 202 203 206 207',
  CFG: '102 107 117 118 204 205 208',
  NA: '12 18 19 21 43 121 131 132 141 142 143 301',
}
const refusals = Object.entries(PREPAID).flatMap(([verdict, codes]) =>
  codes.split(' ').map((code) => [code, verdict] as const),
)

describe('a prepaid answer', () => {
  test.each(refusals)(
    '%s (%s) without our number refuses a first purchase and teaches a query nothing',
    (rc, verdict) => {
      const outcome = judgePrepaid('PURCHASE', REF, answered({ rc, status: 2 }))
      expect(outcome.kind).toBe('REJECTED')
      expect(outcome.alarm).toBe(verdict === 'CFG' || rc === '17')
      expect(prepaid('REPEAT', { rc, status: 2 })).toBe('NOTHING_LEARNED')
      expect(prepaid('STATUS', { rc, status: 2 })).toBe('NOTHING_LEARNED')
    },
  )

  test.each(refusals.filter(([rc]) => rc !== '110'))('%s (%s) about our number, status 2, is failed', (rc) => {
    expect(prepaid('PURCHASE', { ref_id: REF, rc, status: 2 })).toBe('FAILED')
    expect(prepaid('STATUS', { ref_id: REF, rc, status: 2 })).toBe('FAILED')
  })

  test('110 is confirmed by one status query before it is called failed', () => {
    expect(judgePrepaid('PURCHASE', REF, answered({ ref_id: REF, rc: '110', status: 2 }))).toMatchObject({
      kind: 'REJECTED',
      verify: true,
    })
  })

  test.each([
    ['39 about our number', { ref_id: REF, rc: '39', status: 0 }, 'PENDING'],
    ['201 about our number', { ref_id: REF, rc: '201', status: 0 }, 'PENDING'],
    ['201 with status 2', { ref_id: REF, rc: '201', status: 2 }, 'PENDING'],
    ['39 with status 1', { ref_id: REF, rc: '39', status: 1 }, 'PENDING'],
    ['00 with status 2', { ref_id: REF, rc: '00', status: 2 }, 'PENDING'],
    ['00 with status 0', { ref_id: REF, rc: '00', status: 0 }, 'PENDING'],
    ['07 with status 1', { ref_id: REF, rc: '07', status: 1 }, 'PENDING'],
    ['an unknown status', { ref_id: REF, rc: '00', status: 7 }, 'PENDING'],
    ['an unknown code', { ref_id: REF, rc: '777', status: 2 }, 'PENDING'],
    ['no code', { ref_id: REF, status: 2 }, 'PENDING'],
    ['00 with status 1', { ref_id: REF, rc: '00', status: 1, sn: '1' }, 'SUCCESS'],
    ['00 with status 1 and no serial number', { ref_id: REF, rc: '00', status: 1 }, 'SUCCESS'],
    ['the same with numbers as texts', { ref_id: REF, rc: '00', status: '1' }, 'SUCCESS'],
    ['a success of another number', { ref_id: 'INV1', rc: '00', status: 1 }, 'PENDING'],
    ['39 without a number', { rc: '39' }, 'PENDING'],
    ['nothing', {}, 'PENDING'],
  ])('%s is %s to a purchase', (_name, data, kind) => {
    expect(prepaid('PURCHASE', data)).toBe(kind)
  })

  test('06 is "not found" to a query, and no verdict on a purchase', () => {
    expect(prepaid('STATUS', { rc: '06', status: 2 })).toBe('NOT_FOUND')
    expect(prepaid('PURCHASE', { rc: '06', status: 2 })).toBe('PENDING')
  })

  test('HTTP 400 refuses a first purchase, any other fault of HTTP leaves it open', () => {
    expect(prepaid('PURCHASE', { rc: '107' }, 400)).toBe('REJECTED')
    expect(prepaid('REPEAT', { rc: '107' }, 400)).toBe('NOTHING_LEARNED')
    expect(prepaid('PURCHASE', { rc: '107' }, 500)).toBe('PENDING')
    expect(prepaid('PURCHASE', { ref_id: REF, rc: '00', status: 1 }, 500)).toBe('SUCCESS')
  })

  test('a contradiction raises an alarm', () => {
    expect(judgePrepaid('STATUS', REF, answered({ ref_id: REF, rc: '39', status: 1 }))).toMatchObject({
      reason: 'CONTRADICTION',
      alarm: true,
    })
  })
})

// Section 8.2, the column pay-pasca.
const PAY = {
  FAIL: '04 07 08 09 10 13 14 15 16 30 31 32 35 36 37 38 41 93 94 108',
  REJ: '03 17 106 109',
  CFG: '100 101 102 107 117 118',
  KEEP: '01 02 05 06 34 39 40 91 92 103 105 201',
}

describe('the answer to a payment', () => {
  const ours = (response_code: string) => ({ ref_id: REF, tr_id: 1, response_code })
  test.each(PAY.FAIL.split(' '))('%s fails it', (code) => {
    expect(postpaid('PURCHASE', ours(code))).toBe('FAILED')
    // Without our number it speaks of the call only.
    expect(postpaid('PURCHASE', { response_code: code })).toBe('REJECTED')
    expect(postpaid('REPEAT', { response_code: code })).toBe('NOTHING_LEARNED')
  })
  test.each([...PAY.REJ.split(' '), ...PAY.CFG.split(' ')])('%s refuses it', (code) => {
    const outcome = judgePostpaid('PURCHASE', REF, answered(ours(code)))
    expect(outcome.kind).toBe('REJECTED')
    expect(outcome.alarm).toBe(PAY.CFG.split(' ').includes(code) || code === '17')
    expect(postpaid('REPEAT', ours(code))).toBe('NOTHING_LEARNED')
  })
  test.each(PAY.KEEP.split(' '))('%s leaves it open', (code) => {
    expect(postpaid('PURCHASE', ours(code))).toBe('PENDING')
    expect(postpaid('PURCHASE', { response_code: code })).toBe('PENDING')
  })
  test.each(['33', '110'])('%s is confirmed by one status query', (code) => {
    expect(judgePostpaid('PURCHASE', REF, answered(ours(code)))).toMatchObject({ kind: 'REJECTED', verify: true })
  })
  test('00 pays it, an unknown code leaves it open', () => {
    expect(postpaid('PURCHASE', ours('00'))).toBe('SUCCESS')
    expect(postpaid('PURCHASE', ours('777'))).toBe('PENDING')
  })
})

describe('the answer to a query about a bill', () => {
  test.each([
    [1, '00', 'SUCCESS'],
    [0, '42', 'NOT_PAID_YET'],
    [0, '02', 'NOT_PAID_YET'],
    [3, '39', 'PENDING'],
    [3, '201', 'PENDING'],
    [2, '37', 'FAILED'],
    [2, '105', 'FAILED'],
    [2, '00', 'PENDING'],
    [1, '39', 'PENDING'],
    [0, '00', 'PENDING'],
    [9, '00', 'PENDING'],
    [2, '777', 'PENDING'],
  ])('status %s with code %s is %s', (status, response_code, kind) => {
    expect(postpaid('STATUS', { ref_id: REF, status, response_code })).toBe(kind)
  })
  test('06 without our number is not found, any other refusal teaches nothing', () => {
    expect(postpaid('STATUS', { response_code: '06' })).toBe('NOT_FOUND')
    for (const response_code of ['100', '110', '91', '37'])
      expect(postpaid('STATUS', { response_code })).toBe('NOTHING_LEARNED')
  })
})

test('what never left is not sent; to a query it teaches nothing', () => {
  const refused = { kind: 'NOT_SENT' as const, cause: 'ECONNREFUSED' }
  expect(judgePrepaid('PURCHASE', REF, refused).kind).toBe('NOT_SENT')
  expect(judgePrepaid('STATUS', REF, refused).kind).toBe('NOTHING_LEARNED')
  expect(judgePostpaid('PURCHASE', REF, { kind: 'LOST', cause: 'reset' }).kind).toBe('PENDING')
  expect(judgePostpaid('STATUS', REF, { kind: 'LOST', cause: 'reset' }).kind).toBe('NOTHING_LEARNED')
})
