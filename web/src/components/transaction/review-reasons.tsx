'use client'

import { Button } from '@mantine/core'
import { IconAlertTriangle, IconChecks } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { ReviewNotice } from '@/components/sale/review-notice'
import type { ReviewReason, TransactionDetailFragment } from '@/gen/graphql'
import { useSession } from '@/lib/session/session-context'
import classes from './transaction.module.css'

interface ReviewProps {
  transaction: TransactionDetailFragment
  onReview: () => void
}

/** Why a sale needs a review: for the owner with the reasons and the action, for an employee as a notice. */
export function Review({ transaction, onReview }: ReviewProps) {
  const t = useTranslations('transactions.review')
  const { role } = useSession()
  if (transaction.reviewReasons.length === 0) return null
  if (role !== 'ADMIN') return <ReviewNotice sale={transaction} />
  return (
    <section className={classes.review} aria-labelledby="review">
      <h3 className={classes.reviewTitle} id="review">
        <IconAlertTriangle size={18} aria-hidden /> {t('title')}
      </h3>
      <ReasonList reasons={transaction.reviewReasons} />
      <Button size="md" variant="default" leftSection={<IconChecks size={18} />} onClick={onReview}>
        {t('open')}
      </Button>
    </section>
  )
}

/** What happened, and what to do, for each reason. */
export function ReasonList({ reasons }: { reasons: readonly ReviewReason[] }) {
  const t = useTranslations('transactions.review.reason')
  return (
    <ul className={classes.reasons}>
      {reasons.map((reason) => (
        <li key={reason}>
          <strong>{t(`${reason}.cause`)}</strong> {t(`${reason}.action`)}
        </li>
      ))}
    </ul>
  )
}
