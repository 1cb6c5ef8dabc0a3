import { addDays, businessDate, businessHour, endOfDay, startOfDay, startOfHour } from '@setrum/units'

/**
 * A stretch of time whose figures are kept as sums: a day `YYYY-MM-DD` that is over, or an hour `YYYY-MM-DDTHH` of
 * today that is over. Business time zone.
 */
export type BucketId = string

/** From an instant, inclusive, to another, exclusive; null: for ever. */
export interface Span {
  from: Date | null
  to: Date | null
}

/** The hour that an instant falls in. */
export function hourOf(instant: Date, timeZone: string): BucketId {
  return hourId(businessDate(instant, timeZone), businessHour(instant, timeZone))
}

/** Whether an hour lies in a unit. */
export const isIn = (hour: BucketId, unit: BucketId): boolean => hour.startsWith(unit)

/** The units of the days `from` to `to` that are over at an instant, oldest first. */
export function closedBuckets(from: string, to: string, now: Date, timeZone: string): BucketId[] {
  const today = businessDate(now, timeZone)
  const units: BucketId[] = []
  for (let date = from; date <= to && date < today; date = addDays(date, 1)) units.push(date)
  if (from <= today && today <= to) {
    for (let hour = 0; hour < businessHour(now, timeZone); hour += 1) units.push(hourId(today, hour))
  }
  return units
}

/** The buckets that may contain a transaction: its day, and its hour unless its day is over for every process. */
export function bucketsOf(
  { businessDate: date, businessHour: hour }: { businessDate: string; businessHour: number },
  now: Date,
  timeZone: string,
): BucketId[] {
  // A process with a slow clock may still read yesterday's hours.
  const yesterday = addDays(businessDate(now, timeZone), -1)
  return date < yesterday ? [date] : [date, hourId(date, hour)]
}

/** When a unit was. */
export function spanOf(unit: BucketId, timeZone: string): Span {
  const [date = '', hour] = unit.split('T')
  if (hour === undefined) return { from: startOfDay(date, timeZone), to: endOfDay(date, timeZone) }
  const next = Number(hour) + 1
  const to = next === 24 ? endOfDay(date, timeZone) : startOfHour(date, next, timeZone)
  return { from: startOfHour(date, Number(hour), timeZone), to }
}

/** What of the days `from` to `to` is not over: from this hour's beginning; null when all of it is. */
export function openSpan(to: string | null, from: string, now: Date, timeZone: string): Span | null {
  const today = businessDate(now, timeZone)
  if (to !== null && to < today) return null
  const begins = from > today ? startOfDay(from, timeZone) : startOfHour(today, businessHour(now, timeZone), timeZone)
  return { from: begins, to: to === null ? null : endOfDay(to, timeZone) }
}

/** Spans that touch, as one; in the order of time. */
export function joined(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => (a.from?.getTime() ?? 0) - (b.from?.getTime() ?? 0))
  const all: Span[] = []
  for (const span of sorted) {
    const last = all.at(-1)
    if (last && last.to?.getTime() === span.from?.getTime()) last.to = span.to
    else all.push({ ...span })
  }
  return all
}

const hourId = (date: string, hour: number): BucketId => `${date}T${String(hour).padStart(2, '0')}`
