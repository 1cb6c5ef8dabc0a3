import type { Outcome } from '@setrum/iak'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide, type Heard } from './decide.js'
import { RECOVERY_RULES } from './recovery.js'
import { canMove } from './status.js'
import type { Transaction, TransactionChange } from './transaction.js'

const SECOND = 1_000
const BEGIN = Date.parse('2026-03-31T03:00:00Z')

/**
 * The biller in memory, as its reference promises it: one number is bought once, however often it is sent; a status
 * query may not see it for a while; bills are paid by a call that is not idempotent by promise, but by its state.
 */
class ModelBiller {
  debits = 0
  credits = 0
  status: 'UNKNOWN' | 'PENDING' | 'SUCCESS' | 'FAILED' = 'UNKNOWN'
  hiddenFor = 0
  hasToken = true
  readonly isBill: boolean
  constructor(isBill: boolean) {
    this.isBill = isBill
  }

  /** A purchase arrives. */
  take(): void {
    if (this.status !== 'UNKNOWN') return
    this.status = 'PENDING'
    this.debits += 1
  }

  settle(isGood: boolean): void {
    if (this.status !== 'PENDING') return
    this.status = isGood ? 'SUCCESS' : 'FAILED'
    if (!isGood) this.credits += 1
  }

  purchaseAnswer(): Outcome {
    return this.status === 'UNKNOWN' ? pending('LOST') : this.verdict()
  }

  statusAnswer(): Outcome {
    if (this.status === 'UNKNOWN' || this.hiddenFor > 0) {
      this.hiddenFor = Math.max(0, this.hiddenFor - 1)
      return this.isBill
        ? { kind: 'NOT_PAID_YET', code: '42', message: null, trId: '1', alarm: false }
        : { kind: 'NOT_FOUND', code: '06', message: null, trId: null, alarm: false }
    }
    return this.verdict()
  }

  private verdict(): Outcome {
    if (this.status === 'PENDING') return pending('PROCESS', '39')
    if (this.status === 'FAILED') return { kind: 'FAILED', code: '07', message: 'FAILED', trId: '7', alarm: false }
    return success(this.isBill, this.hasToken)
  }
}

const pending = (reason: 'LOST' | 'PROCESS' | 'AMBIGUOUS', code: string | null = null): Outcome => ({
  kind: 'PENDING',
  reason,
  code,
  message: null,
  trId: code === null ? null : '7',
  cause: null,
  alarm: false,
})
const NOTHING: Outcome = { kind: 'NOTHING_LEARNED', code: null, message: null, trId: null, cause: null, alarm: false }

const success = (isBill: boolean, hasToken: boolean): Outcome => ({
  kind: 'SUCCESS',
  code: '00',
  message: 'SUCCESS',
  trId: '7',
  serialNumber:
    isBill || !hasToken
      ? null
      : { raw: '1-2', token: '1'.repeat(20), name: null, tariff: null, powerVa: null, energyKwh: '14.8' },
  costIdr: 20_500,
  noref: null,
  bill: null,
  alarm: false,
})

/** One transaction in memory: a compare-and-set on one document, as the database does it. */
class Till {
  sale: Transaction
  now = BEGIN
  /** Calls that are on their way: sent, and not yet answered. What is asked with them is what was known then. */
  inFlight: { sale: Transaction; asked: Heard['asked']; hasArrived: boolean }[] = []
  finals: string[] = []
  handledByHand = false
  readonly biller: ModelBiller

  constructor(isBill: boolean) {
    this.biller = new ModelBiller(isBill)
    this.sale = aSale(isBill)
    this.inFlight.push({ sale: this.sale, asked: 'PURCHASE', hasArrived: false })
  }

  hear(known: Transaction, asked: Heard['asked'], outcome: Outcome): void {
    const at = new Date(this.now)
    const isSameDay = this.now - BEGIN < 14 * 3_600_000
    const decision = decide(known, { asked, outcome, at, actor: 'system', isSameDay }, RECOVERY_RULES)
    if (!decision) return
    const holds = this.sale.state === known.state && (decision.to === 'SUCCESS' || this.sale.sends === known.sends)
    if (!holds) {
      const isFinal = this.sale.state === 'SUCCESS' || this.sale.state === 'FAILED'
      if (isFinal && known.state === 'PROCESSING') this.hear(this.sale, asked, outcome)
      return
    }
    this.apply(decision.change, decision.event ? [decision.event] : [])
    if (decision.next === 'SEND_AGAIN') {
      this.apply({ sends: this.sale.sends + 1, lastSentAt: at, unknownAnswers: 0 }, [])
      this.inFlight.push({ sale: this.sale, asked: 'REPEAT', hasArrived: false })
    }
  }

