'use client'

import { useMutation } from '@apollo/client/react'
import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslations } from 'next-intl'
import { PartialNotice } from '@/components/panel/partial-notice'
import { toast } from '@/components/toast/toasts'
import { ResetEmployeePasswordDocument } from '@/gen/graphql'
import { focusFirstError, formFailure, showAtField } from '@/lib/form-refusal'
import { hasPasswordLength } from '@/lib/form-rules'

export function ResetPassword({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const t = useTranslations('employees')
  const [reset, { error, loading }] = useMutation(ResetEmployeePasswordDocument)
  const form = useForm({
    initialValues: { newPassword: '' },
    validate: { newPassword: (value) => (hasPasswordLength(value) ? null : t('invalid.password')) },
  })
  async function submit({ newPassword }: typeof form.values) {
    const { data, error: refusal } = await reset({ variables: { id, newPassword } })
    if (!data) return showAtField(form, refusal)
    void toast(t('passwordReset', { name }))
    onClose()
  }
  return (
    <form onSubmit={form.onSubmit(submit, focusFirstError(form))} noValidate>
      <Stack>
        <PartialNotice failure={formFailure(form, error)} />
        <PasswordInput
          label={t('newPassword')}
          description={t('passwordRule')}
          autoComplete="new-password"
          visibilityToggleFocusable
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
          {...form.getInputProps('newPassword')}
        />
        <p style={{ margin: 0 }}>{t('resetHint')}</p>
        <Group justify="flex-end">
          <Button variant="default" size="md" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" size="md" loading={loading}>
            {t('resetPassword')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
