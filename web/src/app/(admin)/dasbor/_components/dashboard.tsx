'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { PageTitle, Panel } from '@/components/panel/panel'
import { PanelContent } from '@/components/panel/panel-content'
import { PartialNotice } from '@/components/panel/partial-notice'
import { DashboardDocument } from '@/gen/graphql'
import { useFormat } from '@/lib/format'
import { usePanelQuery } from '@/lib/graph/use-panel-query'
import { useDashboardQuery } from '../_lib/dashboard-query'
import { Change } from './change'
import { DailyChart } from './daily-chart'
import classes from './dashboard.module.css'
import { DashboardFilters } from './dashboard-filters'
import { DepositPanel } from './deposit-panel'
import { ProductTypeTable } from './product-type-table'
import { StatusPie } from './status-pie'
import { Totals } from './totals'

const REFRESH_MS = 30_000

/** The owner's overview from one query: each panel shows its part of the result, or that it is unavailable. */
export function Dashboard({ renderedToday }: { renderedToday: string }) {
  const t = useTranslations('dashboard')
  const nav = useTranslations('nav')
  const { query, range, variables, change } = useDashboardQuery(renderedToday)
  const { data, failure, isFirstLoad, retry } = usePanelQuery(DashboardDocument, { variables, poll: () => REFRESH_MS })
  // The options are the same for every filter: keep them while the totals of the next filter load.
  const [options, setOptions] = useState(data)
  if (data && data !== options) setOptions(data)
  const summary = data?.salesSummary
  const state = { failure, isFirstLoad, onRetry: retry }
  const shared = { ...state, failure: summary ? null : failure }
  const isPartial = failure !== null && data !== undefined && summary != null
  const isUntilNow = variables.before.untilTimeOfDay === true
  return (
    <>
      <PageTitle title={nav('dashboard')} />
      <DashboardFilters
        query={query}
        range={range}
        employees={options?.users?.nodes ?? []}
        shifts={options?.shifts ?? []}
        onChange={change}
      />
      {isPartial && (
        <div className={classes.notice}>
          <PartialNotice failure={failure} onRetry={retry} />
        </div>
      )}
      <div className={classes.grid}>
        <div className={classes.wide}>
          <Panel title={t('totals')}>
            <PanelContent value={summary} {...shared} skeletonHeight={110}>
              {(it) => (
                <Totals totals={it} before={data?.before ?? null} filter={variables.filter} isUntilNow={isUntilNow} />
              )}
            </PanelContent>
          </Panel>
        </div>
        <div className={classes.pair}>
          <Panel title={t('profit')}>
            <PanelContent value={summary} {...shared} skeletonHeight={70}>
              {(it) => <ProfitPanel profit={it.profit} before={data?.before?.profit ?? null} isUntilNow={isUntilNow} />}
            </PanelContent>
          </Panel>
          <Panel title={t('deposit')}>
            <PanelContent
              value={data?.billerBalance}
              {...state}
              failure={data?.billerBalance ? null : failure}
              skeletonHeight={70}
            >
              {(it) => <DepositPanel balance={it} />}
            </PanelContent>
          </Panel>
        </div>
        <div className={classes.chart}>
          <PanelContent value={summary} {...shared} skeletonHeight={360}>
            {(it) => <DailyChart daily={it.daily} range={range} filter={variables.filter} />}
          </PanelContent>
        </div>
        <Panel title={t('byStatus')}>
          <PanelContent value={summary} {...shared} skeletonHeight={300}>
            {(it) => <StatusPie totals={it} filter={variables.filter} />}
          </PanelContent>
        </Panel>
        <div className={classes.wide}>
          <Panel title={t('byType')}>
            <PanelContent value={summary} {...shared}>
              {(it) => <ProductTypeTable rows={it.byProductType} filter={variables.filter} />}
            </PanelContent>
          </Panel>
        </div>
      </div>
    </>
  )
}

interface ProfitPanelProps {
  profit: number | null
  before: number | null
  isUntilNow: boolean
}

function ProfitPanel({ profit, before, isUntilNow }: ProfitPanelProps) {
  const t = useTranslations('dashboard')
  const format = useFormat()
  return (
    <>
      <div className={classes.value}>{format.rupiah(profit)}</div>
      <div className={classes.dimmed}>
        {t('profitHint')}{' '}
        {profit !== null && before !== null && <Change now={profit} before={before} isUntilNow={isUntilNow} />}
      </div>
    </>
  )
}
