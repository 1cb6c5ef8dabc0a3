import { describe, expect, test } from 'vitest'
import type { CallResult } from '../client/transport.js'
import { classifyPrepaid } from './classify-prepaid.js'
import { PREPAID_CODES } from './response-codes.js'

// Section 8.1 of the biller's reference, copied from the document and not from the code:
// code, class at IAK, meaning. "+alarm" and "verify" as in its remarks.
const TABLE = `
00  Success OK
06  Failed  KEEP
07  Failed  FAIL
10  Failed  REJ
13  Failed  FAIL
16  Failed  FAIL
14  Failed  FAIL
17  Failed  REJ+alarm
18  Failed  n/a
19  Failed  n/a
21  Failed  n/a
20  Failed  REJ
39  Pending KEEP
102 Failed  CFG
106 Failed  REJ
107 Failed  CFG
110 Failed  REJ,verify
117 Failed  CFG
118 Failed  CFG
12  Failed  n/a
121 Failed  n/a
131 Failed  n/a
132 Failed  n/a
141 Failed  n/a
142 Failed  n/a
143 Failed  n/a
201 Pending KEEP
202 Failed  REJ
203 Failed  REJ
204 Failed  CFG
205 Failed  CFG
206 Failed  REJ
207 Failed  REJ
208 Failed  CFG
43  Failed  n/a
301 Failed  n/a
`
const ROWS = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [code = '', iakClass = '', meaning = ''] = line.split(/\s+/)
    return { code, iakClass, meaning, alarm: meaning.includes('alarm') || meaning === 'CFG' }
  })

const REF = 'INV0000000000000042'
const responded = (data: object, httpStatus = 200): CallResult => ({ kind: 'RESPONDED', httpStatus, json: { data } })
const ours = (rc: string, status: number | string) => responded({ ref_id: REF, status, rc, message: 'X', tr_id: 7 })
const ofTheCall = (rc: string, httpStatus = 200) => responded({ rc, message: 'X', status: 2 }, httpStatus)
const pick = (outcome: object) => {
  const { kind, reason, verify, alarm } = outcome as Record<string, unknown>
  return { kind, ...(reason ? { reason } : {}), ...(verify ? { verify } : {}), alarm }
}

test('the table has every code of the reference and no other', () => {
  expect(Object.keys(PREPAID_CODES).sort()).toEqual(ROWS.map(({ code }) => code).sort())
})

