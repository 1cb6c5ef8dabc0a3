'use client'

import { useMutation } from '@apollo/client/react'
import { Button, Group, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslations } from 'next-intl'
import { PartialNotice } from '@/components/panel/partial-notice'
import { toast } from '@/components/toast/toasts'
import { type EmployeeDetailFragment, UpdateEmployeeDocument } from '@/gen/graphql'
import { focusFirstError, formFailure, showAtField } from '@/lib/form-refusal'
import { changedValues, isPhone, unlessEqual } from '@/lib/form-rules'
import { EmployeeFields, type EmployeeValues } from './employee-fields'

export function EditEmployee({ employee, onClose }: { employee: EmployeeDetailFragment; onClose: () => void }) {
  const t = useTranslations('employees')
  const [update, { error, loading }] = useMutation(UpdateEmployeeDocument)
  const form = useForm<EmployeeValues>({
    initialValues: {
      name: employee.name,
      phone: employee.phone,
      shiftId: employee.shift?.id ?? null,
      address: employee.address ?? '',
      active: employee.active,
    },
    validate: {
      name: unlessEqual(employee.name, (value) => (value.trim() ? null : t('invalid.name'))),
      phone: unlessEqual(employee.phone, (value) => (isPhone(value) ? null : t('invalid.phone'))),
    },
  })
  async function submit(values: EmployeeValues) {
    const input = changedValues(form)
    const { data, error: refusal } = await update({ variables: { id: employee.id, input } })
    if (!data) return showAtField(form, refusal)
    void toast(t('saved', { name: values.name }))
    onClose()
  }
  return (
    <form onSubmit={form.onSubmit(submit, focusFirstError(form))} noValidate>
      <Stack>
        <PartialNotice failure={formFailure(form, error)} />
        <EmployeeFields form={form} withShift={employee.role === 'EMPLOYEE'} />
        <Group justify="flex-end">
          <Button variant="default" size="md" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" size="md" loading={loading}>
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
