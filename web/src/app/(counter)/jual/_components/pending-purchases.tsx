'use client'

import { Button } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useFormat } from '@/lib/format'
import { isListOf, isNumber, isShape, isString } from '@/lib/guards'
import { useStoredForm } from '@/lib/session/stored-form'
import { linkTo, PATHS } from '@/lib/urls'
import type { SentPurchase } from '../_lib/use-purchase'
import classes from './till.module.css'

type PendingPurchase = Pick<SentPurchase, 'number' | 'sentAtMs'>
type DeferredPurchase = Pick<SentPurchase, 'number' | 'sentAtMs' | 'serverSentAtMs'>

interface PendingForm {
  purchases: PendingPurchase[]
}

const isPendingForm = isShape<PendingForm>({
  purchases: isListOf(isShape<PendingPurchase>({ number: isString, sentAtMs: isNumber })),
})
const none = (): PendingForm => ({ purchases: [] })

/** Purchases without a response that the user has deferred. They are listed and not sent again. */
export function usePendingPurchases() {
  const { form, change } = useStoredForm('pending-purchases', none, isPendingForm)
  const purchases = form?.purchases ?? []
  return {
    purchases,
    defer: ({ number, sentAtMs, serverSentAtMs }: DeferredPurchase) =>
      change({ purchases: [...purchases, { number, sentAtMs: serverSentAtMs ?? sentAtMs }] }),
    remove: (purchase: PendingPurchase) => change({ purchases: purchases.filter((it) => it !== purchase) }),
  }
}

interface PendingPurchasesProps {
  purchases: readonly PendingPurchase[]
  onRemove: (purchase: PendingPurchase) => void
}

/** The deferred purchases, to check in the history before selling them again. */
export function PendingPurchases({ purchases, onRemove }: PendingPurchasesProps) {
  const t = useTranslations('till.pendingPurchases')
  const format = useFormat()
  if (purchases.length === 0) return null
  return (
    <section className={classes.pending} aria-label={t('title')}>
      <h2 className={classes.cardTitle}>{t('title')}</h2>
      <p className={classes.hint}>{t('text')}</p>
      <ul>
        {purchases.map((purchase) => (
          <li key={`${purchase.number} ${purchase.sentAtMs}`}>
            <span>
              {t('purchase', { number: purchase.number, time: format.dateTime(new Date(purchase.sentAtMs)) })}
            </span>
            <Button
              component={Link}
              href={linkTo(PATHS.history, { search: purchase.number })}
              variant="default"
              size="md"
            >
              {t('history')}
            </Button>
            <Button variant="subtle" size="md" onClick={() => onRemove(purchase)}>
              {t('checked')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
