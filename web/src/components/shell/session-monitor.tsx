'use client'

import type { ErrorCode } from '@setrum/api-contract'
import { IconAlarm } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { serverNow, syncServerClock } from '@/lib/clock'
import { useFormat } from '@/lib/format'
import { browserSession, onSessionEnd, refreshSession, signOut } from '@/lib/session/browser-session'
import { useSession } from '@/lib/session/session-context'
import { linkTo, PATHS, SIGN_OUT_REASONS, type SignOutReason } from '@/lib/urls'
import classes from './shell.module.css'

const MINUTE_MS = 60_000
const WARNING_MS = 10 * MINUTE_MS
const TICK_MS = 5_000

/**
 * Renews the tokens a minute before they expire, warns ten minutes before the session's end, and opens the sign-in page
 * when the session ends here or in another tab. Unsent input stays in the session storage.
 */
export function SessionMonitor() {
  const t = useTranslations('session')
  const format = useFormat()
  const session = useSession()
  const [leftMs, setLeftMs] = useState(Number.POSITIVE_INFINITY)

  useEffect(() => {
    const stopListening = onSessionEnd((event) => {
      openSignIn(event.kind === 'signed-out' ? null : reasonOf(event.code))
    })
    const tick = () => {
      const now = serverNow()
      // A page without queries gets the server's time here. The clock of the device must not end a session.
      if (now === null) return void fetchServerTime()
      const current = browserSession() ?? session
      const left = current.sessionEndsAt ? Date.parse(current.sessionEndsAt) - now : Number.POSITIVE_INFINITY
      setLeftMs(left)
      // Not both: a refresh that completes after the sign-out could restore the session or change the reason.
      if (left <= 0) void signOut(session.role === 'EMPLOYEE' ? 'OUTSIDE_SHIFT' : 'UNAUTHENTICATED')
      else if (Date.parse(current.accessTokenExpiresAt) - now < MINUTE_MS) void refreshSession()
    }
    if (serverNow() !== null) tick()
    const timer = setInterval(tick, TICK_MS)
    // The monotonic clock may stand still while the device sleeps.
    const wake = () => {
      if (document.visibilityState === 'visible') void fetchServerTime().then(tick)
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

async function fetchServerTime(): Promise<void> {
  await fetch('/health/live', { cache: 'no-store' }).then(syncServerClock, () => undefined)
}

let isLeaving = false

function openSignIn(reason: SignOutReason | null): void {
  if (isLeaving) return
  isLeaving = true
  const returnTo = location.pathname + location.search
  location.assign(linkTo(PATHS.signIn, reason ? { returnTo, signOutReason: SIGN_OUT_REASONS[reason] } : {}))
}

function reasonOf(code: ErrorCode | null): SignOutReason {
  if (code === 'OUTSIDE_SHIFT') return 'outsideShift'
  return code === 'ACCOUNT_INACTIVE' ? 'accountInactive' : 'sessionEnded'
}
