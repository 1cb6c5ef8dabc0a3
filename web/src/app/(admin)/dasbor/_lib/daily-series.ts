import type { DashboardQuery } from '@/gen/graphql'
import { daysBefore, daysIn } from '@/lib/clock'

export type Daily = NonNullable<DashboardQuery['salesSummary']>['daily']
export type DayValue = 'amount' | 'average' | 'count'

export interface DayRow {
  date: string
  success: number
  processing: number
  failed: number
}

/** One row for every day of a range, with zeros for days without sales. */
export function dailySeries(daily: Daily, { from, to }: { from: string; to: string }, value: DayValue): DayRow[] {
  const known = new Map(daily.map((day) => [day.date, day]))
  const count = daysIn(from, to)
  return Array.from({ length: count }, (_, index) => {
    const date = daysBefore(to, count - 1 - index)
    const day = known.get(date)
    return {
      date,
      success: day?.success[value] ?? 0,
      processing: day?.processing[value] ?? 0,
      failed: day?.failed[value] ?? 0,
    }
  })
}
