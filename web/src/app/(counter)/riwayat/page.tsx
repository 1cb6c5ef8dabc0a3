import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Suspense } from 'react'
import { PageTitle, Panel } from '@/components/panel/panel'
import { TransactionFilters } from '@/components/transaction/transaction-filters'
import { TransactionList } from '@/components/transaction/transaction-list'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nav'))('history') }
}

export default async function HistoryPage() {
  const t = await getTranslations('nav')
  return (
    <Suspense>
      <PageTitle title={t('history')} />
      <Panel isFlush>
        <TransactionFilters />
        <TransactionList withEmployee={false} />
      </Panel>
    </Suspense>
  )
}
