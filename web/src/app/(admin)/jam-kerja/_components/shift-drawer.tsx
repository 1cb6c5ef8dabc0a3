'use client'

import { useMutation } from '@apollo/client/react'
import { Button, Drawer, Group, Stack, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslations } from 'next-intl'
import { OpenBadge } from '@/components/badges'
import { PartialNotice } from '@/components/panel/partial-notice'
import { DescriptionList } from '@/components/sale/sale-details'
import { toast } from '@/components/toast/toasts'
import { CreateShiftDocument, type ShiftRowFragment, UpdateShiftDocument } from '@/gen/graphql'
import { focusFirstError, formFailure, showAtField } from '@/lib/form-refusal'
import { changedValues } from '@/lib/form-rules'
import { useFormat } from '@/lib/format'

/** The form of a shift; without one, of a new shift. */
export function ShiftDrawer({ shift, onClose }: { shift: ShiftRowFragment | null; onClose: () => void }) {
  const t = useTranslations('shifts')
  const format = useFormat()
  const [create, creation] = useMutation(CreateShiftDocument, { refetchQueries: ['ShiftList'] })
  const [update, change] = useMutation(UpdateShiftDocument)
  const form = useForm({
    initialValues: {
      name: shift?.name ?? '',
      startAt: shift?.startAt ?? '08:00',
      endAt: shift?.endAt ?? '15:59',
      active: shift?.active ?? true,
    },
    validate: {
      name: (value) => (value.trim() ? null : t('invalid.name')),
      startAt: (value) => (value ? null : t('invalid.time')),
      endAt: (value) => (value ? null : t('invalid.time')),
    },
  })
  async function submit(input: typeof form.values) {
    const { data, error: refusal } = shift
      ? await update({ variables: { id: shift.id, input: changedValues(form) } })
      : await create({ variables: { input } })
    if (!data) return showAtField(form, refusal)
    void toast(t('saved', { name: input.name }))
    onClose()
  }
  const isBeingDeactivated = shift?.active && !form.values.active
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={420}
      title={shift?.name ?? t('create')}
      closeButtonProps={{ 'aria-label': t('close'), size: 44 }}
    >
      <form onSubmit={form.onSubmit(submit, focusFirstError(form))} noValidate>
        <Stack>
          {shift && (
            <DescriptionList
              items={[
                [t('field.now'), <OpenBadge key="open" isOpen={shift.open} />],
                [t('field.updatedAt'), format.dateTime(shift.updatedAt)],
              ]}
            />
          )}
          <PartialNotice failure={formFailure(form, creation.error ?? change.error)} />
          <TextInput
            label={t('field.name')}
            withAsterisk
            data-autofocus
            maxLength={60}
            {...form.getInputProps('name')}
          />
          <Group grow align="flex-end">
            <TextInput label={t('field.startAt')} type="time" withAsterisk {...form.getInputProps('startAt')} />
            <TextInput label={t('field.endAt')} type="time" withAsterisk {...form.getInputProps('endAt')} />
          </Group>
          <p style={{ margin: 0, fontSize: '0.875rem' }}>{t('hoursHint')}</p>
          <Switch label={t('field.active')} size="md" {...form.getInputProps('active', { type: 'checkbox' })} />
          {isBeingDeactivated && <p style={{ margin: 0, fontWeight: 600 }}>{t('deactivationHint')}</p>}
          <Group justify="flex-end">
            <Button variant="default" size="md" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" size="md" loading={creation.loading || change.loading}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  )
}
