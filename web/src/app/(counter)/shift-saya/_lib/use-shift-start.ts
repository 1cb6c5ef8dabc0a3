import { type ShiftHours, shiftStartedAt } from '@setrum/units'
import { useEffect, useState } from 'react'
import type { SalesFilter } from '@/gen/graphql'
import { businessToday } from '@/lib/business-day'
import { serverNow } from '@/lib/session/server-clock'
import { useBusinessTimeZone } from '@/lib/use-format'

const LOOK_MS = 10_000

/**
 * What was sold since the present shift began, which may have been yesterday evening. While the hours are not known it
 * is what was sold today.
 */
export function useShiftStart(hours: ShiftHours | null): SalesFilter {
  const timeZone = useBusinessTimeZone()
  const [filter, setFilter] = useState<SalesFilter>(() => filterNow(hours, timeZone))
  useEffect(() => {
    const look = () => setFilter((before) => changed(before, filterNow(hours, timeZone)))
    look()
    const timer = setInterval(look, LOOK_MS)
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

/** The same filter stays the same object, so that nothing is asked anew. */
function changed(before: SalesFilter, after: SalesFilter): SalesFilter {
  return before.since === after.since && before.from === after.from ? before : after
}
