import type { Outcome } from '@setrum/iak'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { BillerPause } from './biller-pause.js'

const BEAT_MS = 1_000
const MOST = 8

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const nothingLearned = (code: string | null): Outcome => ({
  kind: 'INCONCLUSIVE',
  code,
  message: null,
  trId: null,
  cause: null,
  alarm: false,
})
const inProcess: Outcome = {
  kind: 'PENDING',
  reason: 'PROCESS',
  code: '39',
  message: 'PROCESS',
  trId: '700123',
  cause: null,
  alarm: false,
}
const hear = (pause: BillerPause, outcome: Outcome, times: number) => {
  for (let time = 0; time < times; time += 1) pause.observe(outcome)
}
/** How long nothing may be asked, in beats. */
const beatsOf = (pause: BillerPause) => {
  let beats = 0
  for (; pause.allowed(MOST) === 0; beats += 1) vi.advanceTimersByTime(BEAT_MS)
  return beats
}

test.each([
  ['no answer at all', null],
  ['wrong address (102)', '102'],
  ['under maintenance (110)', '110'],
  ['account suspended (118)', '118'],
  ['wrong authentication (204)', '204'],
  ['invalid signature (100)', '100'],
  ['a code that nobody knows (777)', '777'],
])('%s, five times in a row: nothing is asked for a while, then one question', (_what, code) => {
  const pause = new BillerPause(BEAT_MS)
  hear(pause, nothingLearned(code), 4)
  expect(pause.allowed(MOST)).toBe(MOST)
  hear(pause, nothingLearned(code), 1)
  expect(pause.allowed(MOST)).toBe(0)
  expect(beatsOf(pause)).toBe(1)
  expect(pause.allowed(MOST)).toBe(1)
})

test('the pause doubles as long as it lasts, to sixteen beats', () => {
  const pause = new BillerPause(BEAT_MS)
  hear(pause, nothingLearned('110'), 5)
  const pauses = [beatsOf(pause)]
  for (let question = 0; question < 6; question += 1) {
    pause.observe(nothingLearned('110'))
    pauses.push(beatsOf(pause))
  }
  expect(pauses).toEqual([1, 2, 4, 8, 16, 16, 16])
})

test('the first answer that speaks of a sale ends it, and the next pause begins small', () => {
  const pause = new BillerPause(BEAT_MS)
  hear(pause, nothingLearned(null), 5)
  beatsOf(pause)
  hear(pause, nothingLearned('110'), 1)
  beatsOf(pause)
  pause.observe(inProcess)
  expect(pause.allowed(MOST)).toBe(MOST)
  hear(pause, nothingLearned(null), 5)
  expect(beatsOf(pause)).toBe(1)
})

test('answers that speak of sales hold nothing back, and neither does a silence now and then', () => {
  const pause = new BillerPause(BEAT_MS)
  for (let round = 0; round < 20; round += 1) {
    hear(pause, nothingLearned('110'), 4)
    pause.observe(inProcess)
  }
  expect(pause.allowed(MOST)).toBe(MOST)
})