describe.each(ROWS)('prepaid code $code ($iakClass, $meaning)', ({ code, iakClass, meaning, alarm }) => {
  test('a first top-up refused without our ref_id: nothing bought, or unknown', () => {
    const expected = ['OK', 'KEEP'].includes(meaning)
      ? { kind: 'PENDING', reason: 'AMBIGUOUS', alarm: false }
      : { kind: 'REJECTED', ...(meaning.includes('verify') ? { verify: true } : {}), alarm }
    expect(pick(classifyPrepaid('PURCHASE', REF, ofTheCall(code)))).toEqual(expected)
  })

  test('the same to a repeat or a status query is inconclusive', () => {
    expect(pick(classifyPrepaid('REPEAT', REF, ofTheCall(code)))).toEqual({ kind: 'INCONCLUSIVE', alarm })
    const ofStatus = code === '06' ? { kind: 'NOT_FOUND', alarm: false } : { kind: 'INCONCLUSIVE', alarm }
    expect(pick(classifyPrepaid('STATUS', REF, ofTheCall(code)))).toEqual(ofStatus)
  })

  test('about our transaction, where the status agrees, it is the outcome', () => {
    const status = { Success: 1, Failed: 2, Pending: 0 }[iakClass] ?? 9
    const of = (type: 'PURCHASE' | 'REPEAT' | 'STATUS') => pick(classifyPrepaid(type, REF, ours(code, status)))
    if (iakClass === 'Success') {
      for (const type of ['PURCHASE', 'REPEAT', 'STATUS'] as const) expect(of(type).kind).toBe('SUCCESS')
    } else if (iakClass === 'Pending') {
      const open = { kind: 'PENDING', reason: code === '39' ? 'PROCESS' : 'AMBIGUOUS', alarm: false }
      for (const type of ['PURCHASE', 'REPEAT', 'STATUS'] as const) expect(of(type)).toEqual(open)
    } else if (code === '06') {
      expect(of('PURCHASE')).toEqual({ kind: 'PENDING', reason: 'AMBIGUOUS', alarm: false })
      expect(of('STATUS')).toEqual({ kind: 'NOT_FOUND', alarm: false })
    } else {
      expect(of('STATUS')).toEqual({ kind: 'FAILED', alarm })
      expect(of('PURCHASE')).toEqual(
        meaning.includes('verify') ? { kind: 'REJECTED', verify: true, alarm } : { kind: 'FAILED', alarm },
      )
      const isRefusalOfCall = meaning.startsWith('REJ') || meaning === 'CFG'
      expect(of('REPEAT')).toEqual({ kind: isRefusalOfCall ? 'INCONCLUSIVE' : 'FAILED', alarm })
    }
  })

  test('about our transaction, where the status disagrees, it is pending and an alarm is raised', () => {
    const agreeing = { Success: 1, Failed: 2, Pending: 0 }[iakClass]
    for (const status of [0, 1, 2, 3, 'x'].filter((candidate) => candidate !== agreeing)) {
      for (const type of ['PURCHASE', 'REPEAT', 'STATUS'] as const) {
        const outcome = pick(classifyPrepaid(type, REF, ours(code, status)))
        expect(outcome).toEqual({ kind: 'PENDING', reason: 'CONTRADICTION', alarm: true })
      }
    }
  })
})

describe('a code or status in no table', () => {
  test.each([
    ['an unknown code of ours', ours('777', 2)],
    ['an unknown code of the call', ofTheCall('777')],
    ['a missing code of ours', responded({ ref_id: REF, status: 2, message: 'X' })],
    ['a missing code of the call', responded({ message: 'X' })],
  ])('%s keeps a purchase pending', (_name, callResult) => {
    expect(classifyPrepaid('PURCHASE', REF, callResult)).toMatchObject({ kind: 'PENDING', reason: 'UNKNOWN_CODE' })
    expect(classifyPrepaid('STATUS', REF, callResult).kind).toMatch(/^(PENDING|INCONCLUSIVE)$/)
  })

  test('a response about another transaction is none about ours, and its number at the biller is not ours', () => {
    const other = responded({ ref_id: 'INV0000000000000099', status: 1, rc: '00', tr_id: 8 })
    expect(classifyPrepaid('PURCHASE', REF, other)).toMatchObject({ kind: 'PENDING', trId: null })
    expect(classifyPrepaid('STATUS', REF, other).kind).toBe('INCONCLUSIVE')
    const notFound = responded({ ref_id: 'INV0000000000000099', status: 2, rc: '06' })
    expect(classifyPrepaid('STATUS', REF, notFound).kind).toBe('INCONCLUSIVE')
  })
})

