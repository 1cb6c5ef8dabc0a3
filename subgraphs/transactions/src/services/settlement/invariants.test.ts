import { propertyRuns } from '@setrum/testing/randomness'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '../../../test/support/a-sale.js'
import { pending } from '../../../test/support/model-biller.js'
import { type Call, ModelTill } from '../../../test/support/model-till.js'
import { attemptsOf, isOpenPhase, nextCheckOf, statusOf } from '../../domain/settlement/phase.js'
import { RECOVERY_RULES } from '../../domain/settlement/recovery-rules.js'

/** `call` is the index of a call in flight, so that calls overtake each other. */
type Act =
  | { act: 'SEND' | 'CHECK' | 'REFRESH' | 'CRASH' | 'SUSPEND' }
  | { act: 'ARRIVE' | 'REFUSE' | 'RESPOND_AMBIGUOUSLY' | 'RESPOND' | 'LOSE'; call: number }
  | { act: 'SETTLE' | 'BY_HAND'; isGood: boolean }
  | { act: 'HIDE'; queries: number; isFound: boolean }
  | { act: 'WITHHOLD_TOKEN'; isWithheld: boolean }
  | { act: 'CALLBACK'; status: number; hasToken: boolean }
  | { act: 'WAIT' | 'ROUND'; seconds: number }

const callIndex = fc.nat({ max: 3 })
const ofCall = (act: 'ARRIVE' | 'REFUSE' | 'RESPOND_AMBIGUOUSLY' | 'RESPOND' | 'LOSE') =>
  callIndex.map((call): Act => ({ act, call }))
const aCallback = fc
  .record({ status: fc.integer({ min: 0, max: 2 }), hasToken: fc.boolean() })
  .map((claim): Act => ({ act: 'CALLBACK', ...claim }))

const hiding = fc
  .record({ queries: fc.integer({ min: 1, max: 5 }), isFound: fc.boolean() })
  .map((how): Act => ({ act: 'HIDE', ...how }))

const anAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Act>({ act: 'SEND' }) },
  { weight: 8, arbitrary: fc.integer({ min: 10, max: 70 }).map((seconds): Act => ({ act: 'ROUND', seconds })) },
  { weight: 5, arbitrary: fc.constantFrom<Act>({ act: 'CHECK' }, { act: 'CHECK' }, { act: 'REFRESH' }) },
  { weight: 5, arbitrary: ofCall('ARRIVE') },
  { weight: 5, arbitrary: ofCall('RESPOND') },
  { weight: 1, arbitrary: ofCall('LOSE') },
  { weight: 2, arbitrary: ofCall('REFUSE') },
  { weight: 1, arbitrary: ofCall('RESPOND_AMBIGUOUSLY') },
  { weight: 1, arbitrary: fc.constant<Act>({ act: 'CRASH' }) },
  { weight: 2, arbitrary: fc.constant<Act>({ act: 'SUSPEND' }) },
  { weight: 2, arbitrary: aCallback },
  { weight: 1, arbitrary: fc.boolean().map((isGood): Act => ({ act: 'SETTLE', isGood })) },
  { weight: 2, arbitrary: hiding },
  { weight: 1, arbitrary: fc.boolean().map((isWithheld): Act => ({ act: 'WITHHOLD_TOKEN', isWithheld })) },
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 120 }).map((seconds): Act => ({ act: 'WAIT', seconds })) },
)
const byHand = fc.boolean().map((isGood): Act => ({ act: 'BY_HAND', isGood }))
const sequences = (acts: fc.Arbitrary<Act>) =>
  fc.record({ isBill: fc.boolean(), acts: fc.array(acts, { minLength: 1, maxLength: 50 }) })

function perform(till: ModelTill, act: Act): void {
  const { biller } = till
  switch (act.act) {
    case 'SEND':
      till.send()
      return
    case 'CHECK':
      till.check()
      return
    case 'REFRESH':
      till.refresh()
      return
    case 'CRASH':
      till.crash()
      return
    case 'SUSPEND':
      for (const call of till.inFlight) call.isFrozen = true
      return
    case 'SETTLE':
      biller.settle(act.isGood)
      return
    case 'BY_HAND':
      till.resolve(act.isGood)
      return
    case 'HIDE':
      biller.hiddenFor = act.queries
      biller.findsBills = act.isFound
      return
    case 'WITHHOLD_TOKEN':
      biller.hasToken = !act.isWithheld
      return
    case 'CALLBACK':
      till.receiveCallback(act.status, act.hasToken ? '1-2' : null)
      return
    case 'WAIT':
    case 'ROUND':
      till.wait(act.seconds * SECOND)
      return
    default: {
      const call = till.inFlight[act.call % till.inFlight.length]
      if (call) deliver(till, act.act, call)
    }
  }
}