  apply(change: TransactionChange, events: Transaction['events']): void {
    const before = this.sale.state
    this.sale = { ...this.sale, ...change, events: [...this.sale.events, ...events] }
    if (this.sale.state === before) return
    expect(canMove(before, this.sale.state)).toBe(true)
    this.finals.push(this.sale.state)
  }

  check(): void {
    if (this.sale.state === 'PROCESSING' || this.sale.nextCheckAt) {
      this.hear(this.sale, 'STATUS', this.biller.statusAnswer())
    }
  }
}

type Act =
  | { act: 'ARRIVE' | 'ANSWER' | 'LOSE_REQUEST' | 'LOSE_ANSWER' | 'CHECK' | 'SILENT_CHECK' | 'CRASH' | 'RIDDLE' }
  | { act: 'SETTLE'; isGood: boolean }
  | { act: 'HIDE'; queries: number }
  | { act: 'WITHHOLD_TOKEN'; isWithheld: boolean }
  | { act: 'DUPLICATE_ANSWER' }
  | { act: 'BY_HAND'; isGood: boolean }
  | { act: 'WAIT'; seconds: number }

const anAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<Act>({ act: 'ARRIVE' }, { act: 'ANSWER' }, { act: 'CHECK' }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Act>(
      { act: 'LOSE_REQUEST' },
      { act: 'LOSE_ANSWER' },
      { act: 'SILENT_CHECK' },
      { act: 'CRASH' },
      { act: 'RIDDLE' },
      { act: 'DUPLICATE_ANSWER' },
    ),
  },
  { weight: 2, arbitrary: fc.boolean().map((isGood): Act => ({ act: 'SETTLE', isGood })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }).map((queries): Act => ({ act: 'HIDE', queries })) },
  { weight: 1, arbitrary: fc.boolean().map((isWithheld): Act => ({ act: 'WITHHOLD_TOKEN', isWithheld })) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 240 }).map((seconds): Act => ({ act: 'WAIT', seconds })) },
)
const byHand: fc.Arbitrary<Act> = fc.boolean().map((isGood): Act => ({ act: 'BY_HAND', isGood }))

function perform(till: Till, act: Act): void {
  const { biller } = till
  switch (act.act) {
    case 'ARRIVE': {
      const call = till.inFlight.find(({ hasArrived }) => !hasArrived)
      if (!call) return
      call.hasArrived = true
      biller.take()
      return
    }
    case 'ANSWER': {
      const call = till.inFlight.find(({ hasArrived }) => hasArrived)
      if (!call) return
      till.inFlight = till.inFlight.filter((other) => other !== call)
      till.hear(call.sale, call.asked, biller.purchaseAnswer())
      return
    }
    case 'LOSE_REQUEST': {
      const call = till.inFlight.find(({ hasArrived }) => !hasArrived)
      if (!call) return
      till.inFlight = till.inFlight.filter((other) => other !== call)
      till.hear(call.sale, call.asked, call.asked === 'PURCHASE' ? pending('LOST') : NOTHING)
      return
    }
    case 'LOSE_ANSWER': {
      const call = till.inFlight.find(({ hasArrived }) => hasArrived)
      if (!call) return
      till.inFlight = till.inFlight.filter((other) => other !== call)
      till.hear(call.sale, call.asked, call.asked === 'PURCHASE' ? pending('LOST') : NOTHING)
      return
    }
    case 'DUPLICATE_ANSWER': {
      const call = till.inFlight.find(({ hasArrived }) => hasArrived)
      const outcome = call && biller.purchaseAnswer()
      if (call && outcome) for (let time = 0; time < 3; time += 1) till.hear(call.sale, call.asked, outcome)
      return
    }
    case 'RIDDLE': {
      const call = till.inFlight.find(({ hasArrived }) => hasArrived)
      if (call) till.hear(call.sale, call.asked, pending('AMBIGUOUS', biller.isBill ? '105' : '201'))
      return
    }
    case 'CHECK':
      till.check()
      return
    case 'SILENT_CHECK':
      till.hear(till.sale, 'STATUS', NOTHING)
      return
    case 'CRASH':
      // The process forgets what is on its way; what had left goes on.
      for (const call of till.inFlight) if (call.hasArrived) biller.take()
      till.inFlight = []
      return
    case 'SETTLE':
      biller.settle(act.isGood)
      return
    case 'HIDE':
      biller.hiddenFor = act.queries
      return
    case 'WITHHOLD_TOKEN':
      biller.hasToken = !act.isWithheld
      return
    case 'WAIT':
      till.now += act.seconds * SECOND
      // A call that nobody answers is over after our time-out.
      if (act.seconds > 35) {
        for (const call of till.inFlight) {
          till.hear(call.sale, call.asked, call.asked === 'PURCHASE' ? pending('LOST') : NOTHING)
        }
        till.inFlight = []
      }
      return
    case 'BY_HAND':
      resolveByHand(till, act.isGood)
      return
  }
}

