'use client'

import { FAILURE_MESSAGES, failureReasonOf } from '@setrum/api-contract'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { StatusBadge } from '@/components/badges'
import { ReviewNotice } from '@/components/sale/review-notice'
import { DescriptionList, TokenDigits, tariffPower } from '@/components/sale/sale-details'
import { isTokenRequested, reviewNoticeOf } from '@/components/sale/sale-review'
import type { SaleOutcomeFragment } from '@/gen/graphql'
import { meterReading, useFormat } from '@/lib/format'
import classes from '../till.module.css'

export function OutcomeCard({ sale, isReplay }: { sale: SaleOutcomeFragment; isReplay: boolean }) {
  const t = useTranslations('till.outcome')
  const till = useTranslations('till')
  const locale = useLocale()
  const bills = useTranslations('bills')
  const format = useFormat()
  const heading = useRef<HTMLHeadingElement>(null)
  // Focus the heading, not a button: one Enter too many must not close the result unread.
  useEffect(() => heading.current?.focus(), [])
  const { status, customer } = sale
  const isToken = sale.productType === 'PREPAID'
  const review = reviewNoticeOf(sale)
  function title() {
    if (isTokenRequested(sale)) return 'title.withoutToken'
    return isReplay && status === 'SUCCESS' ? 'replayed.title' : (`title.${status}` as const)
  }
  const reason = failureReasonOf(sale.productType, sale.responseCode)
  return (
    <div aria-live="polite">
      <div className={classes.outcomeHead}>
        <h2 className={classes.outcomeTitle} ref={heading} tabIndex={-1}>
          {t(title(), { type: sale.productType })}
        </h2>
        <StatusBadge status={status} />
      </div>
      {isReplay && <p>{t('replayed.text')}</p>}
      <ReviewNotice sale={sale} />
      {status === 'PROCESSING' && !review && <p>{t('processing')}</p>}
      {status === 'FAILED' && review !== 'failureDisputed' && (
        <p>
          {reason && `${FAILURE_MESSAGES[reason][locale]} `}
          {reason !== 'alreadyPaid' && t(isToken ? 'failed' : 'billFailed')}
        </p>
      )}
      {status === 'SUCCESS' && sale.token && (
        <div className={classes.tokenBox}>
          <TokenDigits token={sale.token} />
          {sale.kwh != null && <p className={classes.hint}>{t('energy', { kwh: format.number(sale.kwh) })}</p>}
        </div>
      )}
      {status === 'SUCCESS' && sale.remainingBills ? (
        <p className={classes.hint}>{bills('remaining', { count: sale.remainingBills })}</p>
      ) : null}
      <DescriptionList
        items={[
          [till('customer'), customer.name],
          [isToken ? till('meterNumber') : till('customerNumber'), customer.number],
          [till('tariffPower'), tariffPower(customer, format.number)],
          [t('product'), sale.product?.name ?? sale.productCode],
          [
            bills('period'),
            sale.bills
              .map(({ period }) => format.month(period))
              .filter(Boolean)
              .join(', '),
          ],
          [bills('meter'), sale.bills.map(meterReading).filter(Boolean).join(', ')],
          [till('total'), format.rupiah(sale.price)],
          [t('invoice'), sale.invoice],
          [t('at'), format.dateTime(sale.createdAt)],
        ]}
      />
    </div>
  )
}
