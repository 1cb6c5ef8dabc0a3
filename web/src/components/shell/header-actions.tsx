'use client'

import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useFormat } from '@/lib/format'
import { useSession } from '@/lib/session/session-context'
import { AccountButton } from './account/account-button'
import { CommandPalette } from './command-palette'
import classes from './shell.module.css'

const AccountMenu = dynamic(() => import('./account/account-menu').then((it) => it.AccountMenu), {
  ssr: false,
  loading: () => <AccountButton />,
})

/** The right end of the header. */
export function HeaderActions() {
  const { role } = useSession()
  return (
    <div className={classes.headerEnd}>
      {role === 'EMPLOYEE' && <SessionEnd />}
      {role === 'ADMIN' && <CommandPalette />}
      <Account />
    </div>
  )
}

/** The end of the employee's session, which is the end of the shift. */
function SessionEnd() {
  const t = useTranslations('session')
  const format = useFormat()
  const { sessionEndsAt } = useSession()
  if (!sessionEndsAt) return null
  return <span className={classes.until}>{t('until', { time: format.time(sessionEndsAt) })}</span>
}

/** The account menu. Its code is loaded when it is opened for the first time. */
function Account() {
  const [isOpened, setOpened] = useState(false)
  return isOpened ? <AccountMenu /> : <AccountButton onClick={() => setOpened(true)} aria-haspopup="menu" />
}
