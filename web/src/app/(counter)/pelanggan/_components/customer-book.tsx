'use client'

import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconRepeat, IconSearch } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Panel } from '@/components/panel/panel'
import { PanelContent } from '@/components/panel/panel-content'
import { CustomerBookDocument, type CustomerBookQuery } from '@/gen/graphql'
import { useFormat } from '@/lib/format'
import { usePanelQuery } from '@/lib/graph/use-panel-query'
import { linkToSale } from '@/lib/urls'
import classes from './customer-book.module.css'

type Customer = NonNullable<CustomerBookQuery['customers']>[number]

/** The employee's previous customers, each with a link that repeats the last purchase. */
export function CustomerBook() {
  const t = useTranslations('customers')
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), 300)
  const query = usePanelQuery(CustomerBookDocument, { variables: { search: search || null, first: 50 } })
  return (
    <Panel isFlush>
      <div className={classes.search}>
        <TextInput
          type="search"
          size="md"
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <PanelContent
        value={query.data?.customers}
        failure={query.failure}
        isFirstLoad={query.isFirstLoad}
        onRetry={query.retry}
        isEmpty={query.data?.customers?.length === 0}
        empty={search ? t('noMatch') : t('empty')}
      >
        {(customers) => (
          <ul className={classes.list}>
            {customers.map((customer) => (
              <CustomerRow key={`${customer.number} ${customer.productType}`} customer={customer} />
            ))}
          </ul>
        )}
      </PanelContent>
    </Panel>
  )
}

function CustomerRow({ customer }: { customer: Customer }) {
  const t = useTranslations('customers')
  const typeName = useTranslations('type')
  const format = useFormat()
  const { number, name, productType, productCode, lastSoldAt, count } = customer
  return (
    <li className={classes.row}>
      <div className={classes.customer}>
        <strong>{name ?? t('noName')}</strong>
        <span>{number}</span>
        <small>
          {typeName(productType)} · {t('times', { count })} · {t('last', { time: format.shortDateTime(lastSoldAt) })}
        </small>
      </div>
      <Button
        component={Link}
        href={linkToSale({ number, productType, productCode })}
        variant="default"
        size="md"
        leftSection={<IconRepeat size={18} />}
        aria-label={t('repeatFor', { name: name ?? number })}
      >
        {t('repeat')}
      </Button>
    </li>
  )
}
