import { describe, expect, test } from 'vitest'
import { readInstant } from './business-time.js'
import {
  isRoundTheClock,
  isWithinShift,
  readLocalTime,
  shiftEndsAt,
  shiftOpensAt,
  shiftStartedAt,
} from './shift-hours.js'

const ZONE = 'Asia/Jakarta'
const MORNING = { startAt: '08:00', endAt: '15:59' }
const NIGHT = { startAt: '22:00', endAt: '05:59' }
const jakarta = (time: string) => new Date(`2026-03-31T${time}+07:00`)

describe('a shift', () => {
  test.each([
    ['07:59:59.999', false],
    ['08:00:00.000', true],
    ['15:59:59.999', true],
    ['16:00:00.000', false],
  ])('08:00-15:59 at %s is open: %s', (time, open) => {
    expect(isWithinShift(MORNING, jakarta(time), ZONE)).toBe(open)
  })

  test.each([
    ['21:59:59.999', false],
    ['22:00:00.000', true],
    ['23:59:59.999', true],
    ['00:00:00.000', true],
    ['05:59:59.999', true],
    ['06:00:00.000', false],
  ])('over midnight, 22:00-05:59 at %s is open: %s', (time, open) => {
    expect(isWithinShift(NIGHT, jakarta(time), ZONE)).toBe(open)
  })

  test('ends when its last minute has passed', () => {
    expect(shiftEndsAt(MORNING, jakarta('15:59:30.500'), ZONE)).toEqual(jakarta('16:00:00.000'))
    expect(shiftEndsAt(NIGHT, jakarta('23:10:00'), ZONE)).toEqual(new Date('2026-04-01T06:00:00+07:00'))
    expect(shiftEndsAt(MORNING, jakarta('16:00:00'), ZONE)).toBeNull()
  })

  test('opens next at its first minute, today or tomorrow', () => {
    expect(shiftOpensAt(MORNING, jakarta('07:15:10'), ZONE)).toEqual(jakarta('08:00:00'))
    expect(shiftOpensAt(MORNING, jakarta('16:00:00'), ZONE)).toEqual(new Date('2026-04-01T08:00:00+07:00'))
  })

  test('hours of the old system are instants whose Jakarta wall-clock time counts', () => {
    expect(readLocalTime('2024-07-10T01:00:00.000Z', ZONE)).toBe('08:00')
    expect(readLocalTime(new Date('2024-07-10T08:59:00.000Z'), ZONE)).toBe('15:59')
    expect(readLocalTime('16:00', ZONE)).toBe('16:00')
    expect(readLocalTime('soon', ZONE)).toBeNull()
  })

  test.each(['Asia/Tokyo', 'Asia/Jakarta'])(
    'hours and instants without a zone are those of the counter in %s',
    (zone) => {
      expect(readLocalTime('2024-07-10T08:00:00', zone)).toBe('08:00')
      const inZone = (text: string) => readInstant(text, zone)?.getTime()
      expect(inZone('2024-07-10 08:00:00')).toBe(
        inZone(`2024-07-10T08:00:00${zone === 'Asia/Tokyo' ? '+09:00' : '+07:00'}`),
      )
      expect(inZone('2024-07-10')).toBe(inZone('2024-07-10T00:00'))
      expect(inZone('2024-07-10T01:00:00.000Z')).toBe(Date.UTC(2024, 6, 10, 1))
      expect(inZone('Wed Jul 10 2024 08:00:00 GMT+0700 (WIB)')).toBe(Date.UTC(2024, 6, 10, 1))
      for (const text of ['', 'soon', '10/07/2024', '2024-13-01']) expect(readInstant(text, zone)).toBeNull()
    },
  )
})

test('a shift that spans midnight began the evening before; a closed one never began', () => {
  const night = { startAt: '22:00', endAt: '05:59' }
  const startedAt = (instant: string) => shiftStartedAt(night, new Date(instant), 'Asia/Jakarta')?.toISOString()
  expect(startedAt('2026-03-31T03:12:45.678+07:00')).toBe('2026-03-30T15:00:00.000Z')
  expect(startedAt('2026-03-30T22:00:00.000+07:00')).toBe('2026-03-30T15:00:00.000Z')
  expect(startedAt('2026-03-31T06:00:00.000+07:00')).toBeUndefined()
})

test.each([
  ['00:00', '23:59', true],
  ['16:00', '15:59', true],
  ['00:00', '23:58', false],
  ['08:00', '15:59', false],
])('the hours %s-%s are round the clock: %s', (startAt, endAt, expected) => {
  expect(isRoundTheClock({ startAt, endAt })).toBe(expected)
})
