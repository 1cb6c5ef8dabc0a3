'use client'

import { IconDoor, IconDoorOff } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import classes from '@/components/status-badge.module.css'

/** Whether people of this shift can sell at this moment. */
export function OpenBadge({ isOpen }: { isOpen: boolean }) {
  const t = useTranslations('shifts')
  const Icon = isOpen ? IconDoor : IconDoorOff
  return (
    <span className={classes.badge} data-status={isOpen ? 'AWAITING_PAYMENT' : 'EXPIRED'}>
      <Icon size={15} aria-hidden />
      {isOpen ? t('open') : t('closed')}
    </span>
  )
}
