'use client'

import {
  IconAlertTriangle,
  IconCircleCheckFilled,
  IconCircleMinus,
  IconCircleXFilled,
  IconClockHour4,
  IconDoor,
  IconDoorOff,
  IconHourglassOff,
  IconWallet,
} from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { TransactionStatus } from '@/gen/graphql'
import { useSession } from '@/lib/session/session-context'
import classes from './badges.module.css'

const ICONS = {
  SUCCESS: IconCircleCheckFilled,
  PROCESSING: IconClockHour4,
  FAILED: IconCircleXFilled,
  AWAITING_PAYMENT: IconWallet,
  EXPIRED: IconHourglassOff,
}

/** A status as icon, word and colour: readable without seeing colours. */
export function StatusBadge({ status }: { status: TransactionStatus }) {
  const t = useTranslations('status')
  const Icon = ICONS[status]
  return (
    <span className={classes.badge} data-status={status}>
      <Icon size={15} aria-hidden />
      {t(status)}
    </span>
  )
}

/** Whether an employee, a shift or a product is active. */
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

/** Whether the employees of a shift can sell now. */
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

/** Marks a sale with review reasons: the owner has to review it, an employee only sees that. */
export function ReviewBadge() {
  const t = useTranslations('transactions.review')
  const { role } = useSession()
  return (
    <span className={classes.review}>
      <IconAlertTriangle size={15} aria-hidden /> {role === 'ADMIN' ? t('title') : t('underReview')}
    </span>
  )
}
