import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '../../../test/support/a-sale.js'
import { pending } from '../../../test/support/model-biller.js'
import { type Call, ModelTill } from '../../../test/support/model-till.js'
import { RECOVERY_RULES } from '../../domain/settlement/recovery.js'

/** `which` picks one of the calls that are on their way, so that they overtake each other. */
type Act =
  | { act: 'SEND' | 'CHECK' | 'ASK' | 'CRASH' | 'SUSPEND' }
  | { act: 'ARRIVE' | 'REFUSE' | 'RIDDLE' | 'ANSWER' | 'LOSE'; which: number }
  | { act: 'SETTLE' | 'BY_HAND'; isGood: boolean }
  | { act: 'HIDE'; queries: number; isFound: boolean }
  | { act: 'WITHHOLD_TOKEN'; isWithheld: boolean }
  | { act: 'CALLBACK'; status: number; hasToken: boolean }
  | { act: 'WAIT' | 'ROUND'; seconds: number }

const which = fc.nat({ max: 3 })
const ofCall = (act: 'ARRIVE' | 'REFUSE' | 'RIDDLE' | 'ANSWER' | 'LOSE') =>
  which.map((index): Act => ({ act, which: index }))
const aCallback = fc
  .record({ status: fc.integer({ min: 0, max: 2 }), hasToken: fc.boolean() })
  .map((claim): Act => ({ act: 'CALLBACK', ...claim }))

const hiding = fc
  .record({ queries: fc.integer({ min: 1, max: 5 }), isFound: fc.boolean() })
  .map((how): Act => ({ act: 'HIDE', ...how }))

const anAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Act>({ act: 'SEND' }) },
  { weight: 8, arbitrary: fc.integer({ min: 10, max: 70 }).map((seconds): Act => ({ act: 'ROUND', seconds })) },
  { weight: 5, arbitrary: fc.constantFrom<Act>({ act: 'CHECK' }, { act: 'CHECK' }, { act: 'ASK' }) },
  { weight: 5, arbitrary: ofCall('ARRIVE') },
  { weight: 5, arbitrary: ofCall('ANSWER') },
  { weight: 1, arbitrary: ofCall('LOSE') },
  { weight: 2, arbitrary: ofCall('REFUSE') },
  { weight: 1, arbitrary: ofCall('RIDDLE') },
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
    case 'ASK':
      till.ask()
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
      till.ring(act.status, act.hasToken ? '1-2' : null)
      return
    case 'WAIT':
    case 'ROUND':
      till.wait(act.seconds * SECOND)
      return
    default: {
      const call = till.inFlight[act.which % till.inFlight.length]
      if (call) onTheWay(till, act.act, call)
    }
  }
}

function onTheWay(till: ModelTill, act: 'ARRIVE' | 'REFUSE' | 'RIDDLE' | 'ANSWER' | 'LOSE', call: Call): void {
  if (act === 'ARRIVE') till.arrive(call)
  else if (act === 'REFUSE') till.arrive(call, true)
  else if (act === 'LOSE' || call.isLost) till.lose(call)
  else if (act === 'ANSWER' && call.answer) till.hear(call, call.answer)
  else if (act === 'RIDDLE' && call.asked !== 'STATUS' && (till.biller.isBill || till.biller.status !== 'UNKNOWN')) {
    till.hear(call, pending('AMBIGUOUS', till.biller.isBill ? '105' : '201'))
  }
}

/** All that promises resolve to is done. */
const done = () => new Promise((resolve) => setImmediate(resolve))

/** What happens most of the time: the reconciler asks and is answered. */
async function round(till: ModelTill): Promise<void> {
  till.check()
  await done()
  const call = till.inFlight.findLast(({ asked }) => asked === 'STATUS')
  if (!call) return
  till.arrive(call)
  if (call.answer) till.hear(call, call.answer)
  await done()
}

async function play(till: ModelTill, acts: readonly Act[]): Promise<void> {
  for (const act of acts) {
    perform(till, act)
    await done()
    if (act.act === 'ROUND') await round(till)
    expect(till.isForgotten).toBe(false)
    expect(till.isPutOff).toBe(false)
  }
}

/** All faults are over: what is on its way arrives, the biller makes up its mind, and we go on asking, for two days. */
async function calm(till: ModelTill): Promise<void> {
  const { biller } = till
  biller.hasToken = true
  biller.hiddenFor = 0
  biller.findsBills = true
  till.send()
  await done()
  const begin = till.sale.createdAt.getTime()
  for (const until of [0, 15 * HOUR, 60 * HOUR]) {
    till.wait(Math.max(0, begin + until - till.now))
    for (let round = 0; round < 20; round += 1) {
      for (let call = till.inFlight[0]; call; call = till.inFlight[0]) {
        till.arrive(call)
        if (call.answer) till.hear(call, call.answer)
        else till.lose(call)
        await done()
      }
      if (till.sale.state !== 'PROCESSING' && !till.sale.nextCheckAt) return
      biller.settle(true)
      till.wait(MINUTE)
      till.check()
      await done()
    }
  }
}

