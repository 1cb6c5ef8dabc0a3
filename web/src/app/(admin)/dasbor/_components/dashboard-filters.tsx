'use client'

import { Select } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { DateRange } from '@/components/filters/date-range'
import { EmployeeSelect } from '@/components/filters/employee-select'
import { MoreFilters } from '@/components/filters/more-filters'
import { dateOf, PRODUCT_TYPES } from '@/components/transaction/transaction-query'
import type { DashboardRange, useDashboardQuery } from '../_lib/dashboard-query'
import classes from './dashboard.module.css'

type DashboardQuery = ReturnType<typeof useDashboardQuery>['query']

interface DashboardFiltersProps {
  query: DashboardQuery
  range: DashboardRange
  employees: readonly { id: string; name: string }[]
  shifts: readonly { id: string; name: string }[]
  onChange: (changes: Partial<DashboardQuery>) => void
}

export function DashboardFilters({ query, range, employees, shifts, onChange }: DashboardFiltersProps) {
  const t = useTranslations('transactions.filter')
  const typeName = useTranslations('type')
  const clear = { clearable: true, size: 'md', w: 190, clearButtonProps: { 'aria-label': t('clear') } } as const
  // The totals of one shift must not appear under "all shifts" while its name is unavailable.
  const isUnknown = query.shiftId !== null && !shifts.some(({ id }) => id === query.shiftId)
  const named = isUnknown && query.shiftId ? [...shifts, { id: query.shiftId, name: t('unknown') }] : shifts
  return (
    <div className={classes.filters}>
      <DateRange
        from={range.from}
        to={range.to}
        onChange={(from, to) => onChange({ from: dateOf(from), to: dateOf(to) })}
      />
      <MoreFilters values={[query.type, query.employeeId, query.shiftId]}>
        <Select
          {...clear}
          aria-label={t('type')}
          placeholder={t('allTypes')}
          data={PRODUCT_TYPES.map((value) => ({ value, label: typeName(value) }))}
          value={query.type}
          onChange={(value) => onChange({ type: PRODUCT_TYPES.find((it) => it === value) ?? null })}
        />
        <EmployeeSelect
          employees={employees}
          value={query.employeeId}
          onChange={(employeeId) => onChange({ employeeId })}
        />
        <Select
          {...clear}
          aria-label={t('shift')}
          placeholder={t('allShifts')}
          data={named.map(({ id, name }) => ({ value: id, label: name }))}
          value={query.shiftId}
          onChange={(shiftId) => onChange({ shiftId })}
        />
      </MoreFilters>
    </div>
  )
}
