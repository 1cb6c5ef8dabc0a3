'use client'

import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { SaleOutcomeFragment } from '@/gen/graphql'
import classes from './sale.module.css'

type ReviewedSale = Pick<SaleOutcomeFragment, 'status' | 'reviewReasons'> & { token?: string | null }

/** Tells the employee that the owner reviews this sale, and how to serve the customer meanwhile. */
export function ReviewNotice({ sale }: { sale: ReviewedSale }) {
  const t = useTranslations('reviewNotice')
  const notice = reviewNoticeOf(sale)
  if (!notice) return null
  return (
    <div className={classes.review} role="status">
      <IconAlertTriangle size={20} aria-hidden />
      <span>{t(notice)}</span>
    </div>
  )
}

/** The message for the employee; null for a sale without review reasons. */
export function reviewNoticeOf({ status, token, reviewReasons }: ReviewedSale) {
  if (reviewReasons.length === 0) return null
  if (status === 'AWAITING_PAYMENT') return 'checkAmount'
  if (status === 'PROCESSING') return 'noResult'
  if (reviewReasons.includes('UNREADABLE_TOKEN') && !token) return 'noToken'
  if (reviewReasons.every((reason) => reason === 'BILLER_ACCOUNT_PROBLEM')) return 'accountProblem'
  return status === 'FAILED' ? 'failureDisputed' : 'underReview'
}
