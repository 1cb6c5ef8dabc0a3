'use client'

import { ActionIcon, Drawer, Group } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { PanelContent } from '@/components/panel/panel-content'
import { readFragment } from '@/gen/fragment-masking'
import { TransactionDetailByIdDocument, TransactionDetailFragmentDoc } from '@/gen/graphql'
import { usePanelQuery } from '@/lib/graph/use-panel-query'
import { ReviewDialog } from './review-dialog'
import { TransactionActions } from './transaction-actions'
import { TransactionDetail } from './transaction-detail'

interface TransactionDrawerProps {
  id: string
  /** The ids of the list's page, for previous and next. */
  ids: readonly string[]
  onChange: (id: string | null) => void
}

const POLL_MS = 2_500

/** One transaction in detail, beside the list. */
export function TransactionDrawer({ id, ids, onChange }: TransactionDrawerProps) {
  const t = useTranslations('transactions.drawer')
  const { data, failure, isFirstLoad, retry } = usePanelQuery(TransactionDetailByIdDocument, {
    variables: { id },
    poll: ({ transaction }) => (transaction?.status === 'PROCESSING' ? POLL_MS : 0),
  })
  const transaction = readFragment(TransactionDetailFragmentDoc, data?.transaction)
  const position = ids.indexOf(id)
  const previous = ids[position - 1]
  const next = position >= 0 ? ids[position + 1] : undefined
  const [isReviewing, setReviewing] = useState(false)
  const events = useRef<HTMLHeadingElement>(null)
  // An arrow key inside a form or the dialog must not leave the transaction and lose the input.
  const go = (to: string | undefined) => to && !isReviewing && !document.activeElement?.closest('form') && onChange(to)
  useHotkeys([
    ['ArrowLeft', () => go(previous)],
    ['ArrowRight', () => go(next)],
  ])
  return (
    <Drawer
      opened
      onClose={() => onChange(null)}
      // Escape closes the dialog above it, not both.
      closeOnEscape={!isReviewing}
      position="right"
      size={520}
      title={transaction?.invoice ?? t('title')}
      closeButtonProps={{ 'aria-label': t('close'), size: 44 }}
    >
      <Group justify="flex-end" gap="xs" mb="sm">
        <ActionIcon
          variant="default"
          size={44}
          aria-label={t('previous')}
          disabled={!previous}
          onClick={() => previous && onChange(previous)}
        >
          <IconChevronLeft size={20} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size={44}
          aria-label={t('next')}
          disabled={!next}
          onClick={() => next && onChange(next)}
        >
          <IconChevronRight size={20} />
        </ActionIcon>
      </Group>
      <PanelContent
        value={transaction}
        failure={failure}
        isFirstLoad={isFirstLoad}
        onRetry={retry}
        skeletonHeight={360}
      >
        {(it) => (
          <>
            <TransactionDetail
              transaction={it}
              eventsRef={events}
              onReview={() => setReviewing(true)}
              // The key resets the form: input for one transaction must not be sent for the next.
              actions={<TransactionActions key={it.id} transaction={it} />}
            />
            <ReviewDialog
              transaction={it}
              isOpen={isReviewing}
              onClose={() => setReviewing(false)}
              // The button that opened it is gone: go on at the note in the history.
              onClosed={() => it.reviewReasons.length === 0 && events.current?.focus()}
            />
          </>
        )}
      </PanelContent>
    </Drawer>
  )
}
