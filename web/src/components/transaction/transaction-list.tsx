'use client'

import { Pagination } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { Suspense } from 'react'
import { PanelContent } from '@/components/panel/panel-content'
import { TransactionListDocument } from '@/gen/graphql'
import { usePanelQuery } from '@/lib/graph/use-panel-query'
import classes from './transaction.module.css'
import { TransactionDrawer } from './transaction-drawer'
import { filterOf, PAGE_SIZE, useTransactionQuery } from './transaction-query'
import { TransactionCards, TransactionTable } from './transaction-table'

/** Shows new sales and results without a reload. */
const REFRESH_MS = 15_000

/** The API's limit. Filters by day find older transactions. */
const MAX_PAGES = 10_000

/** A search counts its sales up to this number: those of a frequent name are many. */
const MAX_FOUND = 1_000

/** One page of the transactions that match the filters, and the drawer with one of them. */
export function TransactionList({ withEmployee }: { withEmployee: boolean }) {
  const t = useTranslations('transactions')
  const [query, change] = useTransactionQuery()
  const filter = filterOf(query)
  const { data, failure, isFirstLoad, isStale, retry } = usePanelQuery(TransactionListDocument, {
    variables: {
      filter,
      first: PAGE_SIZE,
      page: query.page,
      sort: query.sort,
      isSearch: filter.search !== undefined,
      countLimit: MAX_FOUND,
    },
    poll: () => REFRESH_MS,
    keepPreviousData: true,
  })
  const list = data?.transactions
  const count = list?.totalCount ?? list?.countUpTo ?? 0
  const ids = list?.nodes.map(({ id }) => id) ?? []
  return (
    <>
      <PanelContent
        value={list}
        failure={failure}
        isFirstLoad={isFirstLoad}
        onRetry={retry}
        isEmpty={list != null && count === 0}
        empty={t(filter.search ? 'nothingFound' : 'empty')}
        skeletonHeight={420}
      >
        {({ nodes }) => (
          <div aria-busy={isStale}>
            <TransactionTable
              rows={nodes}
              withEmployee={withEmployee}
              sort={query.sort}
              onSort={(sort) => change({ sort })}
              onOpen={(transactionId) => change({ transactionId })}
            />
            <TransactionCards rows={nodes} onOpen={(transactionId) => change({ transactionId })} />
            <footer className={classes.footer}>
              <span>{t(list?.countUpTo === MAX_FOUND ? 'countAtLeast' : 'count', { count })}</span>
              {(count > PAGE_SIZE || query.page > 1) && (
                <Pagination
                  total={Math.min(Math.ceil(count / PAGE_SIZE), MAX_PAGES)}
                  value={query.page}
                  onChange={(page) => change({ page })}
                  siblings={1}
                  getControlProps={(control) => ({ 'aria-label': t(`pages.${control}`) })}
                  getItemProps={(page) => ({ 'aria-label': t('pages.page', { page }) })}
                />
              )}
            </footer>
          </div>
        )}
      </PanelContent>
      {query.transactionId && (
        <Suspense>
          <TransactionDrawer
            id={query.transactionId}
            ids={ids}
            onChange={(transactionId) => change({ transactionId })}
          />
        </Suspense>
      )}
    </>
  )
}
