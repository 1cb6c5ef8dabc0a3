'use client'

import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import classes from './sale.module.css'
import { type ReviewedSale, reviewNoticeOf } from './sale-review'

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