function deliver(
  till: ModelTill,
  act: 'ARRIVE' | 'REFUSE' | 'RESPOND_AMBIGUOUSLY' | 'RESPOND' | 'LOSE',
  call: Call,
): void {
  if (act === 'ARRIVE') till.arrive(call)
  else if (act === 'REFUSE') till.arrive(call, true)
  else if (act === 'LOSE' || call.isLost) till.lose(call)
  else if (act === 'RESPOND' && call.outcome) till.respond(call, call.outcome)
  else if (
    act === 'RESPOND_AMBIGUOUSLY' &&
    call.request !== 'STATUS' &&
    (till.biller.isBill || till.biller.status !== 'UNKNOWN')
  ) {
    till.respond(call, pending('AMBIGUOUS', till.biller.isBill ? '105' : '201'))
  }
}

/** Resolves after all pending promise callbacks have run. */
const settlePromises = () => new Promise((resolve) => setImmediate(resolve))

/** The usual case: the reconciler queries the status and gets a response. */
async function round(till: ModelTill): Promise<void> {
  till.check()
  await settlePromises()
  const call = till.inFlight.findLast(({ request }) => request === 'STATUS')
  if (!call) return
  till.arrive(call)
  if (call.outcome) till.respond(call, call.outcome)
  await settlePromises()
}

async function play(till: ModelTill, acts: readonly Act[]): Promise<void> {
  for (const act of acts) {
    perform(till, act)
    await settlePromises()
    if (act.act === 'ROUND') await round(till)
    expect(till.isLeaseLeaked).toBe(false)
    expect(till.isCallbackUnchecked).toBe(false)
  }
}

/** Ends all faults: calls in flight arrive, the biller settles, and the reconciler runs for two and a half days. */
async function settleWithoutFaults(till: ModelTill): Promise<void> {
  const { biller } = till
  biller.hasToken = true
  biller.hiddenFor = 0
  biller.findsBills = true
  till.send()
  await settlePromises()
  const startMs = till.sale.createdAt.getTime()
  for (const until of [0, 15 * HOUR, 60 * HOUR]) {
    till.wait(Math.max(0, startMs + until - till.now))
    for (let round = 0; round < 20; round += 1) {
      for (let call = till.inFlight[0]; call; call = till.inFlight[0]) {
        till.arrive(call)
        if (call.outcome) till.respond(call, call.outcome)
        else till.lose(call)
        await settlePromises()
      }
      if (!isOpenPhase(till.sale.phase) && nextCheckOf(till.sale) === null) return
      biller.settle(true)
      till.wait(MINUTE)
      till.check()
      await settlePromises()
    }
  }
}

function expectOneOutcome({ biller, sale, statuses, errors, firstWithResponse }: ModelTill): void {
  expect(errors).toEqual([])
  expect(biller.debits).toBeLessThanOrEqual(1)
  const attempts = sale.events.filter(({ type }) => type === 'SENT').length
  expect(attempts).toBeLessThanOrEqual(biller.isBill ? RECOVERY_RULES.maxPayments : RECOVERY_RULES.maxAttempts)
  if (firstWithResponse !== null)
    expect(attempts).toBeLessThanOrEqual(Math.max(firstWithResponse, RECOVERY_RULES.maxPaymentsAfterResponse))
  expect(statuses).toEqual([statusOf(sale)])
  expect(nextCheckOf(sale)).toBeNull()
}

