import { BILLER_TIME_ZONE, businessDate, startOfDay } from '@setrum/units'

/** The start of the biller's day of an instant: a bill that was looked up before can no longer be paid. */
export function startOfBillerDay(instant: Date): Date {
  return startOfDay(businessDate(instant, BILLER_TIME_ZONE), BILLER_TIME_ZONE)
}
