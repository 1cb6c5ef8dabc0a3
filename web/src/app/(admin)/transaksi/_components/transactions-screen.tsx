'use client'

import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { PageTitle } from '@/components/page-title'
import { Panel } from '@/components/panel/panel'
import { TransactionFilters } from '@/components/transaction/transaction-filters'
import { TransactionList } from '@/components/transaction/transaction-list'
import { filterOf, useTransactionQuery } from '@/components/transaction/transaction-query'
import { exportLink } from '../_lib/export-link'
import { ActiveFilters } from './active-filters'
import { PeopleFilters } from './people-filters'
import { SavedViews } from './saved-views'

export function TransactionsScreen() {
  const t = useTranslations('transactionsAdmin')
  const nav = useTranslations('nav')
  const [query] = useTransactionQuery()
  return (
    <>
      <PageTitle title={nav('transactions')}>
        <SavedViews />
        <Button
          component="a"
          href={exportLink(filterOf(query))}
          download
          variant="default"
          size="md"
          leftSection={<IconDownload size={18} />}
        >
          {t('export')}
        </Button>
      </PageTitle>
      <Panel isFlush>
        <TransactionFilters>
          <PeopleFilters />
        </TransactionFilters>
        <ActiveFilters />
        <TransactionList withEmployee />
      </Panel>
    </>
  )
}