describe('in thousands of random sequences of responses, callbacks, faults, crashes and reorderings', {
  timeout: 300_000,
}, () => {
  test('nothing is bought twice, every debit has its sale, and every final status agrees with the biller’s ledger', async () => {
    await fc.assert(
      fc.asyncProperty(sequences(anAct), async ({ isBill, acts }) => {
        const till = new ModelTill(isBill)
        await play(till, acts)
        await settleWithoutFaults(till)
        expectOneOutcome(till)
        expect(statusOf(till.sale)).toBe(till.biller.isCharged ? 'SUCCESS' : 'FAILED')
        if (statusOf(till.sale) === 'SUCCESS' && !isBill) expect(till.sale.token).toMatch(/^\d{20}$/)
      }),
      propertyRuns(2_500),
    )
  })

  test('a bill with an ambiguous response to its payment is paid twice at most, whatever is lost afterwards', async () => {
    const start: Act[] = [{ act: 'SEND' }, { act: 'RESPOND_AMBIGUOUSLY', call: 0 }]
    await fc.assert(
      fc.asyncProperty(fc.array(anAct, { minLength: 10, maxLength: 50 }), async (acts) => {
        const till = new ModelTill(true)
        await play(till, [...start, ...acts])
        await settleWithoutFaults(till)
        expect(till.firstWithResponse).toBe(1)
        expectOneOutcome(till)
      }),
      propertyRuns(250),
    )
  })

  test('a bill is paid once when its payment arrived, the response was lost, and the biller then cannot find it', async () => {
    const start: Act[] = [
      { act: 'HIDE', queries: 20, isFound: false },
      { act: 'SEND' },
      { act: 'ARRIVE', call: 0 },
      { act: 'LOSE', call: 0 },
    ]
    const rounds = fc.array(
      fc.integer({ min: 10, max: 120 }).map((seconds): Act => ({ act: 'ROUND', seconds })),
      {
        minLength: 3,
        maxLength: 10,
      },
    )
    await fc.assert(
      fc.asyncProperty(rounds, async (acts) => {
        const till = new ModelTill(true)
        await play(till, [...start, ...acts])
        await settleWithoutFaults(till)
        expectOneOutcome(till)
        expect(statusOf(till.sale)).toBe('SUCCESS')
      }),
      propertyRuns(150),
    )
  })

  test('with decisions by hand, wrong ones too: a wrong decision never stays without a review reason', async () => {
    const acts = fc.oneof({ weight: 8, arbitrary: anAct }, { weight: 1, arbitrary: byHand })
    await fc.assert(
      fc.asyncProperty(sequences(acts), async (given) => {
        const till = new ModelTill(given.isBill)
        await play(till, given.acts)
        await settleWithoutFaults(till)
        expectOneOutcome(till)
        const agrees = statusOf(till.sale) === (till.biller.isCharged ? 'SUCCESS' : 'FAILED')
        if (!till.isByHand) expect(agrees).toBe(true)
        else if (!agrees) expect(till.sale.reviewReasons).not.toEqual([])
      }),
      propertyRuns(1_000),
    )
  })
})

test('a refusal of the first call that arrives after the purchase was sent again fails nothing', async () => {
  const till = new ModelTill(false)
  await play(till, [
    { act: 'SEND' },
    { act: 'REFUSE', call: 0 },
    { act: 'SUSPEND' },
    { act: 'ROUND', seconds: 60 },
    { act: 'ARRIVE', call: 1 },
  ])
  expect(attemptsOf(till.sale).count).toBe(2)
  await play(till, [{ act: 'RESPOND', call: 0 }])
  expect(statusOf(till.sale)).toBe('PROCESSING')
})

test('a response that comes while an admin corrects a status is compared with the corrected one', async () => {
  const till = new ModelTill(false)
  const at = new Date(till.now)
  till.sale = { ...till.sale, phase: { name: 'SUCCESS_UNVERIFIED', since: at, nextCheckAt: at }, completedAt: at }
  till.biller.receivePurchase()
  till.biller.settle(true)
  till.check()
  till.sale = { ...till.sale, phase: { name: 'FAILED' }, revision: till.sale.revision + 1 }
  await play(till, [
    { act: 'ARRIVE', call: 0 },
    { act: 'RESPOND', call: 0 },
  ])
  expect(till.sale).toMatchObject({ phase: { name: 'FAILED' }, reviewReasons: ['STATUS_CONTRADICTED'] })
  expect(till.sale.events.at(-1)).toMatchObject({ type: 'CONTRADICTION' })
})
