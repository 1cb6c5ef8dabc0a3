'use client'

import { Select, Switch, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useTranslations } from 'next-intl'
import { ShiftChoicesDocument } from '@/gen/graphql'
import { useFormat } from '@/lib/format'
import { usePanelQuery } from '@/lib/graph/use-panel-query'

export interface EmployeeValues {
  name: string
  phone: string
  shiftId: string | null
  address: string
  active: boolean
}

/** The fields of both forms, for a new and for an existing employee. */
export function EmployeeFields<Values extends EmployeeValues>({
  form,
  withShift,
}: {
  form: UseFormReturnType<Values>
  withShift: boolean
}) {
  const t = useTranslations('employees')
  const format = useFormat()
  const { data, failure } = usePanelQuery(ShiftChoicesDocument, { variables: {} })
  const shifts = (data?.shifts ?? []).map(({ id, name, startAt, endAt, active }) => ({
    value: id,
    label: `${name} (${format.clockTime(startAt)}–${format.clockTime(endAt)})${active ? '' : ` – ${t('shiftInactive')}`}`,
  }))
  return (
    <>
      <TextInput label={t('field.name')} withAsterisk autoComplete="off" {...form.getInputProps('name')} />
      <TextInput
        label={t('field.phone')}
        withAsterisk
        inputMode="tel"
        autoComplete="off"
        {...form.getInputProps('phone')}
      />
      {withShift && (
        <Select
          label={t('field.shift')}
          withAsterisk
          data={shifts}
          allowDeselect={false}
          error={failure && shifts.length === 0 ? t('shiftsMissing') : undefined}
          {...form.getInputProps('shiftId')}
        />
      )}
      <Textarea label={t('field.address')} autosize minRows={2} {...form.getInputProps('address')} />
      <Switch label={t('field.active')} size="md" {...form.getInputProps('active', { type: 'checkbox' })} />
    </>
  )
}
