'use client'

import { IconCircleCheckFilled, IconCircleMinus } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import classes from './status-badge.module.css'

export function ActiveBadge({ isActive }: { isActive: boolean }) {
  const t = useTranslations('active')
  const Icon = isActive ? IconCircleCheckFilled : IconCircleMinus
  return (
    <span className={classes.badge} data-status={isActive ? 'SUCCESS' : 'EXPIRED'}>
      <Icon size={15} aria-hidden />
      {isActive ? t('yes') : t('no')}
    </span>
  )
}
