'use client'

import { Select } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useTransactionQuery } from '@/components/transaction/transaction-query'
import { FilterOptionsDocument } from '@/gen/graphql'
import { usePanelQuery } from '@/lib/graph/use-panel-query'

/** Who sold it, and in which shift. What is down has no choices, and the rest of the page goes on. */
export function PeopleFilters() {
  const t = useTranslations('transactions.filter')
  const [query, change] = useTransactionQuery()
  const { data } = usePanelQuery(FilterOptionsDocument, { variables: {} })
  const shared = { clearable: true, size: 'md', w: 190, clearButtonProps: { 'aria-label': t('clear') } } as const
  return (
    <>
      <Select
        {...shared}
        aria-label={t('employee')}
        placeholder={t('allEmployees')}
        searchable
        data={data?.users?.nodes.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={query.karyawan}
        onChange={(karyawan) => change({ karyawan })}
      />
      <Select
        {...shared}
        aria-label={t('shift')}
        placeholder={t('allShifts')}
        data={data?.shifts?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={query.shift}
        onChange={(shift) => change({ shift })}
      />
    </>
  )
}
