'use client'

import { Button } from '@mantine/core'
import { type ErrorCode, READING_AFTER_SHIFT_MS } from '@setrum/api-contract'
import { IconAlarm } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { serverNow, syncServerClock } from '@/lib/clock'
import { useFormat } from '@/lib/format'
import {
  browserSession,
  onSessionChange,
  refreshSession,
  sessionOfOther,
  timeLeftMs,
} from '@/lib/session/browser-session'
import { hasOpenSale } from '@/lib/session/open-sale'
import { useSession } from '@/lib/session/session-context'
import type { SessionInfo } from '@/lib/session/session-info'
import { linkTo, PATHS, SIGN_OUT_REASONS, type SignOutReason } from '@/lib/urls'
import classes from './shell.module.css'

const OtherUserDialog = dynamic(() => import('./other-user-dialog').then((it) => it.OtherUserDialog), { ssr: false })

const MINUTE_MS = 60_000
const WARNING_MS = 10 * MINUTE_MS
const TICK_MS = 5_000

interface SessionMonitorProps {
  /** The session is over, and this page stays open for its sale. */
  onOver: (isOver: boolean) => void
}

/**
 * Renews the tokens a minute before they expire, warns ten minutes before the session's end, opens the sign-in page when
 * the session ends here or in another tab, and blocks the page when another user has signed in. Unsent input stays in the
 * session storage. An employee's page with a sale stays open after the shift, for as long as the API lets it be read.
 */
export function SessionMonitor({ onOver }: SessionMonitorProps) {
  const t = useTranslations('session')
  const format = useFormat()
  const session = useSession()
  const [leftMs, setLeftMs] = useState(Number.POSITIVE_INFINITY)
  const [isOver, setOver] = useState(false)
  const [other, setOther] = useState<SessionInfo | null>(null)

  useEffect(() => {
    const findOther = () => {
      const found = sessionOfOther(session.userId)
      setOther((before) => (before?.userId === found?.userId ? before : found))
      return found
    }
    const stopListening = onSessionChange((event) => {
      if (event.kind === 'signed-in') findOther()
      else openSignIn(event.kind === 'signed-out' ? null : reasonOf(event.code))
    })
    const tick = () => {
      // The pages of the other user keep that session.
      if (findOther()) return
      const now = serverNow()
      // A page without queries gets the server's time here. The clock of the device must not end a session.
      if (now === null) return void fetchServerTime()
      const current = browserSession() ?? session
      const left = timeLeftMs(current, now)
      setLeftMs(left)
      const keepsSale = left <= 0 && isReadable(current, left) && hasOpenSale()
      setOver(keepsSale)
      onOver(keepsSale)
      // The session ends by itself: another tab may still show a sale with its cookies. Offline there is no sign-in page.
      if (left <= 0 && !keepsSale && navigator.onLine)
        openSignIn(session.role === 'EMPLOYEE' ? 'outsideShift' : 'sessionEnded')
      // A token that lasts until the session's end needs no successor, and reads sales after it.
      const isRenewable = left > 0 && !lastsUntilEnd(current)
      if (isRenewable && Date.parse(current.accessTokenExpiresAt) - now < MINUTE_MS) void refreshSession()
    }
    findOther()
    if (serverNow() !== null) tick()
    const timer = setInterval(tick, TICK_MS)
    // The monotonic clock may stand still while the device sleeps.
    const wake = () => {
      findOther()
      if (document.visibilityState === 'visible') void fetchServerTime().then(tick)
    }
    document.addEventListener('visibilitychange', wake)
    window.addEventListener('focus', findOther)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', wake)
      window.removeEventListener('focus', findOther)
      stopListening()
    }
  }, [session, onOver])

  if (other) return <OtherUserDialog shown={session} current={other} />
  if (leftMs > WARNING_MS || !session.sessionEndsAt) return null
  if (leftMs <= 0) return isOver ? <ShiftOver endsAt={session.sessionEndsAt} /> : null
  const key = session.role === 'EMPLOYEE' ? 'endsSoon' : 'endsSoonAdmin'
  return (
    <div className={classes.warning} role="status">
      <IconAlarm size={18} aria-hidden />
      {t(key, { minutes: Math.ceil(leftMs / MINUTE_MS), time: format.time(session.sessionEndsAt) })}
    </div>
  )
}

/** Tells that the page stays open for its sale only. */
function ShiftOver({ endsAt }: { endsAt: string }) {
  const t = useTranslations('session')
  const format = useFormat()
  const until = new Date(Date.parse(endsAt) + READING_AFTER_SHIFT_MS)
  return (
    <div className={classes.warning} role="status">
      <IconAlarm size={18} aria-hidden />
      <span>{t('over', { time: format.time(until) })}</span>
      <Button ml="auto" color="yellow" autoContrast onClick={() => openSignIn('outsideShift')}>
        {t('finish')}
      </Button>
    </div>
  )
}

function lastsUntilEnd({ accessTokenExpiresAt, sessionEndsAt }: SessionInfo): boolean {
  return sessionEndsAt !== null && Date.parse(accessTokenExpiresAt) >= Date.parse(sessionEndsAt)
}

/** Whether the API still lets this session, which is over, read its own sales. */
function isReadable(session: SessionInfo, leftMs: number): boolean {
  return session.role === 'EMPLOYEE' && lastsUntilEnd(session) && leftMs > -READING_AFTER_SHIFT_MS
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
