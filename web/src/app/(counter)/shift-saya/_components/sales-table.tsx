'use client'

import { useTranslations } from 'next-intl'
import { useFormat } from '@/lib/format'
import { type ProductTypeSales, SALE_STATUSES } from '../_lib/sales-by-product-type'
import classes from './my-shift.module.css'

const STATUS = { success: 'SUCCESS', processing: 'PROCESSING', failed: 'FAILED' } as const

/** The sales by product type and status, without the types that have no sales. */
export function SalesTable({ rows }: { rows: readonly ProductTypeSales[] }) {
  const t = useTranslations('myShift')
  const typeName = useTranslations('type')
  const statusName = useTranslations('status')
  const format = useFormat()
  const shown = rows.filter((row) => SALE_STATUSES.some((status) => row[status].count > 0))
  if (shown.length === 0) return <p className={classes.none}>{t('nothingYet')}</p>
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('product')}</th>
          {SALE_STATUSES.map((status) => (
            <th key={status} scope="col">
              {statusName(STATUS[status])}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((row) => (
          <tr key={row.productType}>
            <th scope="row">{typeName(row.productType)}</th>
            {SALE_STATUSES.map((status) => (
              <td key={status}>
                {format.number(row[status].count)}×<small>{format.rupiah(row[status].amount)}</small>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
