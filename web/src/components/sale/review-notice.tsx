'use client'

import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { SaleOutcomeFragment } from '@/gen/graphql'
import classes from './sale.module.css'

type ReviewedSale = Pick<SaleOutcomeFragment, 'productType' | 'status' | 'reviewReasons'> & { token?: string | null }

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

/** Whether a token was bought and is not known: there is nothing to give to the customer, and nothing to print. */
export function missesToken({ productType, status, token }: Omit<ReviewedSale, 'reviewReasons'>): boolean {
  return productType === 'PREPAID' && status === 'SUCCESS' && !token
}

/** The message for the employee; null for a sale that needs no review. */
export function reviewNoticeOf(sale: ReviewedSale) {
  const { status, reviewReasons } = sale
  if (missesToken(sale)) return 'noToken'
  if (reviewReasons.length === 0) return null
  if (status === 'AWAITING_PAYMENT') return 'checkAmount'
  if (status === 'PROCESSING') return 'noResult'
  if (reviewReasons.every((reason) => reason === 'BILLER_ACCOUNT_PROBLEM')) return 'accountProblem'
  return status === 'FAILED' ? 'failureDisputed' : 'underReview'
}
