import type { Outcome } from '@setrum/iak'
import { propertyRuns } from '@setrum/testing/randomness'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aPhase, aSale, HOUR, MINUTE, SECOND, SOLD_AT } from '../../../test/support/a-sale.js'
import type { Transaction } from '../transaction.js'
import { decide } from './decide.js'
import { enter } from './next-phase.js'
import { attemptsOf, isOpenPhase, nextCheckOf, PHASES, type PhaseName, statusOf } from './phase.js'
import { RECOVERY_RULES } from './recovery-rules.js'
import { INPUTS, type Input, REVIEW_REASONS, type ReviewReason, TRANSITIONS } from './transitions.js'

const NAMES = Object.keys(PHASES) as PhaseName[]
const ENTRIES = NAMES.flatMap((from) =>
  Object.entries(TRANSITIONS[from]).map(([input, transition]) => ({ from, input: input as Input, ...transition })),
)
const FINAL: ReadonlySet<PhaseName> = new Set(['SUCCESS', 'FAILED', 'EXPIRED'])
/** Inputs that an admin gives. */
const BY_ADMIN: readonly Input[] = [
  'RESOLVED_SUCCESS',
  'RESOLVED_FAILED',
  'CORRECTED_SUCCESS',
  'CORRECTED_FAILED',
  'REVIEWED',
]
/** Inputs that a person gives. */
const BY_PERSON = new Set<Input>([...BY_ADMIN, 'EMPLOYEE_RESOLVED_SUCCESS', 'EMPLOYEE_RESOLVED_FAILED'])

describe('the transition table', () => {
  test('every phase can be reached from the first ones, or is made by the import', () => {
    const reached = new Set<PhaseName>(['AWAITING_PAYMENT', 'SUBMITTED', 'IMPORTED'])
    for (let size = 0; size !== reached.size; ) {
      size = reached.size
      for (const { from, to } of ENTRIES) if (reached.has(from)) reached.add(to)
    }
    expect([...reached].sort()).toEqual([...NAMES].sort())
  })

  test.each(NAMES)('%s has a way to a final phase, without a person and without a callback', (name) => {
    const reached = new Set([name])
    for (let size = 0; size !== reached.size; ) {
      size = reached.size
      for (const { from, input, to } of ENTRIES) {
        if (reached.has(from) && !BY_PERSON.has(input) && !input.startsWith('CALLBACK')) reached.add(to)
      }
    }
    expect([...reached].some((each) => FINAL.has(each))).toBe(true)
  })

  test('only an admin removes review reasons, and an admin always does', () => {
    for (const { input, effects } of ENTRIES) expect(effects.clearReviews === true).toBe(BY_ADMIN.includes(input))
  })

  test('only a person, and only by a correction, changes a final status', () => {
    for (const { from, input, to } of ENTRIES) {
      const [before, after] = [PHASES[from].status, PHASES[to].status]
      const isFinal = before === 'SUCCESS' || before === 'FAILED' || before === 'EXPIRED'
      if (isFinal && before !== after) expect(input).toMatch(/^CORRECTED_/)
    }
  })

  test('money is spent only by the payment of a bill, and by a retry of what the biller does not show', () => {
    const submitting = ENTRIES.filter(({ effects }) => effects.submit).map(({ from, input }) => `${from} ${input}`)
    expect(submitting).toEqual(['AWAITING_PAYMENT PAY', 'SUBMITTED ABSENT_RETRYABLE'])
  })

  test('every open phase that stays open is queried again, or is for a person', () => {
    for (const name of NAMES) {
      const isOpen = PHASES[name].status === 'PROCESSING'
      if (isOpen) expect(TRANSITIONS[name].DAY_OVER).toMatchObject({ effects: { review: 'NOT_SETTLED_IN_A_DAY' } })
    }
  })

  test('every input is used, and every review reason has a code that says what it is', () => {
    expect(new Set(ENTRIES.map(({ input }) => input))).toEqual(new Set(Object.keys(INPUTS)))
    for (const code of Object.keys(REVIEW_REASONS)) expect(code).toMatch(/^[A-Z_]+$/)
  })
})

/** What the biller has really done. */
type Truth = 'NEVER_ARRIVED' | 'WORKING' | 'SOLD' | 'REFUNDED'

const common = { message: null, alarm: false }
const tr = (trId: string | null) => ({ ...common, trId })
const unshown = (isBill: boolean): Outcome =>
  isBill ? { kind: 'NOT_PAID_YET', code: '42', ...tr('7') } : { kind: 'NOT_FOUND', code: '06', ...tr(null) }

