'use client'

import { useTranslations } from 'next-intl'
import { BillTable } from '@/components/sale/bill-table'
import { Facts } from '@/components/sale/facts'
import { TokenDigits } from '@/components/sale/token-digits'
import { StatusBadge } from '@/components/status-badge'
import type { TransactionDetailFragment } from '@/gen/graphql'
import { useFormat } from '@/lib/use-format'
import { AttentionMark } from './attention-mark'
import classes from './transaction.module.css'
import { TransactionEvents } from './transaction-events'

export function TransactionDetail({ transaction: it }: { transaction: TransactionDetailFragment }) {
  const t = useTranslations('transactions.detail')
  const type = useTranslations('type')
  const panel = useTranslations('panel')
  const format = useFormat()
  const { customer, shift } = it
  const power = customer.power == null ? null : `${format.number(customer.power)} VA`
  return (
    <>
      <div className={classes.drawerHead}>
        <StatusBadge status={it.status} />
        {it.needsAttention && <AttentionMark />}
      </div>
      {it.token && (
        <div className={classes.token}>
          <TokenDigits token={it.token} />
        </div>
      )}
      <Facts
        items={[
          [t('customer'), customer.name],
          [t('number'), customer.number],
          [t('tariffPower'), [customer.tariff, power].filter(Boolean).join(' / ')],
          [t('type'), type(it.productType)],
          [t('product'), it.product?.name ?? it.productCode],
          [t('nominal'), it.nominal == null ? null : format.rupiah(it.nominal)],
          [t('adminFee'), it.adminFee == null ? null : format.rupiah(it.adminFee)],
          [t('price'), format.rupiah(it.price)],
          [t('profit'), it.profit == null ? null : format.rupiah(it.profit)],
          [t('energy'), it.kwh == null ? null : `${format.number(it.kwh)} kWh`],
          [t('reference'), it.reference],
          [t('employee'), it.employeeName],
          [t('shift'), shift && (shift.name ? `${shift.name} (${shift.startAt}–${shift.endAt})` : panel('missing'))],
          [t('createdAt'), format.dateTime(it.createdAt)],
          [t('completedAt'), it.completedAt && format.dateTime(it.completedAt)],
          [t('nextCheckAt'), it.nextCheckAt && format.time(it.nextCheckAt)],
          [t('answer'), [it.responseCode, it.message].filter(Boolean).join(' · ')],
          [t('printCount'), it.printCount > 0 ? String(it.printCount) : null],
        ]}
      />
      {it.bills.length > 0 && (
        <div className={classes.section} style={{ overflowX: 'auto' }}>
          <BillTable transaction={it} />
        </div>
      )}
      <section className={classes.section}>
        <h3 className={classes.sectionTitle}>{t('events')}</h3>
        <TransactionEvents events={it.events} />
      </section>
    </>
  )
}
