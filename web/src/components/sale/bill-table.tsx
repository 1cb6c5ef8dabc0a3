'use client'

import { useTranslations } from 'next-intl'
import { type FragmentType, readFragment } from '@/gen/fragment-masking'
import { BillTableFragmentDoc } from '@/gen/graphql'
import { useFormat } from '@/lib/use-format'
import classes from './sale.module.css'

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
            <th scope="row">{bill.period ? format.month(bill.period) : '–'}</th>
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
