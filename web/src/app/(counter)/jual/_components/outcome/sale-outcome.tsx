'use client'

import { Button, Skeleton } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { PartialNotice } from '@/components/panel/partial-notice'
import { missesToken } from '@/components/sale/review-notice'
import { readFragment } from '@/gen/fragment-masking'
import { SaleOutcomeByIdDocument, SaleOutcomeFragmentDoc } from '@/gen/graphql'
import { isRetryable } from '@/lib/graph/failure'
import { usePanelQuery } from '@/lib/graph/use-panel-query'
import { PATHS } from '@/lib/urls'
import classes from '../till.module.css'
import { OutcomeActions } from './outcome-actions'
import { OutcomeCard } from './outcome-card'

/** The interval while the biller processes the sale, which takes seconds. */
const POLL_MS = 1_500
/** The interval while a token is missing, which the owner gets from the biller. */
const MISSING_TOKEN_POLL_MS = 10_000

interface SaleOutcomeProps {
  id: string
  /** Another request, such as one of a duplicated tab, had made the sale before. */
  isReplay: boolean
  onNewSale: () => void
}

/** The status of a sale, updated until it is final. */
export function SaleOutcome({ id, isReplay, onNewSale }: SaleOutcomeProps) {
  const t = useTranslations('till.outcome')
  const { data, failure, isFirstLoad, retry } = usePanelQuery(SaleOutcomeByIdDocument, {
    variables: { id },
    poll: ({ transaction }) => {
      const sale = readFragment(SaleOutcomeFragmentDoc, transaction)
      if (!sale) return 0
      return sale.status === 'PROCESSING' ? POLL_MS : missesToken(sale) ? MISSING_TOKEN_POLL_MS : 0
    },
  })
  const read = readFragment(SaleOutcomeFragmentDoc, data?.transaction)
  // A result without the sale, from a subgraph that is down, does not change the last known one.
  const [known, setKnown] = useState(read)
  if (read && read !== known) setKnown(read)
  const sale = read ?? (failure && known?.id === id ? known : null)
  return (
    <section className={`${classes.card} ${classes.outcome}`}>
      {isFirstLoad && <Skeleton height={220} radius="md" aria-busy />}
      <PartialNotice failure={failure} onRetry={retry} />
      {sale && <OutcomeCard sale={sale} isReplay={isReplay} />}
      {!sale && !isFirstLoad && !failure && <p>{t('notFound')}</p>}
      {!sale && failure && isRetryable(failure) && <Unreadable />}
      <OutcomeActions sale={sale} onNewSale={onNewSale} />
    </section>
  )
}

/** A submitted sale that cannot be loaded now. */
function Unreadable() {
  const t = useTranslations('till.unknown')
  return (
    <>
      <p>{t('unreadable')}</p>
      <p className={classes.hint}>{t('again')}</p>
      <div className={classes.actions}>
        <Button component={Link} href={PATHS.history} variant="default" size="md">
          {t('history')}
        </Button>
      </div>
    </>
  )
}
