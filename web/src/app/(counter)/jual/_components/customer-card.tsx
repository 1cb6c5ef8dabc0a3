'use client'

import { Skeleton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { PartialNotice } from '@/components/panel/partial-notice'
import { DescriptionList, tariffPower } from '@/components/sale/sale-details'
import { type FragmentType, readFragment } from '@/gen/fragment-masking'
import { CustomerCardFragmentDoc, type PrepaidCustomerQuery } from '@/gen/graphql'
import { useFormat } from '@/lib/format'
import type { PanelQuery } from '@/lib/graph/use-panel-query'
import classes from './till.module.css'

interface CustomerCardProps {
  query: PanelQuery<PrepaidCustomerQuery>
  customer: FragmentType<typeof CustomerCardFragmentDoc> | null
  /** The number is long enough for an inquiry. */
  isComplete: boolean
}

/** The owner of the meter, to confirm with the customer before paying. */
export function CustomerCard({ query, customer: masked, isComplete }: CustomerCardProps) {
  const t = useTranslations('till')
  const format = useFormat()
  const customer = readFragment(CustomerCardFragmentDoc, masked)
  return (
    <section className={`${classes.card} ${classes.customer}`} aria-live="polite">
      <h2 className={classes.cardTitle}>{t('customer')}</h2>
      {customer ? (
        <>
          <p className={classes.customerName}>{customer.name ?? t('noName')}</p>
          <DescriptionList
            items={[
              [t('tariffPower'), tariffPower(customer, format.number)],
              [t('meterNumber'), customer.meterNumber ?? customer.number],
              [t('subscriberId'), customer.subscriberId],
            ]}
          />
        </>
      ) : !isComplete ? (
        <p className={classes.hint}>{t('customerHint')}</p>
      ) : query.failure && !query.isLoading ? (
        <PartialNotice failure={query.failure} onRetry={query.retry} />
      ) : (
        <Skeleton height={84} radius="md" aria-busy aria-label={t('loadingCustomer')} />
      )}
    </section>
  )
}
