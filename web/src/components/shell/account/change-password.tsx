'use client'

import { useMutation } from '@apollo/client/react'
import { Button, Group, Modal, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslations } from 'next-intl'
import { PartialNotice } from '@/components/panel/partial-notice'
import { toast } from '@/components/toast/toasts'
import { ChangePasswordDocument } from '@/gen/graphql'
import { focusFirstError, formFailure, showAtField } from '@/lib/form-refusal'
import { hasPasswordLength } from '@/lib/form-rules'

export function ChangePassword({ onClose }: { onClose: () => void }) {
  const t = useTranslations('password')
  const [changePassword, { error, loading }] = useMutation(ChangePasswordDocument)
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '', repeated: '' },
    validate: {
      newPassword: (value) => (hasPasswordLength(value) ? null : t('tooShort')),
      repeated: (value, values) => (value === values.newPassword ? null : t('different')),
    },
  })
  const toggle = { visibilityToggleFocusable: true, visibilityToggleButtonProps: { 'aria-label': t('show') } }
  async function submit({ currentPassword, newPassword }: typeof form.values) {
    const { data, error: refusal } = await changePassword({ variables: { currentPassword, newPassword } })
    if (!data) return showAtField(form, refusal)
    void toast(t('done'))
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title={t('title')} closeButtonProps={{ 'aria-label': t('cancel') }}>
      <form onSubmit={form.onSubmit(submit, focusFirstError(form))}>
        <Stack>
          <PartialNotice failure={formFailure(form, error)} />
          <PasswordInput
            label={t('current')}
            autoComplete="current-password"
            data-autofocus
            {...toggle}
            {...form.getInputProps('currentPassword')}
          />
          <PasswordInput
            label={t('new')}
            description={t('rule')}
            autoComplete="new-password"
            {...toggle}
            {...form.getInputProps('newPassword')}
          />
          <PasswordInput
            label={t('repeated')}
            autoComplete="new-password"
            {...toggle}
            {...form.getInputProps('repeated')}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={loading}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
