'use client'

import { IconAlertTriangle, IconX } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import classes from '@/components/transaction/transaction.module.css'
import { isoDay, useTransactionQuery } from '@/components/transaction/transaction-query'
import { FilterOptionsDocument } from '@/gen/graphql'
import { useFormat } from '@/lib/format'
import { usePanelQuery } from '@/lib/graph/use-panel-query'

/** The filters that are set, each with a button to remove it, and the filter for transactions that need attention. */
export function ActiveFilters() {
  const t = useTranslations('transactions.filter')
  const typeName = useTranslations('type')
  const format = useFormat()
  const [query, change] = useTransactionQuery()
  const { data } = usePanelQuery(FilterOptionsDocument, { variables: {} })
  const { search, type, from, to, employeeId, shiftId, needsAttention } = query
  const chips: [key: string, label: string, remove: () => void][] = []
  if (search) chips.push(['search', `“${search}”`, () => change({ search: null })])
  if (type) chips.push(['type', typeName(type), () => change({ type: null })])
  if (from || to) {
    const days = [from, to].map((day) => (day ? format.day(isoDay(day)) : '…')).join(' – ')
    chips.push(['days', days, () => change({ from: null, to: null })])
  }
  // An unavailable name, or one outside the first hundred, is shown as the name of the filter.
  const nameOf = (id: string, among: readonly { id: string; name: string }[] | null | undefined) =>
    among?.find((it) => it.id === id)?.name
  if (employeeId) {
    const name = nameOf(employeeId, data?.users?.nodes) ?? t('employee')
    chips.push(['employee', name, () => change({ employeeId: null })])
  }
  if (shiftId) chips.push(['shift', nameOf(shiftId, data?.shifts) ?? t('shift'), () => change({ shiftId: null })])
  return (
    <div className={classes.filters}>
      <button
        type="button"
        className={classes.chip}
        aria-pressed={needsAttention === true}
        onClick={() => change({ needsAttention: needsAttention ? null : true })}
      >
        <IconAlertTriangle size={15} aria-hidden /> {t('attention')}
      </button>
      {chips.map(([key, label, remove]) => (
        <button
          key={key}
          type="button"
          className={classes.chip}
          aria-label={t('remove', { name: label })}
          onClick={remove}
        >
          {label} <IconX size={14} aria-hidden />
        </button>
      ))}
    </div>
  )
}
