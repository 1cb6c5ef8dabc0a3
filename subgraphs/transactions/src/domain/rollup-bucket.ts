import { addDays, businessDate, businessHour, endOfDay, startOfDay, startOfHour } from '@setrum/units'

/** A closed day `YYYY-MM-DD`, or a closed hour of today `YYYY-MM-DDTHH`, in the business time zone. */
export type BucketId = string

/** A span of time, `from` inclusive and `to` exclusive; null: unbounded. */
export interface Span {
  from: Date | null
  to: Date | null
}

/** The hour that an instant falls in. */
export function hourOf(instant: Date, timeZone: string): BucketId {
  return hourId(businessDate(instant, timeZone), businessHour(instant, timeZone))
}

export const isDay = (bucket: BucketId): boolean => !bucket.includes('T')

/** Whether an hour lies in a bucket. */
export const isIn = (hour: BucketId, bucket: BucketId): boolean => hour.startsWith(bucket)

/** The closed buckets of the days `from` to `to`, oldest first. */
export function closedBuckets(from: string, to: string, now: Date, timeZone: string): BucketId[] {
  const today = businessDate(now, timeZone)
  const buckets: BucketId[] = []
  for (let date = from; date <= to && date < today; date = addDays(date, 1)) buckets.push(date)
  if (from <= today && today <= to) {
    for (let hour = 0; hour < businessHour(now, timeZone); hour += 1) buckets.push(hourId(today, hour))
  }
  return buckets
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

/** The span of a bucket. */
export function spanOf(bucket: BucketId, timeZone: string): Span {
  const [date = '', hour] = bucket.split('T')
  if (hour === undefined) return { from: startOfDay(date, timeZone), to: endOfDay(date, timeZone) }
  const next = Number(hour) + 1
  const to = next === 24 ? endOfDay(date, timeZone) : startOfHour(date, next, timeZone)
  return { from: startOfHour(date, Number(hour), timeZone), to }
}

/** The open part of the days `from` to `to`, from the start of the current hour; null when all of them are closed. */
export function openSpan(to: string | null, from: string, now: Date, timeZone: string): Span | null {
  const today = businessDate(now, timeZone)
  if (to !== null && to < today) return null
  const begins = from > today ? startOfDay(from, timeZone) : startOfHour(today, businessHour(now, timeZone), timeZone)
  return { from: begins, to: to === null ? null : endOfDay(to, timeZone) }
}

/** Merges adjacent spans; in order of time. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => (a.from?.getTime() ?? 0) - (b.from?.getTime() ?? 0))
  const all: Span[] = []
  for (const span of sorted) {
    const last = all.at(-1)
    if (last && last.to?.getTime() === span.from?.getTime()) last.to = span.to
    else all.push({ ...span })
  }
  return all
}

export const hourId = (date: string, hour: number): BucketId => `${date}T${String(hour).padStart(2, '0')}`
