'use client'

import { useMutation } from '@apollo/client/react'
import { Button, Group, Modal, PasswordInput, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslations } from 'next-intl'
import { PartialNotice } from '@/components/panel/partial-notice'
import { toast } from '@/components/toast/toasts'
import { CreateEmployeeDocument } from '@/gen/graphql'
import { focusFirstError, formFailure, showAtField } from '@/lib/form-refusal'
import { hasPasswordLength, isEmail, isPhone } from '@/lib/form-rules'
import { EmployeeFields, type EmployeeValues } from './employee-fields'

interface NewEmployee extends EmployeeValues {
  employeeNumber: string
  email: string
  password: string
}

const EMPTY: NewEmployee = {
  employeeNumber: '',
  name: '',
  email: '',
  password: '',
  phone: '',
  shiftId: null,
  address: '',
  active: true,
}

export function CreateEmployee({ onClose }: { onClose: () => void }) {
  const t = useTranslations('employees')
  const [create, { error, loading }] = useMutation(CreateEmployeeDocument, { refetchQueries: ['EmployeeList'] })
  const form = useForm<NewEmployee>({
    initialValues: EMPTY,
    validate: {
      employeeNumber: (value) => (value.trim() ? null : t('invalid.employeeNumber')),
      name: (value) => (value.trim() ? null : t('invalid.name')),
      email: (value) => (isEmail(value) ? null : t('invalid.email')),
      password: (value) => (hasPasswordLength(value) ? null : t('invalid.password')),
      phone: (value) => (isPhone(value) ? null : t('invalid.phone')),
      shiftId: (value) => (value ? null : t('invalid.shift')),
    },
  })
  async function submit(values: NewEmployee) {
    const { data, error: refusal } = await create({
      variables: { input: { ...values, email: values.email.trim(), address: values.address.trim() || null } },
    })
    if (!data) return showAtField(form, refusal)
    void toast(t('created', { name: values.name }))
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title={t('create')} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={form.onSubmit(submit, focusFirstError(form))} noValidate>
        <Stack>
          <PartialNotice failure={formFailure(form, error)} />
          {/* Two columns where they fit, so that the buttons are in view. */}
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput
              label={t('field.employeeNumber')}
              withAsterisk
              data-autofocus
              autoComplete="off"
              {...form.getInputProps('employeeNumber')}
            />
            <TextInput
              label={t('field.email')}
              type="email"
              withAsterisk
              autoComplete="off"
              {...form.getInputProps('email')}
            />
            <PasswordInput
              label={t('field.password')}
              description={t('passwordRule')}
              withAsterisk
              autoComplete="new-password"
              visibilityToggleFocusable
              visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
              {...form.getInputProps('password')}
            />
            <EmployeeFields form={form} withShift />
          </SimpleGrid>
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
    </Modal>
  )
}
