'use client'

import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { isNullOr, isShape } from '@/lib/guards'
import { useSession } from '@/lib/session/session-context'
import { readStoredForm } from '@/lib/session/stored-form'
import { SALE_TABS, type SaleTab } from '@/lib/urls'
import { isSentPurchase } from '../_lib/use-purchase'
import classes from './till.module.css'

/** The name of each tab's form in the storage. */
const FORM_NAMES = { token: 'token', bill: 'POSTPAID', nonTaglis: 'NON_TAGLIS' } as const satisfies Record<
  SaleTab,
  string
>
const hasSentPurchase = isShape({ sent: isNullOr(isSentPurchase) })
const TABS = Object.keys(SALE_TABS) as SaleTab[]

/** Purchases without a response on the tabs that are not shown. Opening its tab continues a purchase. */
export function OtherTabsNotice({ tab, onOpen }: { tab: SaleTab; onOpen: (tab: SaleTab) => void }) {
  const t = useTranslations('till.otherTabs')
  const { userId } = useSession()
  const [purchases, setPurchases] = useState<{ tab: SaleTab; number: string }[]>([])
  // The form of a hidden tab does not change: reading the storage at each change of the tab is enough.
  useEffect(() => {
    const purchaseOn = (other: SaleTab) => {
      const sent = readStoredForm(userId, FORM_NAMES[other], hasSentPurchase)?.sent
      return sent ? [{ tab: other, number: sent.number }] : []
    }
    setPurchases(TABS.filter((other) => other !== tab).flatMap(purchaseOn))
  }, [tab, userId])
  if (purchases.length === 0) return null
  return (
    <section className={classes.pending} aria-label={t('title')}>
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
