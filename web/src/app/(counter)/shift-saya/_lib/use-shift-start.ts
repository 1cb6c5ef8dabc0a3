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
 * @param renderedToday by the server, until its clock is known here: the device's may be a day off
 */
export function useShiftStart(hours: ShiftHours | null, renderedToday: string): SalesFilter {
  const timeZone = useBusinessTimeZone()
  const [filter, setFilter] = useState<SalesFilter>(() => filterNow(hours, timeZone, renderedToday))
  useEffect(() => {
    const look = () => setFilter((before) => changed(before, filterNow(hours, timeZone, renderedToday)))
    look()
    const timer = setInterval(look, LOOK_MS)
    return () => clearInterval(timer)
  }, [hours, timeZone, renderedToday])
  return filter
}

function filterNow(hours: ShiftHours | null, timeZone: string, renderedToday: string): SalesFilter {
  const now = serverNow()
  const start = hours && now !== null && shiftStartedAt(hours, new Date(now), timeZone)
  if (start) return { since: start.toISOString() }
  const today = now === null ? renderedToday : businessToday(timeZone, new Date(now))
  return { from: today, to: today }
}

/** The same filter stays the same object, so that nothing is asked anew. */
function changed(before: SalesFilter, after: SalesFilter): SalesFilter {
  return before.since === after.since && before.from === after.from ? before : after
}
