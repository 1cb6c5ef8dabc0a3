'use client'

import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import classes from './transaction.module.css'

/** Somebody must look at this one. */
export function AttentionMark() {
  const t = useTranslations('transactions')
  return (
    <span className={classes.attention}>
      <IconAlertTriangle size={15} aria-hidden /> {t('attention')}
    </span>
  )
}
