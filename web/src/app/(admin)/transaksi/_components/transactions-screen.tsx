'use client'

import { useTranslations } from 'next-intl'
import { PageTitle, Panel } from '@/components/panel/panel'
import { TransactionFilters } from '@/components/transaction/transaction-filters'
import { TransactionList } from '@/components/transaction/transaction-list'
import { filterOf, useTransactionQuery } from '@/components/transaction/transaction-query'
import { ActiveFilters } from './active-filters'
import { EmployeeShiftFilters } from './employee-shift-filters'
import { ExportButton } from './export-button'
import { SavedViews } from './saved-views'

export function TransactionsScreen() {
  const nav = useTranslations('nav')
  const [query] = useTransactionQuery()
  return (
    <>
      <PageTitle title={nav('transactions')}>
        <SavedViews />
        <ExportButton filter={filterOf(query)} />
      </PageTitle>
      <Panel isFlush>
        <TransactionFilters>
          <EmployeeShiftFilters />
        </TransactionFilters>
        <ActiveFilters />
        <TransactionList withEmployee />
      </Panel>
    </>
  )
}
