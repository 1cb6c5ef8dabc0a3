'use client'

import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { FilterOptionsDocument } from '@/gen/graphql'
import { usePanelQuery } from '@/lib/graph/use-panel-query'

interface EmployeeSelectProps {
  /** The first hundred; typing searches the others. */
  employees: readonly { id: string; name: string }[]
  value: string | null
  onChange: (id: string | null) => void
}

/** A filter by employee. */
export function EmployeeSelect({ employees, value, onChange }: EmployeeSelectProps) {
  const t = useTranslations('transactions.filter')
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 350)
  const { data } = usePanelQuery(FilterOptionsDocument, { variables: { search }, skip: search === '' })
  const names = new Map([...employees, ...(data?.users?.nodes ?? [])].map(({ id, name }) => [id, name]))
  const name = value && names.get(value)
  const [lastSeen, setLastSeen] = useState<{ id: string; name: string }>()
  if (value && name && (lastSeen?.id !== value || lastSeen.name !== name)) setLastSeen({ id: value, name })
  // The totals of one employee must not appear under "all employees" while the name is unavailable.
  if (value && !name) names.set(value, lastSeen?.id === value ? lastSeen.name : t('unknown'))
  return (
    <Select
      clearable
      size="md"
      w={190}
      clearButtonProps={{ 'aria-label': t('clear') }}
      aria-label={t('employee')}
      placeholder={t('allEmployees')}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      data={[...names].map(([id, name]) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
    />
  )
}
