'use client'

import { SegmentedControl, Skeleton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { BarShapeProps } from 'recharts'
import { Panel } from '@/components/panel/panel'
import type { SalesFilter } from '@/gen/graphql'
import { useAppRouter } from '@/lib/app-router'
import { useFormat } from '@/lib/format'
import { type Daily, dailySeries } from '../_lib/daily-series'
import { type DashboardRange, listLink } from '../_lib/dashboard-query'
import { useCharts } from '../_lib/use-charts'
import { DailyTable } from './daily-table'

/**
 * One bar. The library's own bar measures its outline and draws itself again, which takes most of the chart's time with
 * 270 bars.
 */
function drawBar({ x, y, width, height, fill, fillOpacity }: BarShapeProps) {
  return height > 0 ? <rect {...{ x, y, width, height, fill, fillOpacity }} /> : <g />
}

interface DailyChartProps {
  daily: Daily
  range: DashboardRange
  filter: SalesFilter
}

/** Sales by day: amounts stacked by status, averages side by side. A bar opens the list of its day. */
export function DailyChart({ daily, range, filter }: DailyChartProps) {
  const t = useTranslations('dashboard')
  const status = useTranslations('status')
  const format = useFormat()
  const router = useAppRouter()
  const charts = useCharts()
  const [value, setValue] = useState<'amount' | 'average'>('amount')
  const rows = dailySeries(daily, range, value)
  // A fixed step between labels: the chart would measure each label to find one.
  const labels = useMediaQuery('(min-width: 48em)', undefined, { getInitialValueInEffect: false }) ? 9 : 4
  const openDay = (date: unknown) => {
    if (typeof date === 'string') router.push(listLink({ ...filter, from: date, to: date }, {}))
  }
  return (
    <Panel
      title={t('byDay')}
      actions={
        <SegmentedControl
          aria-label={t('dayValue')}
          value={value}
          onChange={(chosen) => setValue(chosen === 'average' ? 'average' : 'amount')}
          data={[
            { value: 'amount', label: t('amount') },
            { value: 'average', label: t('average') },
          ]}
        />
      }
    >
      <figure style={{ margin: 0 }} aria-label={t(value === 'average' ? 'averageChartLabel' : 'chartLabel')}>
        {charts ? (
          <charts.BarChart
            h={300}
            data={rows}
            dataKey="date"
            // Averages do not add up.
            type={value === 'average' ? 'default' : 'stacked'}
            series={[
              { name: 'success', label: status('SUCCESS'), color: 'setrum.6' },
              { name: 'processing', label: status('PROCESSING'), color: 'yellow.6' },
              { name: 'failed', label: status('FAILED'), color: 'red.7' },
            ]}
            withLegend
            legendProps={{ itemSorter: null, verticalAlign: 'bottom' }}
            valueFormatter={(amount) => format.rupiah(amount)}
            xAxisProps={{
              tickFormatter: (date: string) => format.shortDay(date),
              interval: Math.ceil(rows.length / labels) - 1,
            }}
            yAxisProps={{ tickFormatter: (amount: number) => format.compactRupiah(amount), width: 76 }}
            tooltipProps={{ labelFormatter: (date) => (typeof date === 'string' ? format.day(date) : '') }}
            barChartProps={{ onClick: (at) => openDay(at.activeLabel) }}
            barProps={{ isAnimationActive: false, cursor: 'pointer', shape: drawBar }}
          />
        ) : (
          <Skeleton height={300} />
        )}
      </figure>
      <DailyTable daily={daily} filter={filter} />
    </Panel>
  )
}
