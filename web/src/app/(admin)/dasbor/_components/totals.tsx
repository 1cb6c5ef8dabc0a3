'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { StatusTotals } from '@/components/status-totals'
import { type FragmentType, readFragment } from '@/gen/fragment-masking'
import { type SalesFilter, SalesTotalsFragmentDoc } from '@/gen/graphql'
import { useFormat } from '@/lib/format'
import { listLink } from '../_lib/dashboard-query'
import { Change } from './change'
import classes from './dashboard.module.css'

interface TotalsProps {
  totals: FragmentType<typeof SalesTotalsFragmentDoc>
  before: FragmentType<typeof SalesTotalsFragmentDoc> | null
  filter: SalesFilter
  isUntilNow: boolean
}

/** The amount by status, its share of all sales, and the change against the previous period. */
export function Totals({ totals: masked, before: maskedBefore, filter, isUntilNow }: TotalsProps) {
  const t = useTranslations('dashboard')
  const format = useFormat()
  const totals = readFragment(SalesTotalsFragmentDoc, masked)
  const before = readFragment(SalesTotalsFragmentDoc, maskedBefore)
  return (
    <StatusTotals totals={totals}>
      {(status) => (
        <>
          ({format.percent(totals[status].share)}){' '}
          {before && <Change now={totals[status].amount} before={before[status].amount} isUntilNow={isUntilNow} />}{' '}
          <Link className={classes.link} prefetch={false} href={listLink(filter, { status: status.toUpperCase() })}>
            {t('open')}
          </Link>
        </>
      )}
    </StatusTotals>
  )
}
