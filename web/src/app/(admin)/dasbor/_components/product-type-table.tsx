'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { DashboardQuery, SalesFilter } from '@/gen/graphql'
import { useFormat } from '@/lib/format'
import { listLink } from '../_lib/dashboard-query'
import classes from './dashboard.module.css'

type Rows = NonNullable<DashboardQuery['salesSummary']>['byProductType']

export function ProductTypeTable({ rows, filter }: { rows: Rows; filter: SalesFilter }) {
  const t = useTranslations('dashboard')
  const typeName = useTranslations('type')
  const format = useFormat()
  if (rows.length === 0) return <p className={classes.dimmed}>{t('noSales')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={t('byType')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('type')}</th>
            <th scope="col">{t('count')}</th>
            <th scope="col">{t('amount')}</th>
            <th scope="col">{t('profit')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ productType, count, amount, profit }) => (
            <tr key={productType}>
              <th scope="row">
                <Link
                  className={classes.link}
                  prefetch={false}
                  href={listLink({ ...filter, productType }, { status: 'SUCCESS' })}
                >
                  {typeName(productType)}
                </Link>
              </th>
              <td>{format.number(count)}</td>
              <td>{format.rupiah(amount)}</td>
              <td>{format.rupiah(profit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
