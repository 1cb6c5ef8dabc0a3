'use client'

import { IconAlarm } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { browserSession, onSessionEnd, refreshSession, signOut } from '@/lib/session/browser-session'
import { serverNow, setClock } from '@/lib/session/server-clock'
import { useSession } from '@/lib/session/session-context'
import { useFormat } from '@/lib/use-format'
import classes from './shell.module.css'

const MINUTE_MS = 60_000
const WARNING_MS = 10 * MINUTE_MS
const TICK_MS = 5_000

/**
 * Keeps the session going while it may: renews the tokens a minute ahead, warns ten minutes before the end, and goes to
 * the sign-in page when it is over here or in another tab. What was typed and not sent stays in the session storage.
 */
export function SessionKeeper() {
  const t = useTranslations('session')
  const format = useFormat()
  const session = useSession()
  const [leftMs, setLeftMs] = useState(Number.POSITIVE_INFINITY)

  useEffect(() => {
    const stopListening = onSessionEnd((event) => {
      leave(event.kind === 'signed-out' ? null : reasonOf(event.code))
    })
    const tick = () => {
      const now = serverNow()
      // A page that asks for no data learns the time here. Nobody is signed out by the clock of a device.
      if (now === null) return void askTime()
      const current = browserSession() ?? session
      const left = current.sessionEndsAt ? Date.parse(current.sessionEndsAt) - now : Number.POSITIVE_INFINITY
      setLeftMs(left)
      // A refresh at the same time could answer last, and leave a session behind or another reason.
      if (left <= 0) void signOut(session.role === 'EMPLOYEE' ? 'OUTSIDE_SHIFT' : 'UNAUTHENTICATED')
      else if (Date.parse(current.accessTokenExpiresAt) - now < MINUTE_MS) void refreshSession()
    }
    if (serverNow() !== null) tick()
    const timer = setInterval(tick, TICK_MS)
    // While a device sleeps, the clock that the time is counted by may stand still.
    const wake = () => {
      if (document.visibilityState === 'visible') void askTime().then(tick)
    }
    document.addEventListener('visibilitychange', wake)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', wake)
      stopListening()
    }
  }, [session])

  if (leftMs > WARNING_MS || leftMs <= 0 || !session.sessionEndsAt) return null
  const key = session.role === 'EMPLOYEE' ? 'endsSoon' : 'endsSoonAdmin'
  return (
    <div className={classes.warning} role="status">
      <IconAlarm size={18} aria-hidden />
      {t(key, { minutes: Math.ceil(leftMs / MINUTE_MS), time: format.time(session.sessionEndsAt) })}
    </div>
  )
}

async function askTime(): Promise<void> {
  await fetch('/health/live', { cache: 'no-store' }).then(setClock, () => undefined)
}

let isLeaving = false

function leave(reason: string | null): void {
  if (isLeaving) return
  isLeaving = true
  const query = new URLSearchParams(reason ? { ke: location.pathname + location.search, alasan: reason } : {})
  location.assign(`/masuk?${query}`)
}

function reasonOf(code: string): string {
  if (code === 'OUTSIDE_SHIFT') return 'jam-kerja'
  return code === 'ACCOUNT_INACTIVE' ? 'nonaktif' : 'berakhir'
}
