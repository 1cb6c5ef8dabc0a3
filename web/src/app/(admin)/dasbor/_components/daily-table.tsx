'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { SalesFilter } from '@/gen/graphql'
import { useFormat } from '@/lib/format'
import type { Daily } from '../_lib/daily-series'
import { listLink } from '../_lib/dashboard-query'
import classes from './dashboard.module.css'

/** The chart's numbers as a table. A day opens its list. */
export function DailyTable({ daily, filter }: { daily: Daily; filter: SalesFilter }) {
  const t = useTranslations('dashboard')
  const status = useTranslations('status')
  const format = useFormat()
  // Hundreds of hidden cells would delay the chart.
  const [isOpen, setOpen] = useState(false)
  return (
    <details className={classes.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('asTable')}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label={t('byDay')}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('day')}</th>
              <th scope="col">{status('SUCCESS')}</th>
              <th scope="col">{status('PROCESSING')}</th>
              <th scope="col">{status('FAILED')}</th>
              <th scope="col">{t('average')}</th>
              <th scope="col">{t('profit')}</th>
            </tr>
          </thead>
          <tbody>
            {(isOpen ? daily : []).map((day) => (
              <tr key={day.date}>
                <th scope="row">
                  <Link
                    className={classes.link}
                    prefetch={false}
                    href={listLink({ ...filter, from: day.date, to: day.date }, {})}
                  >
                    {format.day(day.date)}
                  </Link>
                </th>
                <td>{format.rupiah(day.success.amount)}</td>
                <td>{format.rupiah(day.processing.amount)}</td>
                <td>{format.rupiah(day.failed.amount)}</td>
                <td>{format.rupiah(day.success.average)}</td>
                <td>{format.rupiah(day.profit)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}
