'use client'

import { useMutation } from '@apollo/client/react'
import { Button, Group, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { cleanNumber } from '@setrum/units'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { PartialNotice } from '@/components/panel/partial-notice'
import {
  CorrectTransactionDocument,
  type Resolution,
  ResolveTransactionDocument,
  type TransactionDetailFragment,
} from '@/gen/graphql'
import { focusFirstError, formFailure, showAtField } from '@/lib/form-refusal'
import { isNullOr, isOneOf, isShape, isString } from '@/lib/guards'
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
const isEntry = isShape<Entry>({ resolution: isNullOr(isOneOf(RESOLUTIONS)), note: isString, token: isString })
const empty = (): Entry => ({ resolution: null, note: '', token: '' })

/**
 * Sets the result of a sale manually, with a note that stays on record: of a processing sale, after one more status
 * check at the biller, or, by the owner, of a settled one. Unsent input survives the end of a shift.
 */
export function ResolveForm({ transaction, onClose }: ResolveFormProps) {
  const action = transaction.status === 'PROCESSING' ? 'resolve' : 'correct'
  const { form, change, clear } = useStoredForm(`${action}:${transaction.id}`, empty, isEntry)
  const close = () => {
    clear()
    onClose()
  }
  return form && <Fields transaction={transaction} stored={form} onStore={change} onClose={close} />
}

interface FieldsProps extends ResolveFormProps {
  stored: Entry
  onStore: (entry: Entry) => void
}

function Fields({ transaction, stored, onStore, onClose }: FieldsProps) {
  const t = useTranslations('transactions.resolve')
  const [resolve, resolving] = useMutation(ResolveTransactionDocument)
  const [correct, correcting] = useMutation(CorrectTransactionDocument)
  const { id, status } = transaction
  // The form opens below the button, on a phone outside the visible area.
  const element = useRef<HTMLFormElement>(null)
  useEffect(() => {
    // Newer browsers return a promise here, which React would take for a cleanup function.
    void element.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const isOpen = status === 'PROCESSING'
  const mayNeedToken = transaction.productType === 'PREPAID' && !transaction.token
  const asksForToken = (resolution: Resolution | null) => mayNeedToken && resolution === 'SUCCESS'
  const form = useForm<Entry>({
    initialValues: stored,
    onValuesChange: onStore,
    validate: {
      resolution: (value) => (value ? null : t('choose')),
      note: (value) => (value.trim().length < 3 ? t('noteMissing') : null),
      token: (value, { resolution }) =>
        asksForToken(resolution) && (value || !isOpen) && !/^\d{20}$/.test(cleanNumber(value)) ? t('tokenWrong') : null,
    },
  })
  async function submit({ resolution, note, token }: Entry) {
    if (!resolution) return
    const variables = {
      id,
      resolution,
      note: note.trim(),
      token: (asksForToken(resolution) && cleanNumber(token)) || null,
    }
    const { data, error } = isOpen ? await resolve({ variables }) : await correct({ variables })
    if (!data) return showAtField(form, error)
    onClose()
  }
  return (
    <form ref={element} onSubmit={form.onSubmit(submit, focusFirstError(form))}>
      <Stack mb="lg">
        <PartialNotice failure={formFailure(form, resolving.error ?? correcting.error)} />
        <Radio.Group label={t('result')} {...form.getInputProps('resolution')}>
          <Group mt="xs">
            {RESOLUTIONS.filter((it) => it !== status || (it === 'SUCCESS' && mayNeedToken)).map((it) => (
              <Radio key={it} value={it} label={t(it)} />
            ))}
          </Group>
        </Radio.Group>
        {asksForToken(form.values.resolution) && (
          <TextInput
            label={t(isOpen ? 'tokenIfKnown' : 'token')}
            inputMode="numeric"
            {...form.getInputProps('token')}
          />
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
