'use client'

import { Skeleton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { PartialNotice } from '@/components/panel/partial-notice'
import { readFragment } from '@/gen/fragment-masking'
import { SaleOutcomeByIdDocument, SaleOutcomeFragmentDoc } from '@/gen/graphql'
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
  const sale = readFragment(SaleOutcomeFragmentDoc, data?.transaction)
  return (
    <section className={`${classes.card} ${classes.outcome}`}>
      {isFirstLoad && <Skeleton height={220} radius="md" />}
      <PartialNotice failure={failure} onRetry={retry} />
      {sale ? <OutcomeCard sale={sale} /> : !isFirstLoad && !failure && <p>{t('notFound')}</p>}
      <OutcomeActions sale={sale ?? null} onNewSale={onNewSale} />
    </section>
  )
}
