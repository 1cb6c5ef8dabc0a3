import { BILLER_TIME_ZONE, businessDate, startOfDay } from '@setrum/units'

/** When the biller's day began that an instant lies in: a bill that was looked up before can no longer be paid. */
export function startOfBillerDay(instant: Date): Date {
  return startOfDay(businessDate(instant, BILLER_TIME_ZONE), BILLER_TIME_ZONE)
}
