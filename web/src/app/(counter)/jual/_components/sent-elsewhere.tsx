'use client'

import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { useSession } from '@/lib/session/session-context'
import { readStoredForm } from '@/lib/session/stored-form'
import type { SentPurchase } from '../_lib/use-purchase'
import classes from './till.module.css'

/** What the form of each tab is called in the storage. */
const FORM_OF = { token: 'token', tagihan: 'POSTPAID', nontaglis: 'NON_TAGLIS' } as const
type Tab = keyof typeof FORM_OF
const TABS = Object.keys(FORM_OF) as Tab[]

/** Purchases without an answer on the tabs that are not shown; each goes on when its tab is opened. */
export function SentElsewhere({ tab, onOpen }: { tab: Tab; onOpen: (tab: Tab) => void }) {
  const t = useTranslations('till.elsewhere')
  const { userId } = useSession()
  const [purchases, setPurchases] = useState<{ tab: Tab; number: string }[]>([])
  // A form that is not shown does not change, so it is enough to look whenever another tab is.
  useEffect(() => {
    const sentOn = (other: Tab) => {
      const sent = readStoredForm<{ sent: SentPurchase | null }>(userId, FORM_OF[other])?.sent
      return sent ? [{ tab: other, number: sent.number }] : []
    }
    setPurchases(TABS.filter((other) => other !== tab).flatMap(sentOn))
  }, [tab, userId])
  if (purchases.length === 0) return null
  return (
    <section className={classes.unanswered} aria-label={t('title')}>
      <ul>
        {purchases.map((purchase) => (
          <li key={purchase.tab}>
            <span>{t('purchase', { number: purchase.number })}</span>
            <Button variant="default" size="md" onClick={() => onOpen(purchase.tab)}>
              {t('open')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
