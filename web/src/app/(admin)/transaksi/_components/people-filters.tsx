'use client'

import { Select } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { EmployeeSelect } from '@/components/employee-select'
import { useTransactionQuery } from '@/components/transaction/transaction-query'
import { FilterOptionsDocument } from '@/gen/graphql'
import { usePanelQuery } from '@/lib/graph/use-panel-query'

/** Who sold it, and in which shift. What is down has no choices, and the rest of the page goes on. */
export function PeopleFilters() {
  const t = useTranslations('transactions.filter')
  const [query, change] = useTransactionQuery()
  const { data } = usePanelQuery(FilterOptionsDocument, { variables: {} })
  return (
    <>
      <EmployeeSelect
        employees={data?.users?.nodes ?? []}
        value={query.karyawan}
        onChange={(karyawan) => change({ karyawan })}
      />
      <Select
        clearable
        size="md"
        w={190}
        clearButtonProps={{ 'aria-label': t('clear') }}
        aria-label={t('shift')}
        placeholder={t('allShifts')}
        data={data?.shifts?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={query.shift}
        onChange={(shift) => change({ shift })}
      />
    </>
  )
}
