'use client'

import { useDebouncedValue } from '@mantine/hooks'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { flushSync } from 'react-dom'
import { KnownCustomersDocument, type KnownCustomersQuery, type ProductType } from '@/gen/graphql'
import { usePanelQuery } from '@/lib/graph/use-panel-query'
import classes from './till.module.css'

type KnownCustomer = NonNullable<KnownCustomersQuery['customers']>[number]

interface KnownCustomersProps {
  typed: string
  productType: ProductType
  onPick: (customer: KnownCustomer) => void
  /** Moves the focus: the list disappears. */
  onPicked: () => void
}

/** The API's limit. It also finds numbers that contain the typed digits further on, which are not shown. */
const MAX_FETCHED = 50
const MAX_SHOWN = 4
const COMPLETE_LENGTH = 11

/** Previous customers to pick from: the latest, or those with a number that starts with the typed digits. */
export function KnownCustomers({ typed, productType, onPick, onPicked }: KnownCustomersProps) {
  const t = useTranslations('till')
  const [search] = useDebouncedValue(typed, 250)
  const { data } = usePanelQuery(KnownCustomersDocument, {
    variables: { search: search || null, productType, first: MAX_FETCHED },
    skip: search.length >= COMPLETE_LENGTH,
  })
  // Keep the list while the next one loads, so that buttons do not move away under a finger.
  const [latest, setLatest] = useState(data?.customers)
  if (data?.customers && data.customers !== latest) setLatest(data.customers)
  const isComplete = typed.length >= COMPLETE_LENGTH
  const list = isComplete ? [] : (latest ?? []).filter(({ number }) => number.startsWith(typed)).slice(0, MAX_SHOWN)
  // The space stays, so that the amounts do not move under a finger.
  if (list.length === 0) return <div className={classes.known} />
  const pick = (customer: KnownCustomer) => {
    flushSync(() => onPick(customer))
    onPicked()
  }
  return (
    <ul className={classes.known} aria-label={t('knownCustomers')}>
      {list.map((customer) => (
        <li key={customer.number}>
          <button type="button" className={classes.knownButton} onClick={() => pick(customer)}>
            <span className={classes.knownName}>{customer.name ?? t('noName')}</span>
            {customer.number}
          </button>
        </li>
      ))}
    </ul>
  )
}