/** What the biller reports of the truth when it reports it, with or without the token. */
function reported(truth: Truth, isBill: boolean, hasToken: boolean, costIdr: number): Outcome {
  if (truth === 'NEVER_ARRIVED') return unshown(isBill)
  if (truth === 'REFUNDED') return { kind: 'FAILED', code: '07', ...tr('7') }
  if (truth === 'WORKING') return { kind: 'PENDING', reason: 'PROCESS', code: '39', cause: null, ...tr('7') }
  const token = '1'.repeat(20)
  const serialNumber = { raw: '1', token, name: null, tariff: null, powerVa: null, energyKwh: '1' }
  const sold = { costIdr, noref: null, bill: null, serialNumber: isBill || !hasToken ? null : serialNumber }
  return { kind: 'SUCCESS', code: '00', ...tr('7'), ...sold }
}

/** Responses that say nothing, or nothing definite, whatever the truth. */
const UNCLEAR: readonly Outcome[] = [
  { kind: 'INCONCLUSIVE', code: null, cause: null, ...tr(null) },
  { kind: 'INCONCLUSIVE', code: '204', cause: null, ...tr(null), alarm: true },
  { kind: 'PENDING', reason: 'AMBIGUOUS', code: '201', cause: null, ...tr(null) },
  { kind: 'PENDING', reason: 'CONTRADICTION', code: '00', cause: null, ...tr('7'), alarm: true },
]

const aStep = fc.record({
  waitMs: fc.constantFrom(SECOND, 5 * SECOND, 30 * SECOND, 3 * MINUTE, 20 * MINUTE, 2 * HOUR),
  kind: fc.constantFrom('TRUE_RESPONSE', 'TRUE_RESPONSE', 'TRUE_RESPONSE', 'UNCLEAR_RESPONSE', 'PERSON', 'CALLBACK'),
  pick: fc.nat(20),
  hasToken: fc.boolean(),
  isOtherCost: fc.boolean(),
  isOvertaken: fc.boolean(),
})
type Step = typeof aStep extends fc.Arbitrary<infer T> ? T : never

const USER_INPUTS: readonly Input[] = [...BY_PERSON]
const CALLBACKS: readonly Input[] = ['CALLBACK_SUCCESS', 'CALLBACK_FAILED', 'CALLBACK_OTHER']

/** Plays the table without network and database. A retry arrives at once where the first attempt did not. */
class Play {
  sale: Transaction
  debits: number
  truth: Truth
  now = SOLD_AT
  readonly isBill: boolean
  constructor(isBill: boolean, truth: Truth) {
    this.isBill = isBill
    this.truth = truth
    this.debits = truth === 'NEVER_ARRIVED' ? 0 : 1
    this.sale = aSale(isBill ? 'POSTPAID' : 'PREPAID')
  }

  take(step: Step): void {
    this.now = new Date(this.now.getTime() + step.waitMs)
    if (step.kind === 'PERSON') this.enter(USER_INPUTS[step.pick % USER_INPUTS.length])
    else if (step.kind === 'CALLBACK') this.enter(CALLBACKS[step.pick % CALLBACKS.length])
    else if (step.kind === 'UNCLEAR_RESPONSE') this.observe(UNCLEAR[step.pick % UNCLEAR.length], step.isOvertaken)
    else {
      const costIdr = step.isOtherCost ? 21_000 : 20_500
      this.observe(reported(this.truth, this.isBill, step.hasToken, costIdr), step.isOvertaken)
    }
  }

  enter(input: Input | undefined): void {
    const entered = input && enter(this.sale, input, this.now, RECOVERY_RULES)
    if (entered) this.sale = { ...this.sale, ...entered }
  }

  observe(outcome: Outcome | undefined, isOvertaken = false): void {
    if (!outcome) return
    const attempt = attemptsOf(this.sale).count
    const isSameDay = this.now.getTime() - SOLD_AT.getTime() < 12 * HOUR
    const observation = { request: 'STATUS', outcome, at: this.now, actor: 'system' } as const
    const rest = { isSameDay, attempt, isOvertaken, mayRetry: true }
    const decision = decide(this.sale, { ...observation, ...rest }, RECOVERY_RULES)
    if (!decision) return
    const { phase, change, events, newReasons, submit } = decision
    const reviewReasons = [...this.sale.reviewReasons, ...newReasons]
    this.sale = { ...this.sale, ...change, phase, reviewReasons, events: [...this.sale.events, ...events] }
    if (submit && this.truth === 'NEVER_ARRIVED') {
      this.truth = 'WORKING'
      this.debits += 1
    }
  }

