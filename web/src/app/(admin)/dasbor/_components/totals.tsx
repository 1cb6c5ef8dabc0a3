'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { StatusTotals } from '@/components/status-totals'
import { type FragmentType, readFragment } from '@/gen/fragment-masking'
import { SalesFiguresFragmentDoc, type SalesFilter } from '@/gen/graphql'
import { useFormat } from '@/lib/use-format'
import { listLink } from '../_lib/dashboard-query'
import { Change } from './change'
import classes from './dashboard.module.css'

interface TotalsProps {
  figures: FragmentType<typeof SalesFiguresFragmentDoc>
  before: FragmentType<typeof SalesFiguresFragmentDoc> | null
  filter: SalesFilter
}

/** The rupiah of each state, its part of all sales, and how it was in the period before. */
export function Totals({ figures: masked, before: maskedBefore, filter }: TotalsProps) {
  const t = useTranslations('dashboard')
  const format = useFormat()
  const figures = readFragment(SalesFiguresFragmentDoc, masked)
  const before = readFragment(SalesFiguresFragmentDoc, maskedBefore)
  return (
    <StatusTotals totals={figures}>
      {(status) => (
        <>
          ({format.percent(figures[status].share)}){' '}
          {before && <Change now={figures[status].amount} before={before[status].amount} />}{' '}
          <Link className={classes.link} prefetch={false} href={listLink(filter, { status: status.toUpperCase() })}>
            {t('open')}
          </Link>
        </>
      )}
    </StatusTotals>
  )
}
