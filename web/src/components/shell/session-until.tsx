'use client'

import { useTranslations } from 'next-intl'
import { useSession } from '@/lib/session/session-context'
import { useFormat } from '@/lib/use-format'
import classes from './shell.module.css'

/** Until when the employee may sell. */
export function SessionUntil() {
  const t = useTranslations('session')
  const format = useFormat()
  const { role, sessionEndsAt } = useSession()
  if (role !== 'EMPLOYEE' || !sessionEndsAt) return null
  return <span className={classes.until}>{t('until', { time: format.time(sessionEndsAt) })}</span>
}