  /** Two days of due status queries, each with a true response. */
  finish(): void {
    this.completeWork()
    const end = this.now.getTime() + 48 * HOUR
    for (;;) {
      const due = nextCheckOf(this.sale)
      if (!due || due.getTime() > end) return
      this.now = new Date(Math.max(due.getTime(), this.now.getTime()))
      this.observe(reported(this.truth, this.isBill, true, 20_500))
      this.completeWork()
    }
  }

  private completeWork(): void {
    if (this.truth === 'WORKING') this.truth = 'SOLD'
  }
}

const plays = (kinds: (step: Step) => boolean) =>
  fc.record({
    isBill: fc.boolean(),
    truth: fc.constantFrom<Truth>('NEVER_ARRIVED', 'WORKING', 'SOLD', 'REFUNDED'),
    steps: fc.array(aStep, { maxLength: 30 }).map((steps) => steps.filter(kinds)),
  })

describe('in random sequences of responses, callbacks and decisions by hand', () => {
  test('every debit ends in SUCCESS, in a refund that is FAILED, or with a review reason', () => {
    fc.assert(
      fc.property(
        plays(() => true),
        ({ isBill, truth, steps }) => {
          const play = new Play(isBill, truth)
          const confirmed: ReviewReason[] = []
          for (const step of steps) {
            const before = play.sale.reviewReasons
            play.take(step)
            if (play.sale.reviewReasons.length < before.length) confirmed.push(...before)
          }
          play.finish()
          const status = statusOf(play.sale)
          const isCharged = play.debits > 0 && play.truth !== 'REFUNDED'
          const agrees = isCharged ? status === 'SUCCESS' : status === 'FAILED'
          // A review may confirm a wrong status against the biller, after its reason was shown.
          if (!agrees) expect([...play.sale.reviewReasons, ...confirmed]).not.toEqual([])
        },
      ),
      propertyRuns(3_000),
    )
  })

  test('without inputs by hand, a settled sale is SUCCESS when it was debited, FAILED otherwise', () => {
    fc.assert(
      fc.property(
        plays(({ kind }) => kind !== 'PERSON'),
        ({ isBill, truth, steps }) => {
          const play = new Play(isBill, truth)
          for (const step of steps) play.take(step)
          play.finish()
          const status = statusOf(play.sale)
          if (isOpenPhase(play.sale.phase)) expect(play.sale.reviewReasons).not.toEqual([])
          else expect(status).toBe(play.debits > 0 && play.truth !== 'REFUNDED' ? 'SUCCESS' : 'FAILED')
          expect(play.debits).toBeLessThanOrEqual(1)
        },
      ),
      propertyRuns(3_000),
    )
  })

  test('no response and no callback removes a review reason', () => {
    fc.assert(
      fc.property(
        plays(({ kind }) => kind !== 'PERSON'),
        ({ isBill, truth, steps }) => {
          const play = new Play(isBill, truth)
          for (const step of steps) {
            const before = play.sale.reviewReasons
            play.take(step)
            expect(play.sale.reviewReasons).toEqual(expect.arrayContaining([...before]))
          }
        },
      ),
      propertyRuns(1_000),
    )
  })

  test('an open sale has a scheduled query or a review reason', () => {
    fc.assert(
      fc.property(
        plays(() => true),
        ({ isBill, truth, steps }) => {
          const play = new Play(isBill, truth)
          for (const step of steps) {
            play.take(step)
            if (!isOpenPhase(play.sale.phase) || nextCheckOf(play.sale)) continue
            // Only a review leaves a sale open without either.
            if (play.sale.reviewReasons.length === 0) expect(step.kind).toBe('PERSON')
          }
        },
      ),
      propertyRuns(1_000),
    )
  })
})

test('a phase has exactly the data that it needs', () => {
  const at = new Date(SOLD_AT.getTime() + MINUTE)
  const refused = aSale('PREPAID', { phase: aPhase('REFUSED') })
  expect(enter(refused, 'RESOLVED_FAILED', at, RECOVERY_RULES)?.phase).toEqual({
    name: 'FAILED_UNVERIFIED',
    since: at,
    nextCheckAt: new Date(at.getTime() + 3 * SECOND),
  })
  expect(enter(refused, 'CORRECTED_FAILED', at, RECOVERY_RULES)).toBeNull()
  const bill = aSale('POSTPAID', { phase: { name: 'AWAITING_PAYMENT' } })
  expect(enter(bill, 'DAY_ENDED', at, RECOVERY_RULES)?.phase).toEqual({ name: 'EXPIRED' })
  expect(enter(bill, 'PAY', at, RECOVERY_RULES)?.phase).toMatchObject({
    name: 'SUBMITTED',
    attempts: { count: 1, firstAt: at, lastAt: at, deadline: new Date(at.getTime() + RECOVERY_RULES.callMs) },
  })
})
