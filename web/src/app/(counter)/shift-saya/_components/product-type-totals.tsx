'use client'

import { useTranslations } from 'next-intl'
import type { MyShiftQuery } from '@/gen/graphql'
import { useFormat } from '@/lib/use-format'
import classes from './my-shift.module.css'

type Rows = NonNullable<MyShiftQuery['salesSummary']>['byProductType']

/** What succeeded, by kind of product. */
export function ProductTypeTotals({ rows }: { rows: Rows }) {
  const t = useTranslations('myShift')
  const type = useTranslations('type')
  const format = useFormat()
  if (rows.length === 0) return <p className={classes.none}>{t('nothingYet')}</p>
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('product')}</th>
          <th scope="col">{t('count')}</th>
          <th scope="col">{t('amount')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ productType, count, amount }) => (
          <tr key={productType}>
            <th scope="row">{type(productType)}</th>
            <td>{format.number(count)}</td>
            <td>{format.rupiah(amount)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
