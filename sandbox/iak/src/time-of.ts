import { BUSINESS_TIME_ZONE, zoned } from '@setrum/units'

/** `YYYY-MM-DD HH:mm:ss` in Jakarta. */
export function timeOf(instant: number): string {
  return zoned(new Date(instant), BUSINESS_TIME_ZONE)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
    .replace('T', ' ')
}
