import { type ShiftHours, shiftStartedAt } from '@setrum/units'
import { useEffect, useState } from 'react'
import type { SalesFilter } from '@/gen/graphql'
import { businessToday, serverNow } from '@/lib/clock'
import { useBusinessTimeZone } from '@/lib/format'

const UPDATE_MS = 10_000

/**
 * The filter for sales since the start of the current shift, which may be yesterday; today's while the hours are
 * unknown.
 * @param renderedToday today by the server, until its clock is known: the clock of the device may be a day off
 */
export function useShiftStart(hours: ShiftHours | null, renderedToday: string): SalesFilter {
  const timeZone = useBusinessTimeZone()
  const [filter, setFilter] = useState<SalesFilter>(() => filterNow(hours, timeZone, renderedToday))
  useEffect(() => {
    const update = () => setFilter((before) => changed(before, filterNow(hours, timeZone, renderedToday)))
    update()
    const timer = setInterval(update, UPDATE_MS)
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

/** Returns the same object for an equal filter, so that the page does not query again. */
function changed(before: SalesFilter, after: SalesFilter): SalesFilter {
  return before.since === after.since && before.from === after.from ? before : after
}
