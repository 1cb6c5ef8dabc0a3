'use client'

import { Select } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { DateRange } from '@/components/date-range'
import { EmployeeSelect } from '@/components/employee-select'
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
  const type = useTranslations('type')
  const clear = { clearable: true, size: 'md', w: 190, clearButtonProps: { 'aria-label': t('clear') } } as const
  // Figures of one shift must not stand under "all shifts" because its name is not to be had.
  const isUnknown = query.shift !== null && !shifts.some(({ id }) => id === query.shift)
  const named = isUnknown && query.shift ? [...shifts, { id: query.shift, name: t('unknown') }] : shifts
  return (
    <div className={classes.filters}>
      <DateRange
        from={range.from}
        to={range.to}
        onChange={(from, to) => onChange({ dari: dateOf(from), sampai: dateOf(to) })}
      />
      <Select
        {...clear}
        aria-label={t('type')}
        placeholder={t('allTypes')}
        data={PRODUCT_TYPES.map((value) => ({ value, label: type(value) }))}
        value={query.jenis}
        onChange={(value) => onChange({ jenis: PRODUCT_TYPES.find((it) => it === value) ?? null })}
      />
      <EmployeeSelect employees={employees} value={query.karyawan} onChange={(karyawan) => onChange({ karyawan })} />
      <Select
        {...clear}
        aria-label={t('shift')}
        placeholder={t('allShifts')}
        data={named.map(({ id, name }) => ({ value: id, label: name }))}
        value={query.shift}
        onChange={(shift) => onChange({ shift })}
      />
    </div>
  )
}
