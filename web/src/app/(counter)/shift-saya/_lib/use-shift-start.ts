import { type ShiftHours, shiftStartedAt } from '@setrum/units'
import { useEffect, useState } from 'react'
import type { SalesFilter } from '@/gen/graphql'
import { businessToday } from '@/lib/business-day'
import { serverNow } from '@/lib/session/server-clock'
import { useBusinessTimeZone } from '@/lib/use-format'

const UPDATE_MS = 10_000

/** The filter for sales since the start of the current shift, which may be yesterday; today's while the hours are unknown. */
export function useShiftStart(hours: ShiftHours | null): SalesFilter {
  const timeZone = useBusinessTimeZone()
  const [filter, setFilter] = useState<SalesFilter>(() => filterNow(hours, timeZone))
  useEffect(() => {
    const update = () => setFilter((before) => changed(before, filterNow(hours, timeZone)))
    update()
    const timer = setInterval(update, UPDATE_MS)
    return () => clearInterval(timer)
  }, [hours, timeZone])
  return filter
}

function filterNow(hours: ShiftHours | null, timeZone: string): SalesFilter {
  const start = hours && shiftStartedAt(hours, new Date(serverNow() ?? Date.now()), timeZone)
  if (start) return { since: start.toISOString() }
  const today = businessToday(timeZone)
  return { from: today, to: today }
}

/** Returns the same object for an equal filter, so that the page does not query again. */
function changed(before: SalesFilter, after: SalesFilter): SalesFilter {
  return before.since === after.since && before.from === after.from ? before : after
}
