'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { type FragmentType, readFragment } from '@/gen/fragment-masking'
import { BillTableFragmentDoc } from '@/gen/graphql'
import { groupsOfFour, meterReading, useFormat } from '@/lib/format'
import classes from './sale.module.css'

/** Names and values in two columns, without the empty values. */
export function DescriptionList({ items }: { items: [string, ReactNode][] }) {
  return (
    <dl className={classes.list}>
      {items.map(([name, value]) =>
        value == null || value === '' ? null : (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  )
}

/** `R1M / 900 VA`, or the known one of both; null when both are unknown. */
export function tariffPower(
  { tariff, power }: { tariff: string | null; power: number | null },
  number: (value: number) => string,
): string | null {
  const parts = [tariff, power && `${number(power)} VA`].filter(Boolean)
  return parts.length > 0 ? parts.join(' / ') : null
}

/** The 20 digits in groups of four, as the customer types them into the meter. */
export function TokenDigits({ token }: { token: string }) {
  return (
    <p className={classes.token} data-testid="token">
      {groupsOfFour(token).map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups may repeat, and their order never changes
        <span key={index}>{group}</span>
      ))}
    </p>
  )
}

/** The bills with their amounts, oldest first, and the total. */
export function BillTable({ transaction }: { transaction: FragmentType<typeof BillTableFragmentDoc> }) {
  const t = useTranslations('bills')
  const format = useFormat()
  const { bills, price } = readFragment(BillTableFragmentDoc, transaction)
  return (
    <table className={classes.bills}>
      <thead>
        <tr>
          <th scope="col">{t('period')}</th>
          <th scope="col">{t('amount')}</th>
          <th scope="col">{t('penalty')}</th>
          <th scope="col">{t('adminFee')}</th>
          <th scope="col">{t('total')}</th>
        </tr>
      </thead>
      <tbody>
        {bills.map((bill, index) => (
          <tr key={bill.period || index}>
            <th scope="row">
              {bill.period ? format.month(bill.period) : '–'}
              {meterReading(bill) && (
                <div className={classes.reading}>
                  {t('meter')} {meterReading(bill)}
                </div>
              )}
            </th>
            <td>{format.rupiah(bill.amount)}</td>
            <td>{format.rupiah(bill.penalty)}</td>
            <td>{format.rupiah(bill.adminFee)}</td>
            <td>{format.rupiah(bill.total)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={3}>
            {t('toPay', { count: bills.length })}
          </th>
          <td colSpan={2}>{format.rupiah(price)}</td>
        </tr>
      </tfoot>
    </table>
  )
}
