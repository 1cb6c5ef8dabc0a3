'use client'

import { useMutation } from '@apollo/client/react'
import { Button, Group, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { PartialNotice } from '@/components/panel/partial-notice'
import {
  CorrectTransactionDocument,
  type Resolution,
  ResolveTransactionDocument,
  type TransactionDetailFragment,
} from '@/gen/graphql'
import { readFailure } from '@/lib/graph/failure'
import { useStoredForm } from '@/lib/session/stored-form'

interface Entry {
  resolution: Resolution | null
  note: string
  token: string
}

interface ResolveFormProps {
  transaction: TransactionDetailFragment
  onClose: () => void
}

const RESOLUTIONS: readonly Resolution[] = ['SUCCESS', 'FAILED']
const empty = (): Entry => ({ resolution: null, note: '', token: '' })

/**
 * Says by hand what became of a sale, with a note that stays on record: of an open one, of which the biller is asked
 * once more before, and for the owner of a settled one. What was typed outlives the end of a shift.
 */
export function ResolveForm({ transaction, onClose }: ResolveFormProps) {
  const kind = transaction.status === 'PROCESSING' ? 'resolve' : 'correct'
  const { form, change, clear } = useStoredForm(`${kind}:${transaction.id}`, empty)
  const close = () => {
    clear()
    onClose()
  }
  return form && <Fields transaction={transaction} kept={form} keep={change} onClose={close} />
}

interface FieldsProps extends ResolveFormProps {
  kept: Entry
  keep: (entry: Entry) => void
}

function Fields({ transaction, kept, keep, onClose }: FieldsProps) {
  const t = useTranslations('transactions.resolve')
  const [resolve, resolving] = useMutation(ResolveTransactionDocument)
  const [correct, correcting] = useMutation(CorrectTransactionDocument)
  const { id, status, needsAttention } = transaction
  // It opens below what was pressed, on a phone out of sight.
  const place = useRef<HTMLFormElement>(null)
  useEffect(() => {
    // Newer browsers return a promise, which React would take for what ends the effect.
    void place.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const isOpen = status === 'PROCESSING'
  const mayNeedToken = isOpen && transaction.productType === 'PREPAID' && !transaction.token
  const form = useForm<Entry>({
    initialValues: kept,
    onValuesChange: keep,
    validate: {
      resolution: (value) => (value ? null : t('choose')),
      note: (value) => (value.trim().length < 3 ? t('noteMissing') : null),
      token: (value) => (value && value.replace(/\D/g, '').length !== 20 ? t('tokenWrong') : null),
    },
  })
  async function submit({ resolution, note, token }: Entry) {
    if (!resolution) return
    const said = { id, resolution, note: note.trim() }
    const { data } = isOpen
      ? await resolve({ variables: { ...said, token: token.replace(/\D/g, '') || null } })
      : await correct({ variables: said })
    if (data) onClose()
  }
  return (
    <form ref={place} onSubmit={form.onSubmit(submit)}>
      <Stack>
        <PartialNotice failure={readFailure(resolving.error ?? correcting.error)} />
        <Radio.Group label={t('what')} {...form.getInputProps('resolution')}>
          <Group mt="xs">
            {/* What it is already can only be said again where somebody was to look at it. */}
            {RESOLUTIONS.filter((it) => it !== status || needsAttention).map((it) => (
              <Radio key={it} value={it} label={it === status ? t('present', { status: t(it) }) : t(it)} />
            ))}
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
          <Button type="submit" loading={resolving.loading || correcting.loading}>
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
