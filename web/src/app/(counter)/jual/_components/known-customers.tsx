'use client'

import { useDebouncedValue } from '@mantine/hooks'
import { useTranslations } from 'next-intl'
import { KnownCustomersDocument, type KnownCustomersQuery, type ProductType } from '@/gen/graphql'
import { usePanelQuery } from '@/lib/graph/use-panel-query'
import classes from './till.module.css'

type KnownCustomer = NonNullable<KnownCustomersQuery['customers']>[number]

interface KnownCustomersProps {
  typed: string
  productType: ProductType
  onPick: (customer: KnownCustomer) => void
}

const SHOWN = 4
const COMPLETE = 11

/** People sold to before, to be picked instead of typed: the latest, or those whose number begins as typed. */
export function KnownCustomers({ typed, productType, onPick }: KnownCustomersProps) {
  const t = useTranslations('till')
  const [search] = useDebouncedValue(typed, 250)
  const { data } = usePanelQuery(KnownCustomersDocument, {
    variables: { search: search || null, first: 20 },
    skip: search.length >= COMPLETE,
  })
  if (typed.length >= COMPLETE) return null
  const list = data?.customers
    ?.filter((customer) => customer.productType === productType && customer.number.startsWith(typed))
    .slice(0, SHOWN)
  if (!list || list.length === 0) return null
  return (
    <ul className={classes.known} aria-label={t('knownCustomers')}>
      {list.map((customer) => (
        <li key={customer.number}>
          <button type="button" className={classes.knownButton} onClick={() => onPick(customer)}>
            <span className={classes.knownName}>{customer.name ?? t('noName')}</span>
            {customer.number}
          </button>
        </li>
      ))}
    </ul>
  )
}
