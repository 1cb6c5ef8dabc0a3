'use client'

import { Center, Skeleton } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { startTransition, useEffect, useState } from 'react'
import { StatusBadge } from '@/components/badges'
import { type FragmentType, readFragment } from '@/gen/fragment-masking'
import { type SalesFilter, SalesTotalsFragmentDoc } from '@/gen/graphql'
import { useAppRouter } from '@/lib/app-router'
import { useFormat } from '@/lib/format'
import { listLink } from '../_lib/dashboard-query'
import { useCharts } from '../_lib/use-charts'
import classes from './dashboard.module.css'

const SLICES = [
  { key: 'success', status: 'SUCCESS', color: 'setrum.6' },
  { key: 'processing', status: 'PROCESSING', color: 'yellow.6' },
  { key: 'failed', status: 'FAILED', color: 'red.7' },
] as const

interface StatusPieProps {
  totals: FragmentType<typeof SalesTotalsFragmentDoc>
  filter: SalesFilter
}

/** The number of sales by status. A slice or its legend opens the list. */
export function StatusPie({ totals: masked, filter }: StatusPieProps) {
  const t = useTranslations('dashboard')
  const name = useTranslations('status')
  const format = useFormat()
  const router = useAppRouter()
  const totals = readFragment(SalesTotalsFragmentDoc, masked)
  const slices = SLICES.map((slice) => ({ ...slice, ...totals[slice.key], name: name(slice.status) }))
  const hasSales = slices.some(({ count }) => count > 0)
  // The daily chart is drawn first: it is the main one.
  const charts = useCharts()
  const [isDeferred, setDeferred] = useState(true)
  useEffect(() => startTransition(() => setDeferred(false)), [])
  return (
    <>
      {hasSales ? (
        <Center>
          <figure style={{ margin: 0 }} aria-label={t('pieLabel')}>
            {charts && !isDeferred ? (
              <charts.PieChart
                size={190}
                data={slices.map((slice) => ({ name: slice.name, value: slice.count, color: slice.color }))}
                withTooltip
                tooltipDataSource="segment"
                strokeWidth={1}
                pieProps={{
                  isAnimationActive: false,
                  cursor: 'pointer',
                  onClick: (_slice, index) => {
                    const slice = SLICES[index]
                    if (slice) router.push(listLink(filter, { status: slice.status }))
                  },
                }}
              />
            ) : (
              <Skeleton height={190} circle mx="auto" />
            )}
          </figure>
        </Center>
      ) : (
        <p className={classes.dimmed}>{t('noSales')}</p>
      )}
      <ul className={classes.legend}>
        {slices.map(({ status, count, share }) => (
          <li key={status}>
            <Link prefetch={false} href={listLink(filter, { status })}>
              <StatusBadge status={status} />
              <span>
                {format.number(count)} · {format.percent(share)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
