'use client'

import { Button, Loader } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { Ref } from 'react'
import { useFormat } from '@/lib/format'
import classes from './till.module.css'

interface PayBarProps {
  ref?: Ref<HTMLButtonElement>
  /** The price for the customer; null while unknown. */
  amountIdr: number | null
  isBusy: boolean
  canPay: boolean
  /** The step that is missing before paying. */
  missing: string
  onPay: () => void
}

/** The total and the pay button; on phones at the bottom of the screen. */
export function PayBar({ ref, amountIdr, isBusy, canPay, missing, onPay }: PayBarProps) {
  const t = useTranslations('till')
  const format = useFormat()
  return (
    <div className={classes.payBar}>
      <div>
        <div className={classes.totalLabel}>{t('total')}</div>
        <div className={classes.total}>{format.rupiah(amountIdr)}</div>
      </div>
      <Button
        ref={ref}
        size="lg"
        // `loading` would disable the button and lose the focus.
        leftSection={isBusy && <Loader size={18} color="gray" aria-hidden />}
        onClick={canPay ? onPay : undefined}
        // Enter held down since the number field, which has moved the focus here, is no decision to pay.
        onKeyDown={(event) => event.repeat && event.preventDefault()}
        aria-disabled={!canPay}
        data-disabled={!canPay || undefined}
        title={canPay ? 'Ctrl+Enter' : missing}
      >
        {canPay || isBusy ? t('pay') : missing}
      </Button>
    </div>
  )
}
