'use client'

import { Button, Skeleton } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { PartialNotice } from '@/components/panel/partial-notice'
import { readFragment } from '@/gen/fragment-masking'
import { SaleOutcomeByIdDocument, SaleOutcomeFragmentDoc } from '@/gen/graphql'
import { mayPass } from '@/lib/graph/failure'
import { usePanelQuery } from '@/lib/graph/use-panel-query'
import { OutcomeActions } from './outcome-actions'
import { OutcomeCard } from './outcome-card'
import classes from './till.module.css'

/** While the biller works on it; the token comes within seconds. */
const POLL_MS = 1_500

/** What became of a sale. The result comes by itself. */
export function SaleOutcome({ id, onNewSale }: { id: string; onNewSale: () => void }) {
  const t = useTranslations('till.outcome')
  const { data, failure, isFirstLoad, retry } = usePanelQuery(SaleOutcomeByIdDocument, {
    variables: { id },
    poll: ({ transaction }) => (transaction?.status === 'PROCESSING' ? POLL_MS : 0),
  })
  const read = readFragment(SaleOutcomeFragmentDoc, data?.transaction)
  // While a part of the system is down the answer has no sale in it; what is known of it is as true as before.
  const [known, setKnown] = useState(read)
  if (read && read !== known) setKnown(read)
  const sale = read ?? (failure && known?.id === id ? known : null)
  return (
    <section className={`${classes.card} ${classes.outcome}`}>
      {isFirstLoad && <Skeleton height={220} radius="md" aria-busy />}
      <PartialNotice failure={failure} onRetry={retry} />
      {sale && <OutcomeCard sale={sale} />}
      {!sale && !isFirstLoad && !failure && <p>{t('notFound')}</p>}
      {!sale && failure && mayPass(failure) && <Unreadable />}
      <OutcomeActions sale={sale} onNewSale={onNewSale} />
    </section>
  )
}

/** A sale that was made and cannot be read now; what became of it is not known here. */
function Unreadable() {
  const t = useTranslations('till.unknown')
  return (
    <>
      <p>{t('unreadable')}</p>
      <p className={classes.hint}>{t('again')}</p>
      <div className={classes.actions}>
        <Button component={Link} href="/riwayat" variant="default" size="md">
          {t('history')}
        </Button>
      </div>
    </>
  )
}
