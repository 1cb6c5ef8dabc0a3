'use client'

import { Pagination } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { Suspense } from 'react'
import { PanelContent } from '@/components/panel/panel-content'
import { TransactionListDocument } from '@/gen/graphql'
import { usePanelQuery } from '@/lib/graph/use-panel-query'
import classes from './transaction.module.css'
import { TransactionCards } from './transaction-cards'
import { TransactionDrawer } from './transaction-drawer'
import { filterOf, PAGE_SIZE, useTransactionQuery } from './transaction-query'
import { TransactionTable } from './transaction-table'

/** New sales and results come in all the time; a list that is looked at follows. */
const REFRESH_MS = 15_000

/** The server goes no further by number; what is older is found by its day. */
const MOST_PAGES = 10_000

/** The transactions that the filters in the address let through, a page at a time, and the drawer with one of them. */
export function TransactionList({ withEmployee }: { withEmployee: boolean }) {
  const t = useTranslations('transactions')
  const [query, change] = useTransactionQuery()
  const { data, failure, isFirstLoad, isStale, retry } = usePanelQuery(TransactionListDocument, {
    variables: { filter: filterOf(query), first: PAGE_SIZE, page: query.halaman, sort: query.urut },
    poll: () => REFRESH_MS,
    staysWhileLoading: true,
  })
  const list = data?.transactions
  const ids = list?.nodes.map(({ id }) => id) ?? []
  return (
    <>
      <PanelContent
        value={list}
        failure={failure}
        isFirstLoad={isFirstLoad}
        onRetry={retry}
        isEmpty={list?.totalCount === 0}
        empty={t('empty')}
        skeletonHeight={420}
      >
        {({ nodes, totalCount }) => (
          <div aria-busy={isStale}>
            <TransactionTable
              rows={nodes}
              withEmployee={withEmployee}
              sort={query.urut}
              onSort={(urut) => change({ urut })}
              onOpen={(trx) => change({ trx })}
            />
            <TransactionCards rows={nodes} onOpen={(trx) => change({ trx })} />
            <footer className={classes.footer}>
              <span>{t('count', { count: totalCount })}</span>
              {(totalCount > PAGE_SIZE || query.halaman > 1) && (
                <Pagination
                  total={Math.min(Math.ceil(totalCount / PAGE_SIZE), MOST_PAGES)}
                  value={query.halaman}
                  onChange={(halaman) => change({ halaman })}
                  siblings={1}
                  getControlProps={(control) => ({ 'aria-label': t(`pages.${control}`) })}
                  getItemProps={(page) => ({ 'aria-label': t('pages.page', { page }) })}
                />
              )}
            </footer>
          </div>
        )}
      </PanelContent>
      {query.trx && (
        <Suspense>
          <TransactionDrawer id={query.trx} ids={ids} onChange={(trx) => change({ trx })} />
        </Suspense>
      )}
    </>
  )
}
