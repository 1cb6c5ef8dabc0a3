'use client'

import { useTranslations } from 'next-intl'
import { StatusBadge } from '@/components/badges'
import { ReviewNotice } from '@/components/sale/review-notice'
import { BillTable, DescriptionList, tariffPower } from '@/components/sale/sale-details'
import type { BillToPayFragment } from '@/gen/graphql'
import { useFormat } from '@/lib/format'
import classes from './till.module.css'

/** The inquired bill, to confirm with the customer. */
export function BillToPay({ bill }: { bill: BillToPayFragment }) {
  const t = useTranslations('till')
  const format = useFormat()
  const { customer, remainingBills } = bill
  return (
    <section className={classes.card} aria-live="polite">
      <div className={classes.outcomeHead}>
        <p className={classes.customerName}>{customer.name ?? t('noName')}</p>
        <StatusBadge status={bill.status} />
      </div>
      <ReviewNotice sale={bill} />
      <DescriptionList
        items={[
          [t('tariffPower'), tariffPower(customer, format.number)],
          [t('customerNumber'), customer.number],
        ]}
      />
      <div style={{ overflowX: 'auto', marginTop: '0.75rem' }} tabIndex={-1}>
        <BillTable transaction={bill} />
      </div>
      {remainingBills ? <p className={classes.hint}>{t('remaining', { count: remainingBills })}</p> : null}
    </section>
  )
}
