'use client'

import { Button, Skeleton } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { PartialNotice } from '@/components/panel/partial-notice'
import { isTokenRequested } from '@/components/sale/sale-review'
import { readFragment } from '@/gen/fragment-masking'
import { SaleOutcomeByIdDocument, SaleOutcomeFragmentDoc } from '@/gen/graphql'
import { isRetryable } from '@/lib/graph/failure'
import { usePanelQuery } from '@/lib/graph/use-panel-query'
import { useOpenSale } from '@/lib/session/open-sale'
import { PATHS } from '@/lib/urls'
import classes from '../till.module.css'
import { OutcomeActions } from './outcome-actions'
import { OutcomeCard } from './outcome-card'

/** The interval while the biller processes the sale, which takes seconds. */
const POLL_MS = 1_500
/** The interval while the owner gets the token from the biller. */
const REQUESTED_TOKEN_POLL_MS = 10_000

interface SaleOutcomeProps {
  id: string
  /** An earlier request had made the sale: of a duplicated tab, or of this page before a reload. */
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
      return sale.status === 'PROCESSING' ? POLL_MS : isTokenRequested(sale) ? REQUESTED_TOKEN_POLL_MS : 0
    },
  })
  const read = readFragment(SaleOutcomeFragmentDoc, data?.transaction)
  // A result without the sale, from a subgraph that is down, does not change the last known one.
  const [known, setKnown] = useState(read)
  if (read && read !== known) setKnown(read)
  const sale = read ?? (failure && known?.id === id ? known : null)
  useOpenSale(isFirstLoad || failure !== null || sale !== null)
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
