'use client'

import { Skeleton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { PartialNotice } from '@/components/panel/partial-notice'
import { Facts } from '@/components/sale/facts'
import { type FragmentType, readFragment } from '@/gen/fragment-masking'
import { CustomerCardFragmentDoc, type PrepaidCustomerQuery } from '@/gen/graphql'
import type { PanelQuery } from '@/lib/graph/use-panel-query'
import { useFormat } from '@/lib/use-format'
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
    <section className={`${classes.card} ${classes.customer}`} data-waiting={!isComplete} aria-live="polite">
      <h2 className={classes.cardTitle}>{t('customer')}</h2>
      {customer ? (
        <>
          <p className={classes.customerName}>{customer.name ?? t('noName')}</p>
          <Facts
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

/** `R1M / 900 VA`, or the known one of both; null when both are unknown. */
export function tariffPower(
  { tariff, power }: { tariff: string | null; power: number | null },
  number: (value: number) => string,
): string | null {
  const parts = [tariff, power && `${number(power)} VA`].filter(Boolean)
  return parts.length > 0 ? parts.join(' / ') : null
}
