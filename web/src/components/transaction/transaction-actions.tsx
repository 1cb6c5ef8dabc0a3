'use client'

import { useMutation } from '@apollo/client/react'
import { Button } from '@mantine/core'
import { IconPencil, IconPrinter, IconRefresh } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { PartialNotice } from '@/components/panel/partial-notice'
import { CheckTransactionStatusDocument, type TransactionDetailFragment } from '@/gen/graphql'
import { readFailure } from '@/lib/graph/failure'
import { useSession } from '@/lib/session/session-context'
import classes from './transaction.module.css'

const ResolveForm = dynamic(() => import('./resolve-form').then((it) => it.ResolveForm))

/**
 * What can be done: ask the biller and settle by hand while it is open, the receipt when it is paid, and for the owner
 * a correction of what is settled.
 */
export function TransactionActions({ transaction }: { transaction: TransactionDetailFragment }) {
  const t = useTranslations('transactions.action')
  const { role } = useSession()
  // A form that was opened for an open sale must not become a correction when the biller's answer comes meanwhile.
  const [decidingOn, setDecidingOn] = useState<TransactionDetailFragment['status'] | null>(null)
  const [check, { loading, error, data }] = useMutation(CheckTransactionStatusDocument)
  const { id, status } = transaction
  const isOpen = status === 'PROCESSING'
  const isSettled = status === 'SUCCESS' || status === 'FAILED'
  const isDeciding = decidingOn === status
  const mayDecide = isOpen || (isSettled && role === 'ADMIN')
  return (
    <>
      <div className={classes.actions}>
        {isOpen && (
          <Button
            size="md"
            leftSection={<IconRefresh size={18} />}
            loading={loading}
            onClick={() => void check({ variables: { id } })}
          >
            {t('check')}
          </Button>
        )}
        {mayDecide && !isDeciding && (
          <Button
            size="md"
            variant="default"
            leftSection={<IconPencil size={18} />}
            onClick={() => setDecidingOn(status)}
          >
            {isOpen ? t('resolve') : t('correct')}
          </Button>
        )}
        {status === 'SUCCESS' && (
          <Button
            size="md"
            variant="default"
            component={Link}
            href={`/struk/${id}`}
            leftSection={<IconPrinter size={18} />}
          >
            {t('receipt')}
          </Button>
        )}
      </div>
      <div className={classes.section}>
        <PartialNotice failure={readFailure(error)} />
        {isOpen && data && !error && <p className={classes.dimmed}>{t('stillOpen')}</p>}
        {mayDecide && isDeciding && <ResolveForm transaction={transaction} onClose={() => setDecidingOn(null)} />}
      </div>
    </>
  )
}
