'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { AccountButton } from './account-button'

const AccountMenu = dynamic(() => import('./account-menu').then((it) => it.AccountMenu), {
  ssr: false,
  loading: () => <AccountButton />,
})

/** The account menu; its code is loaded when it is opened for the first time. */
export function Account() {
  const [isWanted, setWanted] = useState(false)
  return isWanted ? <AccountMenu /> : <AccountButton onClick={() => setWanted(true)} aria-haspopup="menu" />
}
