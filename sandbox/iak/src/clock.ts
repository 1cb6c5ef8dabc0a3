import { BUSINESS_TIME_ZONE, businessDate, businessHour, zoned } from '@setrum/units'

const HOUR_MS = 3_600_000
/** PLN is closed from 23:00 to 01:00, Asia/Jakarta. */
const CLOSES_AT = 23
const OPENS_AT = 1

/** The sandbox's time: the machine's, unless the admin API sets it. */
export class Clock {
  #offsetMs = 0
  #stoppedAt: number | null = null

  now(): number {
    return this.#stoppedAt ?? Date.now() + this.#offsetMs
  }

  /** @param instant null for the machine's time @param isStopped freezes the clock at `instant` */
  set(instant: number | null, isStopped = false): void {
    this.#offsetMs = instant === null ? 0 : instant - Date.now()
    this.#stoppedAt = instant !== null && isStopped ? instant : null
  }

  advance(ms: number): void {
    if (this.#stoppedAt === null) this.#offsetMs += ms
    else this.#stoppedAt += ms
  }

  /** Calendar day in the business time zone, for daily limits and same-day rules. */
  day(instant = this.now()): string {
    return businessDate(new Date(instant), BUSINESS_TIME_ZONE)
  }

  isCutOff(): boolean {
    const hour = businessHour(new Date(this.now()), BUSINESS_TIME_ZONE)
    return hour >= CLOSES_AT || hour < OPENS_AT
  }

  /** End of the current cut-off. */
  cutOffEndsAt(): number {
    let instant = Math.floor(this.now() / HOUR_MS) * HOUR_MS
    do instant += HOUR_MS
    while (businessHour(new Date(instant), BUSINESS_TIME_ZONE) !== OPENS_AT)
    return instant
  }
}

/** @returns `YYYY-MM-DD HH:mm:ss` in Jakarta */
export function formatJakartaTime(instant: number): string {
  return zoned(new Date(instant), BUSINESS_TIME_ZONE)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
    .replace('T', ' ')
}
