'use client'

import { FAILURE_MESSAGES, failureReasonOf } from '@setrum/api-contract'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode, Ref } from 'react'
import { StatusBadge } from '@/components/badges'
import { BillTable, DescriptionList, TokenDigits, tariffPower } from '@/components/sale/sale-details'
import type { TransactionDetailFragment } from '@/gen/graphql'
import { useFormat } from '@/lib/format'
import { Review } from './review-reasons'
import classes from './transaction.module.css'

const EVENT_TYPES = [
  'CREATED',
  'SENT',
  'BILLER_ANSWER',
  'CALLBACK',
  'STATUS_CHECK',
  'MANUAL_RESOLUTION',
  'CORRECTION',
  'CONTRADICTION',
  'REVIEW',
  'EXPIRED',
  'PRINTED',
] as const

interface TransactionDetailProps {
  transaction: TransactionDetailFragment
  /** The heading of the history. */
  eventsRef: Ref<HTMLHeadingElement>
  onReview: () => void
  /** Above the details: on most screens they would be below the fold. */
  actions: ReactNode
}

export function TransactionDetail({ transaction: it, eventsRef, onReview, actions }: TransactionDetailProps) {
  const t = useTranslations('transactions.detail')
  const type = useTranslations('type')
  const panel = useTranslations('panel')
  const bills = useTranslations('bills')
  const locale = useLocale()
  const reason = it.status === 'FAILED' ? failureReasonOf(it.productType, it.responseCode) : null
  const format = useFormat()
  const { customer, shift } = it
  const hoursOf = ({ startAt, endAt }: NonNullable<typeof shift>) =>
    [startAt, endAt].map((time) => format.clockTime(time ?? '–')).join('–')
  return (
    <>
      <div className={classes.drawerHead}>
        <StatusBadge status={it.status} />
      </div>
      <Review transaction={it} onReview={onReview} />
      {it.token && (
        <div className={classes.token}>
          <TokenDigits token={it.token} />
        </div>
      )}
      {actions}
      <DescriptionList
        items={[
          [t('customer'), customer.name],
          [t('number'), customer.number],
          [t('tariffPower'), tariffPower(customer, format.number)],
          [t('type'), type(it.productType)],
          [t('product'), it.product?.name ?? it.productCode],
          [t('nominal'), it.nominal == null ? null : format.rupiah(it.nominal)],
          [t('adminFee'), it.adminFee == null ? null : format.rupiah(it.adminFee)],
          [t('price'), format.rupiah(it.price)],
          [t('profit'), it.profit == null ? null : format.rupiah(it.profit)],
          [t('energy'), it.kwh == null ? null : `${format.number(it.kwh)} kWh`],
          // What the biller sent where no token could be read.
          [t('serialNumber'), it.productType === 'PREPAID' && !it.token ? it.serialNumber : null],
          [t('reference'), it.reference],
          [t('employee'), it.employeeName],
          [t('shift'), shift && (shift.name ? `${shift.name} (${hoursOf(shift)})` : panel('missing'))],
          [t('createdAt'), format.dateTime(it.createdAt)],
          [t('completedAt'), it.completedAt && format.dateTime(it.completedAt)],
          [t('nextCheckAt'), it.nextCheckAt && format.time(it.nextCheckAt)],
          [
            t('billerResponse'),
            [it.responseCode, reason ? FAILURE_MESSAGES[reason][locale] : it.message].filter(Boolean).join(' · '),
          ],
          [t('printCount'), it.printCount > 0 ? String(it.printCount) : null],
        ]}
      />
      {it.bills.length > 0 && (
        <div className={classes.section} style={{ overflowX: 'auto' }}>
          <BillTable transaction={it} />
          {it.status === 'SUCCESS' && it.remainingBills ? (
            <p className={classes.dimmed}>{bills('remaining', { count: it.remainingBills })}</p>
          ) : null}
        </div>
      )}
      <section className={classes.section}>
        <h3 className={classes.sectionTitle} ref={eventsRef} tabIndex={-1}>
          {t('events')}
        </h3>
        <TransactionEvents events={it.events} />
      </section>
    </>
  )
}

/** The history of a transaction, oldest event first. */
function TransactionEvents({ events }: { events: TransactionDetailFragment['events'] }) {
  const t = useTranslations('transactions')
  const status = useTranslations('status')
  const format = useFormat()
  return (
    <ol className={classes.events}>
      {events.map((event) => {
        const type = EVENT_TYPES.find((known) => known === event.type)
        return (
          <li key={`${event.at} ${event.type} ${event.note}`}>
            <strong>{type ? t(`event.${type}`) : event.type}</strong>{' '}
            {event.to && event.to !== event.from && <span>→ {status(event.to)}</span>}
            <div className={classes.dimmed}>
              {format.dateTime(event.at)} ·{' '}
              {event.actor === 'system' ? t('bySystem') : (event.actorName ?? t('byUser'))}
              {event.note && ` · ${event.note}`}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
