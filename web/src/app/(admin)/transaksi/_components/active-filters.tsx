'use client'

import { IconAlertTriangle, IconX } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import classes from '@/components/transaction/transaction.module.css'
import { isoDay, useTransactionQuery } from '@/components/transaction/transaction-query'
import { FilterOptionsDocument } from '@/gen/graphql'
import { usePanelQuery } from '@/lib/graph/use-panel-query'
import { useFormat } from '@/lib/use-format'

/** What the list is narrowed by beside the states, each to be taken off; and what needs attention, by one touch. */
export function ActiveFilters() {
  const t = useTranslations('transactions.filter')
  const type = useTranslations('type')
  const format = useFormat()
  const [query, change] = useTransactionQuery()
  const { data } = usePanelQuery(FilterOptionsDocument, { variables: {} })
  const { cari, jenis, dari, sampai, karyawan, shift, perhatian } = query
  const chips: [string, string, () => void][] = []
  if (cari) chips.push(['cari', `“${cari}”`, () => change({ cari: null })])
  if (jenis) chips.push(['jenis', type(jenis), () => change({ jenis: null })])
  if (dari || sampai) {
    const days = [dari, sampai].map((day) => (day ? format.day(isoDay(day)) : '…')).join(' – ')
    chips.push(['hari', days, () => change({ dari: null, sampai: null })])
  }
  // A name that cannot be had now, or is not among the first hundred, leaves what the filter is about.
  const nameOf = (id: string, among: readonly { id: string; name: string }[] | null | undefined) =>
    among?.find((it) => it.id === id)?.name
  if (karyawan) {
    const name = nameOf(karyawan, data?.users?.nodes) ?? t('employee')
    chips.push(['karyawan', name, () => change({ karyawan: null })])
  }
  if (shift) chips.push(['shift', nameOf(shift, data?.shifts) ?? t('shift'), () => change({ shift: null })])
  return (
    <div className={classes.filters}>
      <button
        type="button"
        className={classes.chip}
        aria-pressed={perhatian === 'ya'}
        onClick={() => change({ perhatian: perhatian ? null : 'ya' })}
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