function expectOneEnd({ biller, sale, finals, faults, firstAnswered }: ModelTill): void {
  expect(faults).toEqual([])
  expect(biller.debits).toBeLessThanOrEqual(1)
  expect(sale.sends).toBeLessThanOrEqual(biller.isBill ? RECOVERY_RULES.maxPayments : RECOVERY_RULES.maxSends)
  if (firstAnswered !== null)
    expect(sale.sends).toBeLessThanOrEqual(Math.max(firstAnswered, RECOVERY_RULES.maxAnsweredPayments))
  expect(finals).toEqual([sale.state])
  expect(sale.nextCheckAt).toBeNull()
}

describe('in ten thousand random sequences of answers, callbacks, faults, crashes and reorderings', {
  timeout: 300_000,
}, () => {
  test('nothing is bought twice, every debit has its sale, and what is final agrees with the biller’s books', async () => {
    await fc.assert(
      fc.asyncProperty(sequences(anAct), async ({ isBill, acts }) => {
        const till = new ModelTill(isBill)
        await play(till, acts)
        await calm(till)
        expectOneEnd(till)
        expect(till.sale.state).toBe(till.biller.isCharged ? 'SUCCESS' : 'FAILED')
        if (till.sale.state === 'SUCCESS' && !isBill) expect(till.sale.token).toMatch(/^\d{20}$/)
      }),
      { numRuns: 7_000 },
    )
  })

  test('a bill whose payment was answered unclearly is paid twice at most, whatever is lost afterwards', async () => {
    const begin: Act[] = [{ act: 'SEND' }, { act: 'RIDDLE', which: 0 }]
    await fc.assert(
      fc.asyncProperty(fc.array(anAct, { minLength: 10, maxLength: 50 }), async (acts) => {
        const till = new ModelTill(true)
        await play(till, [...begin, ...acts])
        await calm(till)
        expect(till.firstAnswered).toBe(1)
        expectOneEnd(till)
      }),
      { numRuns: 500 },
    )
  })

  test('a bill whose payment arrived, was never answered, and that the biller then cannot find, is paid once', async () => {
    const begin: Act[] = [
      { act: 'HIDE', queries: 20, isFound: false },
      { act: 'SEND' },
      { act: 'ARRIVE', which: 0 },
      { act: 'LOSE', which: 0 },
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
        await play(till, [...begin, ...acts])
        await calm(till)
        expectOneEnd(till)
        expect(till.sale.state).toBe('SUCCESS')
      }),
      { numRuns: 300 },
    )
  })

  test('with people who decide by hand, wrongly too: a wrong decision never stays unseen', async () => {
    const acts = fc.oneof({ weight: 8, arbitrary: anAct }, { weight: 1, arbitrary: byHand })
    await fc.assert(
      fc.asyncProperty(sequences(acts), async (given) => {
        const till = new ModelTill(given.isBill)
        await play(till, given.acts)
        await calm(till)
        expectOneEnd(till)
        const agrees = till.sale.state === (till.biller.isCharged ? 'SUCCESS' : 'FAILED')
        if (!till.isByHand) expect(agrees).toBe(true)
        else if (!agrees) expect(till.sale.needsAttention).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })
})

test('a refusal of the first call, heard only after the purchase was sent again, fails nothing', async () => {
  const till = new ModelTill(false)
  await play(till, [
    { act: 'SEND' },
    { act: 'REFUSE', which: 0 },
    { act: 'SUSPEND' },
    { act: 'ROUND', seconds: 60 },
    { act: 'ARRIVE', which: 1 },
  ])
  expect(till.sale.sends).toBe(2)
  await play(till, [{ act: 'ANSWER', which: 0 }])
  expect(till.sale.state).toBe('PROCESSING')
})

test('what the biller says while an admin corrects a status is held against the corrected one', async () => {
  const till = new ModelTill(false)
  const at = new Date(till.now)
  till.sale = { ...till.sale, state: 'SUCCESS', completedAt: at, nextCheckAt: at }
  till.biller.take()
  till.biller.settle(true)
  till.check()
  till.sale = { ...till.sale, state: 'FAILED', nextCheckAt: null }
  await play(till, [
    { act: 'ARRIVE', which: 0 },
    { act: 'ANSWER', which: 0 },
  ])
  expect(till.sale).toMatchObject({ state: 'FAILED', needsAttention: true })
  expect(till.sale.events.at(-1)).toMatchObject({ type: 'CONTRADICTION' })
})