/** As `resolveTransaction`: asks once more, obeys what is definite, and goes on asking afterwards. */
function resolveByHand(till: Till, isGood: boolean): void {
  if (till.sale.state !== 'PROCESSING') return
  till.check()
  if (till.sale.state !== 'PROCESSING' || till.inFlight.length > 0) return
  if (till.sale.isPaid && !isGood) return
  till.handledByHand = true
  till.apply({ state: isGood ? 'SUCCESS' : 'FAILED', nextCheckAt: new Date(till.now + 60 * SECOND) }, [])
}

/** All faults are over: what is on its way arrives, the biller makes up its mind, and we go on asking. */
function calm(till: Till): void {
  const { biller } = till
  biller.hasToken = true
  biller.hiddenFor = 0
  for (let round = 0; round < 60; round += 1) {
    while (till.inFlight.length > 0) {
      perform(till, { act: 'ARRIVE' })
      perform(till, { act: 'ANSWER' })
    }
    biller.settle(true)
    till.check()
    if (till.sale.state !== 'PROCESSING' && !till.sale.nextCheckAt) return
    till.now += 60 * SECOND
  }
}

const sequences = (acts: fc.Arbitrary<Act>) =>
  fc.record({ isBill: fc.boolean(), acts: fc.array(acts, { minLength: 1, maxLength: 40 }) })

describe('in ten thousand random sequences of answers, faults, crashes and reorderings', () => {
  test('nothing is bought twice, every debit has its sale, and what is final agrees with the biller’s books', () => {
    fc.assert(
      fc.property(sequences(anAct), ({ isBill, acts }) => {
        const till = new Till(isBill)
        for (const act of acts) perform(till, act)
        calm(till)
        const { biller, sale } = till
        expect(biller.debits).toBeLessThanOrEqual(1)
        expect(till.finals.length).toBe(1)
        const isCharged = biller.debits > biller.credits
        expect(sale.state).toBe(isCharged ? 'SUCCESS' : 'FAILED')
        if (sale.state === 'SUCCESS' && !isBill) expect(sale.token).toMatch(/^\d{20}$/)
        expect(sale.nextCheckAt).toBeNull()
      }),
      { numRuns: 7_000 },
    )
  })

  test('with people who decide by hand, wrongly too: a wrong decision never stays unseen', () => {
    fc.assert(
      fc.property(sequences(fc.oneof({ weight: 8, arbitrary: anAct }, { weight: 1, arbitrary: byHand })), (given) => {
        const till = new Till(given.isBill)
        for (const act of given.acts) perform(till, act)
        calm(till)
        const { biller, sale } = till
        expect(biller.debits).toBeLessThanOrEqual(1)
        expect(till.finals.length).toBe(1)
        const isCharged = biller.debits > biller.credits
        const agrees = sale.state === (isCharged ? 'SUCCESS' : 'FAILED')
        if (!till.handledByHand) expect(agrees).toBe(true)
        // What the biller never heard of it cannot contradict: nothing was charged, and the person knows.
        else if (!agrees && biller.status !== 'UNKNOWN') expect(sale.needsAttention).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })
})

function aSale(isBill: boolean): Transaction {
  return {
    id: '1',
    invoice: 'INV-0000000000000001',
    refId: 'INV0000000000000001',
    trId: isBill ? '1' : null,
    productType: isBill ? 'POSTPAID' : 'PREPAID',
    productCode: isBill ? 'PLNPOSTPAID' : 'hpln20000',
    customerNumber: '12345678901',
    customer: { name: null, meterNumber: null, subscriberId: null, tariff: null, powerVa: null },
    state: 'PROCESSING',
    nominalIdr: 20_000,
    adminFeeIdr: null,
    priceIdr: 22_000,
    costIdr: 20_500,
    profitIdr: null,
    token: null,
    serialNumber: null,
    energyKwh: null,
    bills: [],
    reference: null,
    remainingBills: null,
    responseCode: null,
    message: null,
    employeeId: 'e1',
    employeeName: 'Siti',
    shiftId: null,
    shift: null,
    idempotencyKey: 'a-key-of-a-till',
    requestHash: 'hash',
    events: [],
    createdAt: new Date(BEGIN),
    updatedAt: new Date(BEGIN),
    completedAt: null,
    businessDate: '2026-03-31',
    nextCheckAt: new Date(BEGIN + 3 * SECOND),
    needsAttention: false,
    printCount: 0,
    sends: 1,
    lastSentAt: new Date(BEGIN),
    sendingUntil: new Date(BEGIN + 35 * SECOND),
    unknownAnswers: 0,
    lastPaymentCode: null,
    isRefusalToConfirm: false,
    isPaid: false,
    isLegacy: false,
    rungAt: null,
  }
}
