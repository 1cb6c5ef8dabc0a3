'use client'

import { useMutation } from '@apollo/client/react'
import { Button } from '@mantine/core'
import { IconPencil, IconPrinter, IconRefresh } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { PartialNotice } from '@/components/panel/partial-notice'
import { missesToken } from '@/components/sale/sale-review'
import { CheckTransactionStatusDocument, type TransactionDetailFragment } from '@/gen/graphql'
import { readFailure } from '@/lib/graph/failure'
import { useSession } from '@/lib/session/session-context'
import { PATHS } from '@/lib/urls'
import classes from './transaction.module.css'

const ResolveForm = dynamic(() => import('./resolve-form').then((it) => it.ResolveForm))

/**
 * The actions on a transaction: while processing a status check and a manual result, after success the receipt, and for
 * the owner a correction of a settled one.
 */
export function TransactionActions({ transaction }: { transaction: TransactionDetailFragment }) {
  const t = useTranslations('transactions.action')
  const { role } = useSession()
  // A form opened for a processing sale must not become a correction when the biller's result arrives meanwhile.
  const [formStatus, setFormStatus] = useState<TransactionDetailFragment['status'] | null>(null)
  const [check, { loading, error, data }] = useMutation(CheckTransactionStatusDocument)
  const { id, status } = transaction
  const isProcessing = status === 'PROCESSING'
  const isSettled = status === 'SUCCESS' || status === 'FAILED'
  const isFormOpen = formStatus === status
  const canResolve = isProcessing || (isSettled && role === 'ADMIN')
  return (
    <>
      <div className={classes.actions}>
        {isProcessing && (
          <Button
            size="md"
            leftSection={<IconRefresh size={18} />}
            loading={loading}
            onClick={() => void check({ variables: { id } })}
          >
            {t('check')}
          </Button>
        )}
        {canResolve && !isFormOpen && (
          <Button
            size="md"
            variant="default"
            leftSection={<IconPencil size={18} />}
            onClick={() => setFormStatus(status)}
          >
            {isProcessing ? t('resolve') : t('correct')}
          </Button>
        )}
        {status === 'SUCCESS' && !missesToken(transaction) && (
          <Button
            size="md"
            variant="default"
            component={Link}
            href={`${PATHS.receipt}/${id}`}
            leftSection={<IconPrinter size={18} />}
          >
            {t('receipt')}
          </Button>
        )}
      </div>
      <div className={classes.section}>
        <PartialNotice failure={readFailure(error)} />
        {isProcessing && data && !error && <p className={classes.dimmed}>{t('stillProcessing')}</p>}
        {canResolve && isFormOpen && <ResolveForm transaction={transaction} onClose={() => setFormStatus(null)} />}
      </div>
    </>
  )
}
