'use client'

import { useMutation } from '@apollo/client/react'
import { Button, Group, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslations } from 'next-intl'
import { PartialNotice } from '@/components/panel/partial-notice'
import { type Resolution, ResolveTransactionDocument, type TransactionDetailFragment } from '@/gen/graphql'
import { readFailure } from '@/lib/graph/failure'

/** Settles by hand what the biller left open; it is asked once more before, and the note stays on record. */
export function ResolveForm({ transaction, onClose }: { transaction: TransactionDetailFragment; onClose: () => void }) {
  const t = useTranslations('transactions.resolve')
  const [resolve, { error, loading }] = useMutation(ResolveTransactionDocument)
  const mayNeedToken = transaction.productType === 'PREPAID' && !transaction.token
  const form = useForm<{ resolution: Resolution | null; note: string; token: string }>({
    initialValues: { resolution: null, note: '', token: '' },
    validate: {
      resolution: (value) => (value ? null : t('choose')),
      note: (value) => (value.trim().length < 3 ? t('noteMissing') : null),
      token: (value) => (value && value.replace(/\D/g, '').length !== 20 ? t('tokenWrong') : null),
    },
  })
  async function submit({ resolution, note, token }: typeof form.values) {
    if (!resolution) return
    const digits = token.replace(/\D/g, '')
    const { data } = await resolve({
      variables: { id: transaction.id, resolution, note: note.trim(), token: digits || null },
    })
    if (data) onClose()
  }
  return (
    <form onSubmit={form.onSubmit(submit)}>
      <Stack>
        <PartialNotice failure={readFailure(error)} />
        <Radio.Group label={t('what')} {...form.getInputProps('resolution')}>
          <Group mt="xs">
            <Radio value="SUCCESS" label={t('SUCCESS')} />
            <Radio value="FAILED" label={t('FAILED')} />
          </Group>
        </Radio.Group>
        {mayNeedToken && form.values.resolution === 'SUCCESS' && (
          <TextInput label={t('token')} inputMode="numeric" {...form.getInputProps('token')} />
        )}
        <Textarea
          label={t('note')}
          description={t('noteHint')}
          autosize
          minRows={2}
          maxLength={500}
          {...form.getInputProps('note')}
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
  )
}
