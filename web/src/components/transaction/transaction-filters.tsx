'use client'

import { CloseButton, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { DateRange } from '@/components/filters/date-range'
import { MoreFilters } from '@/components/filters/more-filters'
import classes from './transaction.module.css'
import { dateOf, isoDay, PRODUCT_TYPES, STATUSES, useTransactionQuery } from './transaction-query'

/** Filters by text, status, product type and days. `children` are further filters of one screen. */
export function TransactionFilters({ children }: { children?: ReactNode }) {
  const t = useTranslations('transactions.filter')
  const typeName = useTranslations('type')
  const [query, change] = useTransactionQuery()
  const { type, employeeId, shiftId, status } = query
  return (
    <div className={classes.filters}>
      <SearchBox value={query.search} onChange={(search) => change({ search: search || null })} />
      <MoreFilters values={[type, query.from ?? query.to, employeeId, shiftId, ...status]}>
        <Select
          aria-label={t('type')}
          placeholder={t('allTypes')}
          clearable
          size="md"
          w={180}
          data={PRODUCT_TYPES.map((value) => ({ value, label: typeName(value) }))}
          value={type}
          onChange={(value) => change({ type: PRODUCT_TYPES.find((it) => it === value) ?? null })}
          clearButtonProps={{ 'aria-label': t('clear') }}
        />
        <DateRange
          from={query.from && isoDay(query.from)}
          to={query.to && isoDay(query.to)}
          onChange={(from, to) => change({ from: dateOf(from), to: dateOf(to) })}
        />
        {children}
        <StatusChips />
      </MoreFilters>
    </div>
  )
}

function SearchBox({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const t = useTranslations('transactions.filter')
  const [text, setText] = useState(value)
  /** The last text that this box has sent. Its return by the address must not replace what was typed since. */
  const sent = useRef(value)
  const send = useDebouncedCallback((typed: string) => {
    sent.current = typed
    onChange(typed)
  }, 350)
  useEffect(() => {
    if (value === sent.current) return
    sent.current = value
    setText(value)
  }, [value])
  const type = (typed: string) => {
    setText(typed)
    send(typed)
  }
  return (
    <TextInput
      className={classes.search}
      size="md"
      type="search"
      aria-label={t('search')}
      placeholder={t('searchHint')}
      leftSection={<IconSearch size={18} aria-hidden />}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      rightSection={text && <CloseButton aria-label={t('clear')} onClick={() => type('')} />}
    />
  )
}

function StatusChips() {
  const t = useTranslations('transactions.filter')
  const status = useTranslations('status')
  const [query, change] = useTransactionQuery()
  const toggle = (wanted: (typeof STATUSES)[number]) => {
    const rest = query.status.filter((it) => it !== wanted)
    const next = rest.length === query.status.length ? [...rest, wanted] : rest
    change({ status: next.length > 0 ? next : null })
  }
  return (
    <fieldset className={classes.chips} style={{ border: 0, margin: 0, padding: 0 }} aria-label={t('status')}>
      {STATUSES.map((it) => (
        <button
          key={it}
          type="button"
          className={classes.chip}
          aria-pressed={query.status.includes(it)}
          onClick={() => toggle(it)}
        >
          {status(it)}
        </button>
      ))}
    </fieldset>
  )
}
