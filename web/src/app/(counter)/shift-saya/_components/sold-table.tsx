'use client'

import { useTranslations } from 'next-intl'
import { useFormat } from '@/lib/use-format'
import { SOLD_STATUSES, type SoldKind } from '../_lib/sold'
import classes from './my-shift.module.css'

const STATUS = { success: 'SUCCESS', processing: 'PROCESSING', failed: 'FAILED' } as const

/** What was sold, by kind of product and state; kinds with no sales are left out. */
export function SoldTable({ kinds }: { kinds: readonly SoldKind[] }) {
  const t = useTranslations('myShift')
  const type = useTranslations('type')
  const name = useTranslations('status')
  const format = useFormat()
  const sold = kinds.filter((kind) => SOLD_STATUSES.some((status) => kind[status].count > 0))
  if (sold.length === 0) return <p className={classes.none}>{t('nothingYet')}</p>
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('product')}</th>
          {SOLD_STATUSES.map((status) => (
            <th key={status} scope="col">
              {name(STATUS[status])}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sold.map((kind) => (
          <tr key={kind.productType}>
            <th scope="row">{type(kind.productType)}</th>
            {SOLD_STATUSES.map((status) => (
              <td key={status}>
                {format.number(kind[status].count)}×<small>{format.rupiah(kind[status].amount)}</small>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
