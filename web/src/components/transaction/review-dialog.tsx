'use client'

import { useMutation } from '@apollo/client/react'
import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslations } from 'next-intl'
import { PartialNotice } from '@/components/panel/partial-notice'
import { ReviewTransactionDocument, type TransactionDetailFragment } from '@/gen/graphql'
import { focusFirstError, formFailure, showAtField } from '@/lib/form-refusal'
import { ReasonList } from './review-reasons'

interface ReviewFormProps {
  transaction: TransactionDetailFragment
  onClose: () => void
}

interface ReviewDialogProps extends ReviewFormProps {
  isOpen: boolean
  /** After the focus has returned to the page. */
  onClosed: () => void
}

/** Asks the owner for a note before the review reasons are removed. Rendered while closed too: it returns the focus. */
export function ReviewDialog({ isOpen, onClosed, ...props }: ReviewDialogProps) {
  const t = useTranslations('transactions.review')
  return (
    <Modal
      opened={isOpen}
      onClose={props.onClose}
      onExitTransitionEnd={onClosed}
      title={t('heading')}
      closeButtonProps={{ 'aria-label': t('cancel'), size: 44 }}
    >
      <ReviewForm {...props} />
    </Modal>
  )
}

function ReviewForm({ transaction, onClose }: ReviewFormProps) {
  const t = useTranslations('transactions.review')
  const manual = useTranslations('transactions.resolve')
  const status = useTranslations('status')
  const [review, { loading, error }] = useMutation(ReviewTransactionDocument)
  const form = useForm({
    initialValues: { note: '' },
    validate: { note: (value) => (value.trim().length < 3 ? manual('noteMissing') : null) },
  })
  async function submit({ note }: typeof form.values) {
    const { data, error: refusal } = await review({ variables: { id: transaction.id, note: note.trim() } })
    if (!data) return showAtField(form, refusal)
    onClose()
  }
  return (
    <form onSubmit={form.onSubmit(submit, focusFirstError(form))}>
      <Stack>
        <PartialNotice failure={formFailure(form, error)} />
        <ReasonList reasons={transaction.reviewReasons} />
        <p style={{ margin: 0 }}>
          {t(transaction.status === 'PROCESSING' ? 'meaningOpen' : 'meaning', { status: status(transaction.status) })}
        </p>
        <Textarea
          label={manual('note')}
          description={t('noteHint')}
          autosize
          minRows={2}
          maxLength={500}
          data-autofocus
          {...form.getInputProps('note')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={loading}>
            {t('confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
