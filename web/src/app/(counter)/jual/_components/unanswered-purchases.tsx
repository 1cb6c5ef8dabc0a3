'use client'

import { Button } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useStoredForm } from '@/lib/session/stored-form'
import { useFormat } from '@/lib/use-format'
import type { SentPurchase } from '../_lib/use-purchase'
import classes from './till.module.css'

type Unanswered = Pick<SentPurchase, 'number' | 'sentAtMs'>
type PutAside = Pick<SentPurchase, 'number' | 'sentAtMs' | 'serverSentAtMs'>

const none = (): { purchases: Unanswered[] } => ({ purchases: [] })

/** Purchases that nobody waits for any more although no answer came. They are not sent again, only remembered. */
export function useUnanswered() {
  const { form, change } = useStoredForm('unanswered', none)
  const purchases = form?.purchases ?? []
  return {
    purchases,
    putAside: ({ number, sentAtMs, serverSentAtMs }: PutAside) =>
      change({ purchases: [...purchases, { number, sentAtMs: serverSentAtMs ?? sentAtMs }] }),
    forget: (purchase: Unanswered) => change({ purchases: purchases.filter((it) => it !== purchase) }),
  }
}

interface UnansweredPurchasesProps {
  purchases: readonly Unanswered[]
  onForget: (purchase: Unanswered) => void
}

/** What has to be looked up in the history before it is sold again. */
export function UnansweredPurchases({ purchases, onForget }: UnansweredPurchasesProps) {
  const t = useTranslations('till.unanswered')
  const format = useFormat()
  if (purchases.length === 0) return null
  return (
    <section className={classes.unanswered} aria-label={t('title')}>
      <h2 className={classes.cardTitle}>{t('title')}</h2>
      <p className={classes.hint}>{t('text')}</p>
      <ul>
        {purchases.map((purchase) => (
          <li key={`${purchase.number} ${purchase.sentAtMs}`}>
            <span>
              {t('purchase', { number: purchase.number, time: format.dateTime(new Date(purchase.sentAtMs)) })}
            </span>
            <Button component={Link} href={`/riwayat?cari=${purchase.number}`} variant="default" size="md">
              {t('history')}
            </Button>
            <Button variant="subtle" size="md" onClick={() => onForget(purchase)}>
              {t('checked')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