describe('the HTTP status', () => {
  test('400 rejects a first call, and is inconclusive for a repeat or a status query', () => {
    const refusal = responded({ rc: '107', message: 'X', error_details: { ref_id: ['required'] } }, 400)
    expect(classifyPrepaid('PURCHASE', REF, refusal)).toMatchObject({ kind: 'REJECTED', alarm: true })
    expect(classifyPrepaid('REPEAT', REF, refusal).kind).toBe('INCONCLUSIVE')
    expect(classifyPrepaid('STATUS', REF, refusal).kind).toBe('INCONCLUSIVE')
    expect(classifyPrepaid('PURCHASE', REF, { kind: 'RESPONDED', httpStatus: 400, json: null }).kind).toBe('REJECTED')
  })

  test('400 with the code of "pending" contradicts itself', () => {
    expect(classifyPrepaid('PURCHASE', REF, ofTheCall('39', 400))).toMatchObject({
      kind: 'PENDING',
      reason: 'CONTRADICTION',
      alarm: true,
    })
  })

  test.each([401, 403, 404, 429, 500, 502, 503])('%i is a fault of the biller: pending, whatever the code', (http) => {
    expect(classifyPrepaid('PURCHASE', REF, ofTheCall('14', http))).toMatchObject({ kind: 'PENDING', reason: 'LOST' })
    expect(classifyPrepaid('STATUS', REF, ofTheCall('06', http)).kind).toBe('INCONCLUSIVE')
  })

  test.each([401, 500, 503])(
    '%i with a full response about our transaction is neither a failure nor a success',
    (http) => {
      for (const full of [
        { status: 2, rc: '07' },
        { status: 2, rc: '110' },
        { status: 1, rc: '00' },
      ]) {
        const callResult = responded({ ref_id: REF, tr_id: 7, ...full }, http)
        expect(classifyPrepaid('PURCHASE', REF, callResult)).toMatchObject({
          kind: 'PENDING',
          reason: 'LOST',
          trId: '7',
        })
        expect(classifyPrepaid('REPEAT', REF, callResult).kind).toBe('INCONCLUSIVE')
        expect(classifyPrepaid('STATUS', REF, callResult).kind).toBe('INCONCLUSIVE')
      }
    },
  )

  test('400 to a repeat or a status query is no failure, whatever its status and code', () => {
    const full = responded({ ref_id: REF, status: 2, rc: '07' }, 400)
    expect(classifyPrepaid('PURCHASE', REF, full)).toMatchObject({ kind: 'REJECTED', alarm: true })
    expect(classifyPrepaid('REPEAT', REF, full).kind).toBe('INCONCLUSIVE')
    expect(classifyPrepaid('STATUS', REF, full).kind).toBe('INCONCLUSIVE')
  })

  test.each([
    ['an empty or unreadable body', { kind: 'RESPONDED', httpStatus: 200, json: null }],
    ['a response without data', { kind: 'RESPONDED', httpStatus: 200, json: { rc: '07' } }],
    ['a lost response', { kind: 'LOST', cause: 'reset' }],
  ] as [string, CallResult][])('%s: the purchase is pending, a query teaches nothing', (_name, callResult) => {
    expect(classifyPrepaid('PURCHASE', REF, callResult)).toMatchObject({ kind: 'PENDING', reason: 'LOST' })
    expect(classifyPrepaid('REPEAT', REF, callResult).kind).toBe('INCONCLUSIVE')
    expect(classifyPrepaid('STATUS', REF, callResult).kind).toBe('INCONCLUSIVE')
  })

  test('no connection: a purchase was not sent, a query is inconclusive', () => {
    const callResult: CallResult = { kind: 'NOT_SENT', cause: 'refused' }
    expect(classifyPrepaid('PURCHASE', REF, callResult).kind).toBe('NOT_SENT')
    expect(classifyPrepaid('STATUS', REF, callResult).kind).toBe('INCONCLUSIVE')
  })
})

describe('type variance', () => {
  test('numbers as strings and codes as numbers read the same', () => {
    const withVariedTypes = responded({
      ref_id: REF,
      status: '1',
      rc: 0,
      price: '50500',
      tr_id: '700123',
      sn: '1111-2222-3333-4444-5555/BUDI SANTOSO/R1 /000001300/33.1',
    })
    expect(classifyPrepaid('STATUS', REF, withVariedTypes)).toMatchObject({
      kind: 'SUCCESS',
      code: '00',
      costIdr: 50_500,
      trId: '700123',
      serialNumber: { token: '11112222333344445555' },
    })
  })

  test('a success without a serial number is a success that lacks it', () => {
    expect(classifyPrepaid('STATUS', REF, ours('00', 1))).toMatchObject({ kind: 'SUCCESS', serialNumber: null })
    const empty = responded({ ref_id: REF, status: 1, rc: '00', sn: '' })
    expect(classifyPrepaid('STATUS', REF, empty)).toMatchObject({ kind: 'SUCCESS', serialNumber: null })
  })
})
