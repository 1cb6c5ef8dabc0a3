'use client'

import {
  IconCircleCheckFilled,
  IconCircleXFilled,
  IconClockHour4,
  IconHourglassOff,
  IconWallet,
} from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { TransactionStatus } from '@/gen/graphql'
import classes from './status-badge.module.css'

const ICONS = {
  SUCCESS: IconCircleCheckFilled,
  PROCESSING: IconClockHour4,
  FAILED: IconCircleXFilled,
  AWAITING_PAYMENT: IconWallet,
  EXPIRED: IconHourglassOff,
}

/** A status by icon, word and colour, so that none of them alone has to be understood. */
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
