'use client'

import { Select } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { EmployeeSelect } from '@/components/filters/employee-select'
import { useTransactionQuery } from '@/components/transaction/transaction-query'
import { FilterOptionsDocument } from '@/gen/graphql'
import { usePanelQuery } from '@/lib/graph/use-panel-query'

/** Filters by employee and by shift. While a subgraph is down its filter has no options. */
export function EmployeeShiftFilters() {
  const t = useTranslations('transactions.filter')
  const [query, change] = useTransactionQuery()
  const { data } = usePanelQuery(FilterOptionsDocument, { variables: {} })
  return (
    <>
      <EmployeeSelect
        employees={data?.users?.nodes ?? []}
        value={query.employeeId}
        onChange={(employeeId) => change({ employeeId })}
      />
      <Select
        clearable
        size="md"
        w={190}
        clearButtonProps={{ 'aria-label': t('clear') }}
        aria-label={t('shift')}
        placeholder={t('allShifts')}
        data={data?.shifts?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={query.shiftId}
        onChange={(shiftId) => change({ shiftId })}
      />
    </>
  )
}
