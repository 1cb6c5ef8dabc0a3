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
  /** Where the focus goes after it: the list is gone then. */
  onPicked: () => void
}

/** As many as the API gives: what is typed may stand in the middle of a number, and only those that begin so are shown. */
const ASKED = 50
const SHOWN = 4
const COMPLETE = 11

/** People sold to before, to be picked instead of typed: the latest, or those whose number begins as typed. */
export function KnownCustomers({ typed, productType, onPick, onPicked }: KnownCustomersProps) {
  const t = useTranslations('till')
  const [search] = useDebouncedValue(typed, 250)
  const { data } = usePanelQuery(KnownCustomersDocument, {
    variables: { search: search || null, productType, first: ASKED },
    skip: search.length >= COMPLETE,
  })
  // While the next digits are asked about the list stays, so that nothing jumps away under a finger.
  const [seen, setSeen] = useState(data?.customers)
  if (data?.customers && data.customers !== seen) setSeen(data.customers)
  if (typed.length >= COMPLETE) return null
  const list = seen?.filter((customer) => customer.number.startsWith(typed)).slice(0, SHOWN)
  if (!list || list.length === 0) return null
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
